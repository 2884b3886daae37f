"""After another question was answered in the middle of a cooperation request: its own question is asked again."""

from __future__ import annotations

from dataclasses import replace

from actions import consents, knowledge, request_after, request_asking, values
from actions.answer import Answer
from actions.context import Question
from actions.request_draft import CONSENT, INTENT, SLOT, SUMMARY, Draft
from actions.request_moves import RESUME
from knowledge.library import Library

SETTING_ASIDE = frozenset({"ask_person", "open_case"})
"""Effects after which a request waits until it is asked for again."""


def remind(question: Question, answer: Answer) -> None:
    """After the answer to something else: the open question is asked again, or the request steps aside."""
    draft = Draft.of(question.slots)
    if draft is not None and request_after.is_awaited(draft) and SLOT not in answer.slots:
        answer.slots[SLOT] = replace(draft, asking=CONSENT).kept()  # what is said next is no value any more
    if draft is None or not draft.waits or SLOT in answer.slots:
        return
    aside = answer.asks_back or any(effect["type"] in SETTING_ASIDE for effect in answer.effects)
    waiting = (answer.slots.get(consents.SLOT) or {}).get("waiting")
    if aside or waiting or draft.reminded >= request_asking.MOST_REMINDERS:
        now = request_asking.put_off(draft)
        answer.slots[SLOT] = now.kept()
        answer.say("request.aside" if now.answers == draft.answers else "request.aside_unagreed")
        answer.most_buttons = max(answer.most_buttons, len(answer.buttons) + 1)
        answer.button(values.say("request.go_on"), INTENT, ("guide", RESUME))
        return
    _ask_again(answer, replace(draft, reminded=draft.reminded + 1), question, knowledge.current())


def _ask_again(answer: Answer, draft: Draft, question: Question, library: Library) -> None:
    asking = "submit" if draft.asking == SUMMARY else draft.asking
    answer.say("request.back_to", question=values.say(f"request.ask_{asking}"))
    asked = request_asking.ask(Answer(), draft, question, library)
    answer.buttons[:0] = asked.buttons
    answer.most_buttons = asked.most_buttons
    answer.slots[SLOT] = draft.kept()


def reminded(draft: Draft, question: Question, library: Library) -> Answer:
    """Ask again after a courtesy, or after an answer that is a fixed sentence."""
    answer = Answer(continues=True)
    _ask_again(answer, draft, question, library)
    return answer


def seen(draft: Draft, question: Question, library: Library) -> Answer:
    """Say who sees what is written here and where it is kept, and ask on."""
    answer = Answer(continues=True).say("privacy.who").say("privacy.where")
    _ask_again(answer, draft, question, library)
    return answer
