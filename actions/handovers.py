"""What goes to people: wishes to cooperate, complaints, a wish for a person; what came of them the gateway says."""

from __future__ import annotations

from datetime import date

from actions import (
    consent_reader,
    consents,
    contacts,
    context,
    criteria,
    forms,
    profiles,
    request_moves,
    request_steps,
    values,
)
from actions.answer import Answer
from actions.consents import CONTACT, FAULT, Offer
from actions.context import KINDS, Question
from actions.request_draft import INTENT, SLOT, Draft
from knowledge.library import Library

PERSON = "person"
"""What a question asks whose very words ask for a person."""
MOST = 4
"""Records that a case for a person names at most."""


def cooperation(question: Question, library: Library, today: date) -> Answer:
    """Write a cooperation request with the person, or change one that is with the desk."""
    move = next(iter(question.named("guide")), None)
    if move == consents.WITHDRAW:
        return consents.withdrawn(question)
    if move == consents.MAY_WITHDRAW:
        return consents.may_withdraw(question)
    if move == consents.ADD:
        return consents.added(question, library)
    return request_steps.written(question, library, today)


def status(question: Question, library: Library, today: date) -> Answer:
    """Ask the desk what became of a request; without a reference, of the last one of this conversation."""
    if request_moves.CODE in question.named("guide"):
        code = "".join(sign for sign in question.text if sign.isdigit())
        return Answer(continues=True).effect({"type": "check_code", "code": code})
    answer = Answer()
    draft = Draft.of(question.slots)
    if draft is not None and draft.is_open and not question.named("reference"):
        unsent(answer, draft)
        wish = consents.Wish.of(question)
        if wish is None or wish.waiting:
            return answer
    references: list[str | None] = [*question.named("reference")[:2]]
    for reference in references or [None]:
        asked = {"asks": "cancelled"} if forms.form("rereadings", "cancelled").search(question.text.lower()) else {}
        answer.effect({"type": "request_status", "reference": reference, **asked})
    return answer.button(values.say("button.person"), "ask_for_person")


def unsent(answer: Answer, draft: Draft) -> None:
    """Say that a request is written and not handed over, and how it goes on or is deleted."""
    answer.say("request.not_sent")
    answer.button(values.say("request.go_on"), INTENT, ("guide", request_moves.RESUME))
    answer.button(values.say("request.delete"), INTENT, ("guide", request_moves.DELETE))
    answer.slots[SLOT] = draft.kept()  # its question is not asked again beside these two


def person(question: Question, library: Library, today: date) -> Answer:
    """Ask for a person; the gateway says when to expect one and offers to stop waiting."""
    move = next(iter(question.named("guide")), None)
    if move == consent_reader.DELETION:
        return Answer(continues=True).effect({"type": "ask_erasure"})
    if move == CONTACT:
        return _for_staff(move, question, library)
    going_on = consents.answered(question, library)
    if going_on is not None:
        return going_on
    if criteria.asks_of_place(question) and not question.pressed and question.asks != PERSON:
        return contacts.contact(question, library, today)
    return _called(Answer(continues=True), question, library)


def _called(answer: Answer, question: Question, library: Library) -> Answer:
    """Call a person: the case has the person's own words, and the records that they name."""
    office = consent_reader.office_named(question)
    named = [] if question.pressed else [record.ref for record in context.mentioned(question, library, *KINDS)][:MOST]
    about = {"records": named} if named else {}
    answer.effect({"type": "ask_person", **({"office": office} if office else {}), **about})
    answer.slots["asked_for_person"] = True
    return answer


def _for_staff(kind: str, question: Question, library: Library) -> Answer:
    """Answer honestly what only people can do; it goes with what is at the desk already, else after a yes."""
    wish = consents.Wish.of(question)
    answer = Answer(continues=True)
    if question.asks == PERSON and not question.slots.get("asked_for_person"):
        return _called(answer.say(f"desk.{kind}"), question, library)
    if question.slots.get("asked_for_person") or (wish is not None and not wish.waiting):
        going_on = consents.added(question, library)
        going_on.blocks = [*answer.say(f"desk.{kind}").blocks, *going_on.blocks]
        return going_on
    return consents.offer(answer.say(f"desk.{kind}"), question, library, Offer(kind))


def stop_waiting(question: Question, library: Library, today: date) -> Answer:
    """No longer wait for a person; who only asks whether a wish is cancelled while it stands is told how it stands."""
    if question.slots.get("asked_for_person") and consent_reader.says("is_cancelled", question.text):
        return status(question, library, today)
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
        for record in found[:1] if is_fault else ():
            profiles.offer(answer, record)
    return answer if is_fault else answer.button(values.say("button.person"), "ask_for_person")
