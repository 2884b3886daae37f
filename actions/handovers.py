"""What goes to people: wishes to cooperate, complaints, a wish for a person; what came of them the gateway says."""

from __future__ import annotations

from datetime import date

from actions import consent_reader, consents, context, plans, profiles, values
from actions.answer import Answer
from actions.consents import CONTACT, DELETION, FAULT, Offer
from actions.context import KINDS, Question
from knowledge.library import Library


def cooperation(question: Question, library: Library, today: date) -> Answer:
    """Say what would be passed on of a wish to cooperate, and pass it on after a yes."""
    move = next(iter(question.named("guide")), None)
    if move == consents.WITHDRAW:
        return consents.withdrawn(question)
    if move == consents.MAY_WITHDRAW:
        return consents.may_withdraw(question)
    going_on = consents.answered(question, library)
    if going_on is not None:
        return going_on
    if move == consents.ADD:
        return consents.added(question, library)
    found = context.mentioned(question, library, *KINDS) or context.remembered(question, library, "city")
    ended = plans.ended(question, library, today)
    answer = Answer(continues=ended is None).about(*found)
    if ended is not None:
        plans.tell_end(answer, ended, library, today)
    what = Offer(consents.COOPERATION, [record.ref for record in found], not question.pressed)
    consents.offer(answer, question, library, what)
    cities = [("city", record.ref) for record in found if record.kind == "city"][:1]
    answer.button(values.say("button.find_partner"), "find_partner", *cities)
    return answer.button(values.say("button.steps"), "ask_steps")


def status(question: Question, library: Library, today: date) -> Answer:
    """Ask the desk what became of a request; without a reference, of the last one of this conversation."""
    answer = Answer()
    references: list[str | None] = [*question.named("reference")[:2]]
    for reference in references or [None]:
        answer.effect({"type": "request_status", "reference": reference})
    return answer.button(values.say("button.person"), "ask_for_person")


def person(question: Question, library: Library, today: date) -> Answer:
    """Ask for a person; the gateway says when to expect one and offers to stop waiting."""
    move = next(iter(question.named("guide")), None)
    if move in (CONTACT, DELETION):
        return _for_staff(move, question, library)
    going_on = consents.answered(question, library)
    if going_on is not None:
        return going_on
    office = consent_reader.office_named(question)
    answer = Answer(continues=True).effect({"type": "ask_person", **({"office": office} if office else {})})
    answer.slots["asked_for_person"] = True
    return answer


def _for_staff(kind: str, question: Question, library: Library) -> Answer:
    """Answer honestly what only people can do; it goes with what is at the desk already, else after a yes."""
    wish = consents.Wish.of(question)
    answer = Answer(continues=True)
    if question.slots.get("asked_for_person") or (wish is not None and not wish.waiting):
        going_on = consents.added(question, library)
        going_on.blocks = [*answer.say(f"desk.{kind}").blocks, *going_on.blocks]
        return going_on
    return consents.offer(answer.say(f"desk.{kind}"), question, library, Offer(kind))


def stop_waiting(question: Question, library: Library, today: date) -> Answer:
    """No longer wait for a person."""
    answer = Answer(continues=True).effect({"type": "stop_waiting"})
    answer.slots["asked_for_person"] = False
    return answer.button(values.say("button.capabilities"), "ask_capabilities")


def complaint(question: Question, library: Library, today: date) -> Answer:
    """Apologise, or name the way of a correction, and offer to pass the message on; nothing is passed on unasked."""
    going_on = consents.answered(question, library)
    if going_on is not None:
        return going_on
    is_fault = FAULT in question.named("guide")
    named = context.mentioned(question, library, *KINDS)
    found = named or context.records(library, list(question.last.get("records") or ()))
    answer = Answer(continues=True).say("desk.fault" if is_fault else "desk.sorry")
    kind = consents.CORRECTION if is_fault else consents.COMPLAINT
    consents.offer(answer, question, library, Offer(kind, [record.ref for record in found[:4]], not question.pressed))
    if not (is_fault and named):  # else it was told just now, with its sources
        answer.button(values.say("button.sources"), "ask_source")
        for record in found[:1]:
            profiles.offer(answer, record)
    return answer
