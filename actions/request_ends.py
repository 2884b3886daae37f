"""How a cooperation request ends or stops: refused, left for later, deleted, or handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from actions import (
    consents,
    partner_case,
    partner_guide,
    request_after,
    request_asking,
    request_fitting,
    request_sent,
    values,
)
from actions.answer import Answer
from actions.context import Question
from actions.request_draft import CHANGE, CONSENT, SENT, SLOT, SUMMARY, Draft, is_required, questions
from knowledge.library import Library

Effect = dict[str, Any]
ASKER = ("name", "organisation", "city", "city_ref", "country", "role", "email", "phone")
"""What stays known of a person for the next request of the same conversation."""


def refused(draft: Draft, question: Question, library: Library) -> Answer:
    """Without consent nothing is kept; everything else goes on as before, and the desk can be reached otherwise."""
    answer = Answer(continues=True, slots={SLOT: None}).say("request.refused")
    if draft.consent:
        answer.effects.append({"type": "drop_draft"})
    answer.effect({"type": "desk_contact"})
    if question.slots.get(partner_case.SLOT):  # the search for a partner that came before it goes on
        answer.button(values.say("button.find_partner"), "find_partner", ("guide", partner_guide.GOES_ON))
    answer.button(values.say("button.capabilities"), "ask_capabilities")
    return answer.button(values.say("button.person"), "ask_for_person")


def stopped(draft: Draft, question: Question, library: Library) -> Answer:
    """Leave a request for later; nothing of it is lost."""
    answer = Answer(continues=True, slots={SLOT: request_asking.put_off(draft).kept()})
    return request_asking.paused(answer.say("request.stopped"), draft)


def deleted(draft: Draft, question: Question, library: Library) -> Answer:
    """Delete what was entered, here and at the desk."""
    answer = Answer(continues=True, slots={SLOT: None}).say("request.deleted")
    answer.effects.append({"type": "drop_draft"})
    answer.button(values.say("button.capabilities"), "ask_capabilities")
    return answer.button(values.say("button.person"), "ask_for_person")


def submitted(draft: Draft, question: Question, library: Library, today: date) -> Answer:
    """Hand the request over; what is missing is asked for first."""
    missing = _missing(draft)
    if missing is not None:
        return request_asking.ask(Answer().say("request.incomplete"), draft.asked(missing), question, library)
    if draft.asking not in (SUMMARY, CHANGE):  # else all of it was shown just before
        return request_asking.ask(Answer(), draft.with_the_rest_left_out().asked(SUMMARY), question, library)
    answer = Answer(continues=True, most_buttons=request_asking.MOST_BUTTONS)
    records = [*draft.answers.get("partner_refs", ()), *draft.answers.get("topics", ())]
    handed = request_sent.handed(draft)
    effect = {"type": "submit_request", "answers": handed, "consent": draft.consent, "records": records}
    answer.effect({**effect, "office": consents.office_of(question), "asked": handed.get("description")})
    request_fitting.next_steps(answer, draft, question, library, today)
    answer.slots[SLOT] = Draft(draft.answers, stage=SENT, consent=draft.consent).kept()
    wish = consents.Wish(consents.COOPERATION, waiting=False, office=consents.office_of(question), fresh=True)
    answer.slots[consents.SLOT] = replace(wish, records=tuple(records)).kept()
    return answer


def amended(draft: Draft, question: Question, library: Library) -> Answer:
    """Change the request that was handed over as a message says.

    What fits no field is noted with the case; a part without its value is asked for; else it is said how to change it.
    """
    answer = Answer(continues=True, slots={SLOT: replace(draft, asking=CONSENT).kept()})
    said = request_sent.said(question, library, draft)
    now = request_sent.changed(draft, said)
    lost = next((name for name in questions() if is_required(name) and draft.has(name) and not now.has(name)), None)
    if said and lost is not None:
        answer.say("request.amend_needed", part=values.say(request_after.label(lost)))
        _ask_value(answer, draft, lost)
    elif said:
        answer.slots[SLOT] = replace(now, asking=CONSENT).kept()
        answer.effect(_amendment(draft, now, said, question, library))
    else:
        _unchanged(answer, draft, question)
    return answer.button(values.say("button.person"), "ask_for_person")


def _amendment(draft: Draft, now: Draft, said: Mapping[str, Any], question: Question, library: Library) -> Effect:
    """Give the wish to change the request at the desk, with what is said of it; all it says where nothing differs."""
    answers = request_sent.differences(draft, now)
    before = draft.answers if answers else {name: kept for name, kept in now.answers.items() if name not in said}
    shown = request_asking.rows_of_change(before, now.answers, library)
    given = request_sent.handed(now)
    answers = answers or {name: given[name] for name in said if name in given} or {"name": given.get("name")}
    return {"type": "amend_request", "answers": answers, "shown": shown, "asked": question.text}


def _unchanged(answer: Answer, draft: Draft, question: Question) -> None:
    """Note what fits no field, or ask for the value that a message does not give."""
    found = request_sent.amendment(question.text)
    part = request_sent.awaited(draft)
    if found is None and part is None:
        answer.say("request.amend")
    elif found is None and request_sent.drops(question.text):
        answer.say("request.amend_left")
    elif found is None and not request_after.value_given(draft, question.text):
        _ask_value(answer.say("request.amend_unread"), draft, str(part))
    else:
        answer.effect({"type": "add_to_case", "kind": consents.COOPERATION, "asked": question.text})
        if found is not None and not found.value:
            _ask_value(answer, draft, found.part)


def _ask_value(answer: Answer, draft: Draft, part: str) -> None:
    """Ask what a part of the request that was handed over shall be, and take the next message for it."""
    answer.say("request.amend_value", part=values.say(request_after.label(part)))
    answer.slots[SLOT] = replace(draft, asking=part).kept()


def _missing(draft: Draft) -> str | None:
    return next((name for name in questions() if is_required(name) and not draft.has(name)), None)
