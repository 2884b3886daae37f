"""How a cooperation request ends or stops: refused, left for later, deleted, or handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from actions import consents, partner_case, partner_guide, request_asking, request_fitting, values
from actions.answer import Answer
from actions.context import Question
from actions.request_draft import CHANGE, PAUSED, SENT, SLOT, SUMMARY, Draft, is_required, questions
from knowledge.library import Library

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
    answer = Answer(continues=True, slots={SLOT: replace(draft, stage=PAUSED).kept()})
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
        return request_asking.ask(Answer(), draft.asked(SUMMARY), question, library)
    answer = Answer(continues=True, most_buttons=request_asking.MOST_BUTTONS)
    records = [*draft.answers.get("partner_refs", ()), *draft.answers.get("topics", ())]
    effect = {"type": "submit_request", "answers": _handed(draft), "consent": draft.consent, "records": records}
    answer.effect({**effect, "office": consents.office_of(question), "asked": draft.answers.get("description")})
    request_fitting.next_steps(answer, draft, question, library, today)
    kept = {name: draft.answers[name] for name in ASKER if name in draft.answers}
    answer.slots[SLOT] = Draft(kept, stage=SENT).kept()
    wish = consents.Wish(consents.COOPERATION, waiting=False, office=consents.office_of(question), fresh=True)
    answer.slots[consents.SLOT] = replace(wish, records=tuple(records)).kept()
    return answer


def _handed(draft: Draft) -> dict[str, Any]:
    """Give the answers as they go to the desk: the words of a topic stand in the description."""
    said = dict(draft.answers)
    written, described = said.pop("topic_words", None), said.get("description", "")
    if written and written not in described:
        said["description"] = f"{written}\n{described}".strip()
    return said


def amended(draft: Draft | None, question: Question, library: Library) -> Answer:
    """Say how a request that was handed over can still be changed."""
    answer = Answer(continues=True).say("request.amend")
    return answer.button(values.say("button.person"), "ask_for_person")


def _missing(draft: Draft) -> str | None:
    return next((name for name in questions() if is_required(name) and not draft.has(name)), None)
