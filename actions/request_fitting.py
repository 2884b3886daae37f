"""What fits a cooperation request that was handed over: what happens next, partner cities, and schemes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import funding_case, funding_match, funding_place, partner_case, partner_match, subjects, values
from actions.answer import Answer, Evidence
from actions.consents import WITHDRAW
from actions.context import Question
from actions.request_draft import SUGGEST, Draft
from knowledge.library import Library
from knowledge.records import Record, Text

MOST = 3
APPLICANTS = {"city": "city", "university": "university", "firm": "firm", "ngo": "ngo"}
SUMS = ("small", "medium", "large")
INTENT = "request_cooperation"


def next_steps(answer: Answer, draft: Draft, question: Question, library: Library, today: date) -> None:
    """Say what the desk does now, and which cities and schemes of our records fit."""
    steps = [values.say(f"cooperation.step_{step}") for step in ("ask", "match", "answer")]
    answer.items(steps, values.say("cooperation.next"), ordered=True)
    cities = partners(draft, question, library)
    if cities:
        answer.items([values.names(city) for city in cities], values.say("request.cities_fit"), evidence=_on(cities))
    schemes = money(draft, question, library, today)
    if schemes:
        answer.items([values.names(one) for one in schemes], values.say("request.money_fits"), evidence=_on(schemes))
    if cities or schemes:
        answer.say("request.fit_by_records")
    answer.say("consent.can_add")
    for city in cities[:2]:
        answer.button(values.names(city), "ask_city", ("city", city.ref))
    for scheme in schemes[:2]:
        answer.button(values.names(scheme), "ask_funding", ("funding", scheme.ref))
    answer.button(values.say("consent.withdraw"), INTENT, ("guide", WITHDRAW))
    answer.button(values.say("button.person"), "ask_for_person")


def _on(records: list[Record]) -> Evidence:
    return Evidence(tuple(record.ref for record in records))


def partners(draft: Draft, question: Question, library: Library) -> list[Record]:
    """Give cities on the other side that fit what the request is about; none where a partner was named."""
    said = draft.answers
    if said.get("partner") not in (None, SUGGEST):
        return []
    wanted = tuple(ref for ref in said.get("topics", ()) if ref.startswith(subjects.CLUSTER))
    home = said.get("country")
    if home is None:
        return []  # without a country nobody knows which side is the other one
    side = partner_case.EU if home == partner_case.CN else partner_case.CN
    about = wished_subjects(draft, question, library)
    case = partner_case.Case(own=said.get("city_ref"), home=home, side=side, clusters=wanted, subjects=about)
    if not (case.own or case.clusters or case.subjects):
        return []
    found = partner_match.candidates(case, library, frozenset(), [])
    other = [one.city for one in found if (one.city.country == partner_case.CN) != (home == partner_case.CN)]
    return other[:MOST]


def wished_subjects(draft: Draft, question: Question, library: Library) -> tuple[str, ...]:
    """Give the keys of the subjects that a request is about: by its topics, the words for them, and its description."""
    said = draft.answers
    written = " ".join(str(said[name]) for name in ("topic_words", "description") if said.get(name))
    records = [record for ref in said.get("topics", ()) if (record := library.get(ref)) is not None]
    named = [Text(en, zh) for one in records for en, zh in zip(one.names.en[:1], one.names.zh[:1])]
    found = subjects.read(replace(question, text=written, entities=(), denied=())) if written else []
    return tuple(dict.fromkeys(one.key for one in (*found, *subjects.of_words(named))))


def money(draft: Draft, question: Question, library: Library, today: date) -> list[Record]:
    """Give schemes that still run and fit who asks, from where, and how much; those for its subjects come first."""
    said = draft.answers
    country = said.get("country")
    if country is None:
        return []
    case = funding_case.Case(
        who=APPLICANTS.get(str(said.get("role"))),
        side=funding_place.side_of(country),
        country=None if country == partner_case.CN else country,
        sum=said["budget"] if said.get("budget") in SUMS else None,
        subjects=wished_subjects(draft, question, library),
    )
    asked = replace(question, entities=(), hits=())
    found = funding_match.matches(asked, case, library, today)
    return [one.scheme for one in found if one.is_fit and not one.over][:MOST]
