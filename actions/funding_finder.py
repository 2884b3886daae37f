"""Which money fits a case: what fits, what comes near, what has closed and what is for others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions import funding, funding_guide, funding_overview, labels, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.funding_case import ANY, CN, ELSEWHERE, Case
from actions.funding_match import Match, matches
from actions.values import Typed
from knowledge.library import Library

MOST_FITTING = 3
MOST_NEAR = 3
ENOUGH = 2
"""Fitting schemes from which on none is told that only comes near."""
MOST_CLOSED = 6
NAMED_FACTS = {True: ("china", "who", "pays"), False: ("who", "pays", "china")}
"""What is told of a scheme, for an applicant in China and for one elsewhere."""


def find(question: Question, library: Library, today: date) -> Answer:
    """Find the money that fits: ask for what is missing of the case, or show what fits it.

    A case of which the side and one more point are known is answered at once; the rest can be asked for.
    """
    step = funding_guide.step(question, library)
    if step.answer is not None:
        return step.answer
    answer = _results(question, step.case, library, today)
    answer.slots[funding_guide.SLOT] = step.case.kept()
    return answer


def _results(question: Question, case: Case, library: Library, today: date) -> Answer:
    found = matches(question, case, library, today)
    alive = [one for one in found if not one.over]
    fitting = [one for one in alive if one.is_fit][:MOST_FITTING]
    near = [one for one in alive if one.is_near][: MOST_NEAR if len(fitting) < ENOUGH else 0]
    answer = Answer()
    answer.items(_told(case), values.say("finder.case"))
    answer.say("finder.fits_intro" if fitting else "finder.nothing_fits")
    for one in fitting:
        _tell(answer, one, case, library, today)
    more = [one for one in alive if one.is_fit and one not in fitting]
    if more:
        refs = Evidence(tuple(one.scheme.ref for one in more))
        answer.say("finder.also", refs, names=values.listed_names(one.scheme for one in more))
    if near:
        answer.say("finder.near_intro")
    for one in near:
        _tell(answer, one, case, library, today)
    _not_available(answer, found, fitting + more + near, today)
    if case.side == ELSEWHERE:
        answer.say("finder.associated")
    funding_overview.end(answer, library, [one.scheme for one in found])
    answer.shown = [one.scheme.ref for one in fitting + near]
    return _next(answer, case, fitting + near)


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
    said = (("who", case.who), ("side", case.side), ("purpose", case.purpose), ("sum", case.sum))
    rows = []
    for name, value in said:
        if value not in (None, ANY):
            rows.append(place if name == "side" and place else values.say(f"finder.{name}_{str(value).lower()}"))
    return rows


def _points(names: Iterable[str]) -> Typed:
    return values.listed([values.say(f"finder.point_{name}") for name in names])


def _tell(answer: Answer, one: Match, case: Case, library: Library, today: date) -> None:
    """Add a scheme as a list: how it stands as its heading, then why it fits and what is told of it."""
    scheme, state = one.scheme, states.now(one.scheme, today)
    key = "funding.open_state"
    if not funding.takes_applications(scheme, today):
        key = f"funding.state_{funding_overview.state_name(scheme, today)}"
    as_of = state.as_of if state else today.isoformat()
    begun = len(answer.blocks)
    _fitting(answer, one)
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


def _fitting(answer: Answer, one: Match) -> None:
    if not one.is_fit:
        answer.say("finder.near", points=_points((*one.misses, *one.open)))
    elif one.open:
        answer.say("finder.fits_unknown", points=_points(one.fits), open=_points(one.open))
    elif one.fits:
        answer.say("finder.fits", points=_points(one.fits))


def _not_available(answer: Answer, found: list[Match], told: list[Match], today: date) -> None:
    """Say what would have fitted but has closed, and what runs but is for others."""
    closed = [one.scheme for one in found if one.over and one.is_fit]
    funding_overview.list_closed(answer, closed[:MOST_CLOSED], today, "finder.title_closed")
    others = [one.scheme for one in found if not one.over and one not in told and one.excludes]
    if others:
        evidence = Evidence(tuple(scheme.ref for scheme in others))
        answer.say("finder.not_for", evidence, names=values.listed_names(others))
