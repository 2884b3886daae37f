"""Answers about programmes: what one was, whether it still runs, which ones there are."""

from __future__ import annotations

from datetime import date

from actions import context, facts, forms, plans, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

STATUS = "status"
STATUS_FACTS = (STATUS, "next_china", "next", "period")
"""Facts that tell what became of a programme, the most telling first."""
UNKNOWN = "unknown"
MONEY_FACTS = ("fund", "owner", "cost", "paid")
"""How the names of the facts begin that tell whose money a programme spent."""


def profile(question: Question, library: Library, today: date) -> Answer:
    """Tell what a programme is or was."""
    found = context.spoken_of(question, library, "programme", "funding", "policy", "event")
    if not found:
        return profiles.ask_which("programme", "ask_programme", _ordered(library, today))
    record = found[0]
    if plans.wants_in(question) and question.hit_on(record) is None and plans.ended(question, library, today):
        return plans.answer(record, library, today)
    return profiles.profile(question, record, library, today)


def status(question: Question, library: Library, today: date) -> Answer:
    """Tell whether a programme still runs, when it ended and what came after it."""
    found = context.spoken_of(question, library, "programme", "funding", "pilot")
    if not found:
        return overview(question, library, today)
    programme = found[0]
    answer = Answer().about(programme)
    asked = question.hit_on(programme)
    if asked is not None and asked not in STATUS_FACTS:
        profiles.lead(answer, programme, asked, library, today)
    else:
        states.tell(answer, programme, today)
        tell_successor(answer, programme, library, today)
    names = dict.fromkeys([asked, question.near(programme), *STATUS_FACTS])
    told = [name for name in names if name and name in programme.facts and not _tells_no_time(programme, name)]
    most = 2
    said = states.is_over(programme, today) and STATUS in told
    if said and not forms.form("place_talk", "closing").search(question.text.lower()):
        told, most = [name for name in told if name != STATUS], 1  # the end is said already
    for name in told[:most]:
        if {"ref": programme.ref, "fact": name} not in answer.told:
            facts.tell(answer, programme, programme.facts[name], library)
    if not told:
        profiles.summary(answer, programme, library)
    profiles.follow_up(answer, programme, library)
    return answer


def tell_successor(answer: Answer, programme: Record, library: Library, today: date) -> None:
    """Say by which programme one that is over was followed, as far as a record says so."""
    refs = [ref for ref, earlier in forms.words("predecessors").items() if earlier == programme.ref]
    for later in context.records(library, refs if states.is_over(programme, today) else []):
        evidence = Evidence((later.ref,))
        answer.say("programme.successor", evidence, name=values.names(programme), later=values.names(later))
        states.tell(answer, later, today, with_note=False)


def money(programme: Record, library: Library, today: date) -> Answer:
    """Tell what is known of the money of a programme: its budget, else who paid and which funds it had."""
    answer = Answer().about(programme)
    budget = [fact for fact in programme.facts.values() if fact.name.startswith("budget")]
    others = [fact for fact in programme.facts.values() if fact.name.startswith(MONEY_FACTS)]
    if not budget:
        answer.say("programme.no_budget", name=values.names(programme))
    for fact in budget[:1]:
        facts.tell(answer, programme, fact, library)
    states.tell(answer, programme, today)
    for fact in budget[1:] or others[:2]:
        facts.tell(answer, programme, fact, library)
    answer.more = [{"ref": programme.ref, "fact": fact.name} for fact in profiles.untold(answer, programme)]
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    for scheme in library.of_kind("funding"):
        if programme.ref in scheme.related:
            profiles.offer(answer, scheme)
    return answer.button(values.say("button.funding"), "list_funding")


def overview(question: Question, library: Library, today: date) -> Answer:
    """List the programmes: those that go on, those of which it is not known, and those that are over."""
    ordered = _ordered(library, today)
    over = [one for one in ordered if states.is_over(one, today)]
    others = [one for one in ordered if one not in over]
    known = [one for one in others if (state := states.now(one, today)) and state.is_ != UNKNOWN]
    unknown = [one for one in others if one not in known]
    answer = Answer()
    if others:
        running, unclear, ended = (values.number(len(some)) for some in (known, unknown, over))
        answer.say("programme.counted", running=running, unknown=unclear, over=ended)
    else:
        answer.say("programme.counted_over", over=values.number(len(over)))
    profiles.listing(answer, known, values.say("programme.running_title"))
    profiles.listing(answer, unknown, values.say("programme.unknown_title"))
    profiles.listing(answer, over, values.say("programme.over_title"))
    for programme in ordered[:3]:
        profiles.offer(answer, programme)
    return answer


def _ordered(library: Library, today: date) -> list[Record]:
    """Give the programmes by how many cities took part, then by how much is known of them."""
    found = library.of_kind("programme")
    return sorted(found, key=lambda one: (-len(library.cities(programme=one.ref)), -len(one.facts)))


def _tells_no_time(programme: Record, name: str) -> bool:
    """Tell whether a fact is only that the time of a programme is not known; how it stands is asked."""
    return name == "period" and programme.facts[name].unknown
