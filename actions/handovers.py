"""What goes to people: wishes to cooperate, requests, complaints; what came of them the gateway says."""

from __future__ import annotations

from datetime import date

from actions import context, plans, profiles, values
from actions.answer import Answer
from actions.context import KINDS, Question
from knowledge.library import Library
from knowledge.records import Record


def cooperation(question: Question, library: Library, today: date) -> Answer:
    """Take up a wish to cooperate, and say what happens next."""
    found = context.mentioned(question, library, *KINDS) or context.remembered(question, library, "city")
    answer = Answer().about(*found)
    ended = plans.ended(question, library, today)
    if ended is not None:
        plans.tell_end(answer, ended, library, today)
    answer.effect(_case("cooperation", question, found))
    steps = [values.say(f"cooperation.step_{step}") for step in ("ask", "match", "answer")]
    answer.items(steps, values.say("cooperation.next"), ordered=True)
    answer.button(values.say("button.steps"), "ask_steps")
    answer.button(values.say("button.find_partner"), "find_partner", *_city(found))
    return answer.button(values.say("button.person"), "ask_for_person")


def _city(found: list[Record]) -> list[tuple[str, str]]:
    return [("city", record.ref) for record in found if record.kind == "city"][:1]


def _case(kind: str, question: Question, found: list[Record]) -> dict[str, object]:
    return {
        "type": "open_case",
        "kind": kind,
        "asked": question.text,
        "records": [record.ref for record in found],
    }


def status(question: Question, library: Library, today: date) -> Answer:
    """Ask the desk what became of a request; without a reference, of the last one of this conversation."""
    answer = Answer()
    references: list[str | None] = [*question.named("reference")[:2]]
    for reference in references or [None]:
        answer.effect({"type": "request_status", "reference": reference})
    return answer.button(values.say("button.person"), "ask_for_person")


def person(question: Question, library: Library, today: date) -> Answer:
    """Ask for a person; the gateway says when to expect one and offers to stop waiting."""
    answer = Answer(continues=True).effect({"type": "ask_person"})
    answer.slots["asked_for_person"] = True
    return answer


def stop_waiting(question: Question, library: Library, today: date) -> Answer:
    """No longer wait for a person."""
    answer = Answer(continues=True).effect({"type": "stop_waiting"})
    answer.slots["asked_for_person"] = False
    return answer.button(values.say("button.capabilities"), "ask_capabilities")


def complaint(question: Question, library: Library, today: date) -> Answer:
    """Take up a complaint as a case about what was shown last, and offer a person."""
    refs = list(question.last.get("records") or ())
    found = context.mentioned(question, library, *KINDS) or context.records(library, refs)
    answer = Answer(continues=True)
    answer.say("desk.sorry")
    answer.effect(_case("escalation", question, found))
    answer.say("desk.complaint_next")
    answer.button(values.say("button.person"), "ask_for_person")
    answer.button(values.say("button.sources"), "ask_source")
    for record in found[:1]:
        profiles.offer(answer, record)
    return answer
