"""Which money there is: an honest overview of the schemes."""

from __future__ import annotations

from datetime import date

from actions import context, funding, funding_similar, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

PORTAL_OF = "funding/he"
"""The scheme whose portal is the official one for calls of the EU."""


def overview(question: Question, library: Library, today: date) -> Answer:
    """Give an overview: what runs, what is not known, how many are closed; the closed ones if asked for."""
    like = funding_similar.asked(question, library)
    if like is None:
        return _of_all(question, library, today)
    said = funding_similar.answer(like, library, today)
    if not funding_similar.beside(like, library, today):
        said.blocks += _of_all(question, library, today).blocks
    return said


def _of_all(question: Question, library: Library, today: date) -> Answer:
    every = funding.ordered(library, today)
    found = [one for one in every if one.ref not in question.negated]
    closed = [one for one in found if state_name(one, today) == "closed"]
    answer = Answer()
    if "closed" in question.named("state"):
        return _all_closed(answer, closed, library, today)
    answer.say("funding.overview")
    if len(found) < len(every):
        denied = [one for one in every if one not in found]
        answer.say("funding.without", denied=values.listed_names(denied))
    _sections(answer, found, today)
    if closed:
        answer.say("funding.closed_count", count=values.number(len(closed)))
    end(answer, library, found)
    answer.shown = [one.ref for one in found if one not in closed]
    for scheme in context.records(library, answer.shown)[:2]:
        profiles.offer(answer, scheme)
    if closed:
        answer.button(values.say("button.closed_funding"), "list_funding", ("state", "closed"))
    return answer.button(values.say("button.find_funding"), "find_funding")


def _all_closed(answer: Answer, closed: list[Record], library: Library, today: date) -> Answer:
    answer.say("funding.closed_intro", count=values.number(len(closed)))
    list_closed(answer, closed, today)
    end(answer, library, closed)
    answer.shown = [one.ref for one in closed]
    answer.button(values.say("button.funding"), "list_funding")
    return answer.button(values.say("button.find_funding"), "find_funding")


def _sections(answer: Answer, found: list[Record], today: date) -> None:
    for state in ("running", "restricted", "unknown"):
        some = [one for one in found if state_name(one, today) == state]
        evidence = Evidence(tuple(one.ref for one in some), _sources(some), _as_of(some))
        rows = [_named(one, today) for one in some]
        answer.items(rows, values.say(f"funding.title_{state}"), evidence=evidence if some else None)


def _named(scheme: Record, today: date) -> Typed:
    state = states.now(scheme, today)
    name = values.names(scheme)
    if state is None or state.is_ != "closed" or not state.since:
        return values.say("funding.item", name=name, as_of=values.date(state.as_of if state else today.isoformat()))
    return values.say("funding.item_closed", name=name, since=values.date(state.since))


def state_name(scheme: Record, today: date) -> str:
    """Tell in one word how a scheme stands on a day."""
    found = states.now(scheme, today)
    return found.is_ if found else "unknown"


def _sources(found: list[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in found if one.state for key in one.state.sources))


def _as_of(found: list[Record]) -> str | None:
    return max((one.state.as_of for one in found if one.state), default=None)


def end(answer: Answer, library: Library, found: list[Record]) -> None:
    """End with the official portal and the sentence that there is no scheme for city pairs."""
    answer.say("funding.no_pair_scheme")
    first = context.records(library, [PORTAL_OF])
    portals = [one.facts["portal"] for one in [*first, *found] if "portal" in one.facts and one.facts["portal"].value]
    if portals:
        answer.say("funding.portal", url=values.string(str(portals[0].value)))
    else:
        answer.say("funding.portal_unnamed")


def list_closed(answer: Answer, closed: list[Record], today: date, title: str = "funding.title_closed") -> None:
    """List schemes that take no applications any more, each with the date of its end."""
    if closed:
        rows = [_named(one, today) for one in closed]
        evidence = Evidence(tuple(one.ref for one in closed), _sources(closed), _as_of(closed))
        answer.items(rows, values.say(title), evidence=evidence)
