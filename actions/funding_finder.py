"""Which money fits a case: what fits, what comes near, what has closed and what is for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from actions import (
    funding,
    funding_compare,
    funding_guide,
    funding_overview,
    funding_points,
    funding_ranks,
    labels,
    not_money,
    profiles,
    states,
    subjects,
    values,
)
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.funding_case import ANY, BOTH, CN, ELSEWHERE, PERSON, Case
from actions.funding_match import Match, matches
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Text

MOST_FITTING = 3
MOST_NEAR = 3
OWN_MONEY = "own_money"
"""Terms on which a Chinese applicant pays for itself."""
ENOUGH = 2
"""Fitting schemes from which on none is told that only comes near."""
MOST_CLOSED = 6
NAMED_FACTS = {True: ("china", "who", "pays"), False: ("who", "pays", "china")}
"""What is told of a scheme, for an applicant in China and for one elsewhere."""
OF_LISTED: dict[str, Callable[[Question, Library, date], Answer]] = {
    "deadline": funding_ranks.deadline,
    "easy": funding_ranks.easy,
    "most": funding_ranks.most,
    "since": funding_ranks.periods,
    "who": funding_ranks.who,
}
"""What can be asked of the schemes that were listed."""


def find(question: Question, library: Library, today: date) -> Answer:
    """Find the money that fits: ask for what is missing of the case, or show what fits it.

    A case of which the side and one more point are known is answered at once; the rest can be asked for. Two schemes
    that a message names are held against each other.
    """
    if not_money.NOT_MONEY in question.named("guide"):
        return not_money.answer()
    asked = next((OF_LISTED[name] for name in question.named("guide") if name in OF_LISTED), None)
    if asked is not None:
        return asked(question, library, today)
    if funding_compare.asked(question, library):
        return funding_compare.compare(question, library, today)
    step = funding_guide.step(question, library)
    if step.answer is not None:
        return step.answer
    answer = _results(question, step.case, library, today)
    answer.slots[funding_guide.SLOT] = step.case.kept()
    return answer


def _results(question: Question, case: Case, library: Library, today: date) -> Answer:
    if case.who == PERSON:
        return _of_person(question, case, library, today)
    found = matches(question, case, library, today)
    alive = [one for one in found if not one.over]
    every = [one for one in alive if one.is_fit]
    fitting = every[:MOST_FITTING]
    near = [one for one in alive if one.is_near][: MOST_NEAR if len(fitting) < ENOUGH else 0]
    if not fitting and not near:
        near = sorted((one for one in alive if not one.barred), key=lambda one: one.lacks)[:MOST_NEAR]
    answer = Answer()
    answer.items(_told(case), values.say("finder.case"))
    _intro(answer, case, every)
    _on_topic(answer, case, every)
    for one in fitting:
        _tell(answer, one, case, library, today)
    more = [one for one in every if one not in fitting]
    if more:
        refs = Evidence(tuple(one.scheme.ref for one in more))
        answer.say("finder.also", refs, names=values.listed_names(one.scheme for one in more))
    if near:
        answer.say("finder.near_intro")
    for one in near:
        _tell(answer, one, case, library, today)
    _not_available(answer, found, fitting + more + near, case, today)
    if case.side == ELSEWHERE:
        answer.say("finder.associated")
    funding_overview.end(answer, library, [one.scheme for one in found])
    if not fitting:
        answer.say("finder.person")
    answer.shown = [one.scheme.ref for one in fitting + more + near]
    return _next(answer, case, fitting + near)


def _intro(answer: Answer, case: Case, every: list[Match]) -> None:
    """Say that schemes fit; of those that take Chinese applicants at their own cost only, in the same sentence."""
    rows = every if case.side in (CN, BOTH) else []
    own = [one.scheme for one in rows if one.scheme.fits and one.scheme.fits.cn_terms == OWN_MONEY]
    if not own:
        answer.say("finder.fits_intro" if every else "finder.nothing_fits")
    elif len(own) == len(every):
        answer.say("finder.fits_at_own_cost")
    else:
        answer.say("finder.fits_partly_at_own_cost", names=values.listed_names(own))


def _of_person(question: Question, case: Case, library: Library, today: date) -> Answer:
    """Say that no scheme is for single persons, and what an institution could apply for instead."""
    answer = Answer()
    answer.items(_told(case), values.say("finder.case"))
    answer.say("finder.no_person")
    instead = replace(case, who="university", gives=None, purpose=case.purpose or "people")
    found = matches(question, instead, library, today)
    near = [one for one in found if not one.over and (one.is_fit or one.is_near)][:MOST_NEAR]
    if near:
        answer.say("finder.near_person")
    for one in near:
        _tell(answer, one, instead, library, today)
    closed = [one.scheme for one in found if one.over and one.is_fit]
    funding_overview.list_closed(answer, closed[:MOST_CLOSED], today, "finder.title_closed_person")
    funding_overview.end(answer, library, [one.scheme for one in found])
    answer.say("finder.person")
    answer.shown = [one.scheme.ref for one in near]
    return _next(answer, case, near)


def _on_topic(answer: Answer, case: Case, fitting: list[Match]) -> None:
    """Say whether any of the schemes that fit names the topic; those that do come first."""
    if not case.subjects:
        return
    topics = values.listed([subjects.by_key(key).said for key in case.subjects])
    named = [one.scheme for one in fitting if one.words or one.told]
    if named:
        answer.say("finder.on_topic", topics=topics, names=values.listed_names(named))
    elif fitting:
        answer.say("finder.no_topic", topics=topics)


def _next(answer: Answer, case: Case, told: list[Match]) -> Answer:
    for one in told[:2]:
        profiles.offer(answer, one.scheme)
    if funding_guide.missing(case):
        answer.button(values.say("finder.narrow"), "find_funding", ("guide", "ask"))
    else:
        answer.button(values.say("button.funding"), "list_funding")
    return answer.button(values.say("button.person"), "ask_for_person")


def _told(case: Case) -> list[Typed]:
    """Give the points of a case in words; what was left open is left out."""
    place = values.say("finder.in_country", country=labels.of_country(case.country)) if case.country else None
    if case.region:
        code = case.country or str(case.side)
        region = values.text(Text(*case.region))
        place = values.say("finder.in_region", region=region, country=labels.of_country(code))
    said = (("who", case.who), ("side", case.side), ("purpose", case.purpose), ("sum", case.sum), ("gives", case.gives))
    rows = []
    for name, value in said:
        if value not in (None, ANY):
            key = "at" if name == "side" else name
            rows.append(place if name == "side" and place else values.say(f"finder.{key}_{str(value).lower()}"))
    if case.subjects:
        topics = values.listed([subjects.by_key(key).said for key in case.subjects])
        rows.append(values.say("finder.topic", topics=topics))
    return rows


def _tell(answer: Answer, one: Match, case: Case, library: Library, today: date) -> None:
    """Add a scheme as a list: how it stands as its heading, then why it fits and what is told of it."""
    scheme, state = one.scheme, states.now(one.scheme, today)
    key = "funding.open_state"
    if not funding.takes_applications(scheme, today):
        key = f"funding.state_{funding_overview.state_name(scheme, today)}"
    as_of = state.as_of if state else today.isoformat()
    begun = len(answer.blocks)
    _fitting(answer, one, case)
    facts = NAMED_FACTS[case.side == CN]
    funding.tell(answer, scheme, facts if one.is_fit else facts[:1], library)
    told = answer.blocks[begun:]
    del answer.blocks[begun:]
    sources = dict.fromkeys(
        [*(state.sources if state else ()), *(key for row in told for key in row.get("sources", ()))]
    )
    rows = [{part: row[part] for part in ("say", "text", "with") if part in row} for row in told]
    heading = values.say(key, name=values.names(scheme), as_of=values.date(as_of))
    answer.items(rows, heading, evidence=Evidence((scheme.ref,), tuple(sources), state.as_of if state else None))


def _fitting(answer: Answer, one: Match, case: Case) -> None:
    """Say why a scheme fits, or in which points it does not and what it is for instead."""
    if not one.is_fit:
        answer.say("finder.near", points=funding_points.misses(one, case))
    elif one.open:
        answer.say("finder.fits_unknown", points=funding_points.fits(one, case), open=funding_points.unknown(one))
    elif one.fits:
        answer.say("finder.fits", points=funding_points.fits(one, case))
    if one.words:
        words = values.listed([values.say("partner.word", word=values.text(word)) for word in one.words], "quoted")
        answer.say("finder.topic_words", words=words)
    elif one.told:
        answer.say("finder.topic_told")


def _not_available(answer: Answer, found: list[Match], told: list[Match], case: Case, today: date) -> None:
    """Say what would have fitted but has closed, what is left out as not wanted, and what runs but is for others."""
    closed = [one.scheme for one in found if one.over and one.is_fit]
    funding_overview.list_closed(answer, closed[:MOST_CLOSED], today, "finder.title_closed")
    barred = [one.scheme for one in found if not one.over and one.barred and one not in told]
    if barred:
        evidence = Evidence(tuple(scheme.ref for scheme in barred))
        answer.say("finder.barred", evidence, kind=_kind(case), names=values.listed_names(barred))
    others = [one.scheme for one in found if not one.over and one not in told and one.excludes and not one.barred]
    if others:
        evidence = Evidence(tuple(scheme.ref for scheme in others))
        answer.say("finder.not_for", evidence, names=values.listed_names(others))


def _kind(case: Case) -> Typed:
    return values.say(f"finder.gives_{case.gives}")
