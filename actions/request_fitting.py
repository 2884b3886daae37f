"""What fits a cooperation request that was handed over: what happens next, partner cities, and schemes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from actions import funding_case, funding_match, funding_place, partner_case, partner_match, values
from actions import subjects as known_subjects
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
    found = money(draft, question, library, today)
    schemes = found.shown
    if draft.answers.get("country"):
        _tell(answer, found)
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
    wanted = tuple(ref for ref in said.get("topics", ()) if ref.startswith(known_subjects.CLUSTER))
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
    found = known_subjects.read(replace(question, text=written, entities=(), denied=())) if written else []
    return tuple(dict.fromkeys(one.key for one in (*found, *known_subjects.of_words(named))))


@dataclass(frozen=True)
class Money:
    """Schemes for a request, by what the records say of them.

    Args:
        subjects: keys of what the request is about.
        both: schemes that name the subject and take part from both sides.
        own: schemes that name the subject, for the writer's own side alone.
        general: schemes that take part from both sides and do not name the subject.
        closed: schemes that name the subject and take no applications any more.
    """

    subjects: tuple[str, ...] = ()
    both: tuple[Record, ...] = ()
    own: tuple[Record, ...] = ()
    general: tuple[Record, ...] = ()
    closed: tuple[Record, ...] = ()

    @property
    def shown(self) -> list[Record]:
        """All schemes that are told as open, the best first."""
        return [*self.both, *self.own, *self.general]


def money(draft: Draft, question: Question, library: Library, today: date) -> Money:
    """Give schemes for who asks, from where, and how much, told apart by subject and by who may take part."""
    said = draft.answers
    country = said.get("country")
    if country is None:
        return Money()
    about = wished_subjects(draft, question, library)
    case = funding_case.Case(
        who=APPLICANTS.get(str(said.get("role"))),
        side=funding_place.side_of(country),
        country=None if country == partner_case.CN else country,
        sum=said["budget"] if said.get("budget") in SUMS else None,
        subjects=about,
    )
    found = funding_match.matches(replace(question, entities=(), hits=()), case, library, today)
    fitting = [one for one in found if one.is_fit and not one.over]
    named = [one for one in fitting if not about or one.words or one.told]
    both = [one.scheme for one in named if _takes_both(one.scheme)][:MOST]
    own = [one.scheme for one in named if not _takes_both(one.scheme)][: MOST - len(both)]
    other = [one.scheme for one in fitting if one not in named and _takes_both(one.scheme)]
    closed = [one.scheme for one in found if one.is_fit and one.over and (one.words or one.told)][:MOST]
    return Money(about, tuple(both), tuple(own), () if both else tuple(other[: MOST - len(own)]), tuple(closed))


def _takes_both(scheme: Record) -> bool:
    """Tell whether organisations of both sides can take part, as far as the records say."""
    return scheme.fits is not None and bool(scheme.fits.cn) and bool(scheme.fits.eu)


def _tell(answer: Answer, found: Money) -> None:
    """List the schemes, each group under what it is; where none names the subject or takes both sides, say so."""
    topics = values.listed([known_subjects.by_key(key).said for key in found.subjects])
    if not found.both:
        answer.say("request.money_none_on" if found.subjects else "request.money_none", topics=topics)
    for title, schemes in (("fits", found.both), ("own_side", found.own), ("general", found.general)):
        if schemes:
            names = [values.names(one) for one in schemes]
            answer.items(names, values.say(f"request.money_{title}"), evidence=_on(list(schemes)))
    if found.closed and not found.both:
        evidence = _on(list(found.closed))
        answer.items([values.names(one) for one in found.closed], values.say("request.money_closed"), evidence=evidence)
