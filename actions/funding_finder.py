"""Which money fits: an honest overview of the schemes, or those for one's own case."""

from __future__ import annotations

from datetime import date

from actions import applicants, context, funding, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

MOST_DETAILED = 4
MOST_CLOSED = 6
PORTAL_OF = "funding/he"
"""The scheme whose portal is the official one for calls of the EU."""


def overview(question: Question, library: Library, today: date) -> Answer:
    """Give an overview: what runs, what is not known, how many are closed; the closed ones if asked for."""
    found = funding.ordered(library, today)
    closed = [one for one in found if _state(one, today) == "closed"]
    answer = Answer()
    if "closed" in question.named("state"):
        return _all_closed(answer, closed, library, today)
    answer.say("funding.overview")
    _sections(answer, found, today)
    if closed:
        answer.say("funding.closed_count", count=values.number(len(closed)))
    _end(answer, library, found)
    answer.shown = [one.ref for one in found if one not in closed]
    for scheme in context.records(library, answer.shown)[:2]:
        profiles.offer(answer, scheme)
    if closed:
        answer.button(values.say("button.closed_funding"), "list_funding", ("state", "closed"))
    return answer.button(values.say("button.find_funding"), "find_funding")


def _all_closed(answer: Answer, closed: list[Record], library: Library, today: date) -> Answer:
    answer.say("funding.closed_intro", count=values.number(len(closed)))
    _closed(answer, closed, today)
    _end(answer, library, closed)
    answer.shown = [one.ref for one in closed]
    answer.button(values.say("button.funding"), "list_funding")
    return answer.button(values.say("button.find_funding"), "find_funding")


def _sections(answer: Answer, found: list[Record], today: date) -> None:
    for state in ("running", "restricted", "unknown"):
        some = [one for one in found if _state(one, today) == state]
        evidence = Evidence(tuple(one.ref for one in some), _sources(some), _as_of(some))
        rows = [_named(one, today) for one in some]
        answer.items(rows, values.say(f"funding.title_{state}"), evidence=evidence if some else None)


def _named(scheme: Record, today: date) -> Typed:
    state = states.now(scheme, today)
    name = values.names(scheme)
    if state is None or state.is_ != "closed" or not state.since:
        return values.say("funding.item", name=name, as_of=values.date(state.as_of if state else today.isoformat()))
    return values.say("funding.item_closed", name=name, since=values.date(state.since))


def _state(scheme: Record, today: date) -> str:
    state = states.now(scheme, today)
    return state.is_ if state else "unknown"


def _sources(found: list[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in found if one.state for key in one.state.sources))


def _as_of(found: list[Record]) -> str | None:
    return max((one.state.as_of for one in found if one.state), default=None)


def _end(answer: Answer, library: Library, found: list[Record]) -> None:
    """End with the official portal and the sentence that there is no scheme for city pairs."""
    answer.say("funding.no_pair_scheme")
    first = context.records(library, [PORTAL_OF])
    portals = [one.facts["portal"] for one in [*first, *found] if "portal" in one.facts and one.facts["portal"].value]
    if portals:
        answer.say("funding.portal", url=values.string(str(portals[0].value)))
    else:
        answer.say("funding.portal_unnamed")


def find(question: Question, library: Library, today: date) -> Answer:
    """Say which schemes could fit a case: by the side of the applicant and by the topic."""
    applicant = applicants.of(question, library)
    side = applicant.side
    found = [one for one in funding.ordered(library, today) if one.ref not in question.negated]
    alive = [one for one in found if not states.is_over(one, today)]
    ranked = sorted(alive, key=lambda one: -applicants.fit(one, applicant, question, today))[:MOST_DETAILED]
    answer = Answer().say("funding.find_intro" if side is None else f"funding.find_intro_{side.lower()}")
    for scheme in ranked:
        _detail(answer, scheme, side, library, today)
    closed = [one for one in found if one not in alive]
    fitting = sorted(closed, key=lambda one: -applicants.fit(one, applicant, question, today))
    _closed(answer, fitting[:MOST_CLOSED], today)
    _end(answer, library, found)
    answer.shown = [one.ref for one in ranked]
    for scheme in ranked[:3]:
        profiles.offer(answer, scheme)
    if side is None:
        answer.buttons = answer.buttons[:2]
        answer.button(values.say("button.side_eu"), "find_funding", *_kept(question), ("country", "EU"))
        answer.button(values.say("button.side_cn"), "find_funding", *_kept(question), ("country", "CN"))
    return answer


def _kept(question: Question) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in question.entities if one.kind in ("topic", "cluster", "theme")]


def _detail(answer: Answer, scheme: Record, side: str | None, library: Library, today: date) -> None:
    name = values.names(scheme)
    state = states.now(scheme, today)
    key = (
        "funding.open_state" if funding.takes_applications(scheme, today) else f"funding.state_{_state(scheme, today)}"
    )
    said = {"name": name, "as_of": values.date(state.as_of if state else today.isoformat())}
    evidence = Evidence((scheme.ref,), state.sources if state else (), state.as_of if state else None)
    answer.say(key, evidence, **said)
    funding.tell(answer, scheme, ("china", "who") if side == "CN" else ("who", "china"), library)


def _closed(answer: Answer, closed: list[Record], today: date) -> None:
    if closed:
        rows = [_named(one, today) for one in closed]
        evidence = Evidence(tuple(one.ref for one in closed), _sources(closed), _as_of(closed))
        answer.items(rows, values.say("funding.title_closed"), evidence=evidence)
