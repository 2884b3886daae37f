"""Takes the steps of a cooperation request: each message moves it once, and each move ends in a question or an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from actions import (
    context,
    plans,
    request_answers,
    request_asking,
    request_ends,
    request_first,
    request_known,
    request_reminders,
    values,
)
from actions.answer import Answer
from actions.context import Question
from actions.request_draft import CHANGE, CONSENT, INTENT, SENT, SUMMARY, Draft, questions
from actions.request_moves import (
    ADDS,
    AGREE,
    AMEND,
    ANSWER,
    BACK,
    CANCEL,
    CORRECT,
    DELETE,
    DISAGREE,
    LATER,
    REMIND,
    RESUME,
    SEES,
    SHOW,
    SKIP,
    SUBMIT,
    TOPICS,
    UNCLEAR,
    WHY,
)
from knowledge.library import Library

Step = Callable[[Draft, Question, Library], Answer]


def written(question: Question, library: Library, today: date) -> Answer:
    """Begin a request, or take the step that a message means."""
    move = next(iter(question.named("guide")), None)
    draft = Draft.of(question.slots)
    if move in (None, RESUME) and (draft is None or not draft.is_open):
        return _begun(draft, question, library, today)
    if draft is not None and draft.stage == SENT and move == AMEND:
        return request_ends.amended(draft, question, library)
    if draft is None or not draft.is_open:
        return _nothing_open()
    if move == SUBMIT:
        return request_ends.submitted(draft, question, library, today)
    return STEPS.get(move or RESUME, _resumed)(draft, question, library)


def _begun(before: Draft | None, question: Question, library: Library, today: date) -> Answer:
    """Show what is known already, say what will be asked, and ask for consent."""
    sent = before.answers if before is not None and before.stage == SENT else {}
    kept = {name: sent[name] for name in request_ends.ASKER if name in sent}
    draft = Draft(request_known.known(question, library, Draft(kept)))
    draft = draft.with_(request_first.at_once(question, library, draft)).asked(CONSENT)
    answer = Answer()
    ended = plans.ended(question, library, today)
    if ended is not None:
        plans.tell_end(answer, ended, library, today)
    answer.about(*context.mentioned(question, library, "city", "cluster", "programme"))
    return request_asking.ask(answer, draft, question, library)


def _nothing_open() -> Answer:
    answer = Answer(continues=True).say("request.nothing_open")
    answer.button(values.say("button.cooperate"), INTENT)
    return answer.button(values.say("button.person"), "ask_for_person")


def _agreed(draft: Draft, question: Question, library: Library) -> Answer:
    draft = replace(draft, consent=request_asking.version())
    draft = draft.asked()
    answer = request_asking.saved(Answer().say("request.thanks"), draft)
    held = {name: draft.answers[name] for name in request_asking.held_back(draft)}
    request_asking.known(answer, held, library, "request.noted")
    if draft.answers.get("email"):
        answer.effect({"type": "send_email_code", "email": draft.answers["email"]})
    return request_asking.ask(answer, draft, question, library)


def _explained(draft: Draft, question: Question, library: Library) -> Answer:
    name = draft.asking if draft.asking in questions() else SUMMARY
    return request_asking.ask(Answer().say(f"request.why_{name}"), draft, question, library)


def _shown(draft: Draft, question: Question, library: Library) -> Answer:
    answer = Answer()
    draft = replace(draft, consent_shown=False)
    if draft.asking not in (SUMMARY, CONSENT):
        request_asking.known(answer, draft.answers, library, "request.known")
    return request_asking.ask(answer, draft, question, library)


def _resumed(draft: Draft, question: Question, library: Library) -> Answer:
    """Go on where it was left, with what a wish said anew ("with Wuhan, on water") taken in."""
    answer = Answer()
    now = draft if draft.waits else replace(draft, consent_shown=False)
    if not question.named("guide") and not question.pressed:
        now = now.with_(request_known.known(question, library, draft))
        now = now.with_(request_first.at_once(question, library, now))
    if not draft.waits and draft.asking not in (CONSENT, SUMMARY):
        request_asking.known(answer, now.answers, library, "request.known")
    open_ = now.asking if now.asking in (CONSENT, SUMMARY) or not now.is_done(now.asking) else now.next
    now = now.asked(SUMMARY if now.asking == CHANGE and now.next == SUMMARY else open_)
    if now.answers != draft.answers:
        request_asking.saved(answer, now)
    return request_asking.ask(answer, now, question, library)


STEPS: dict[str, Step] = {
    AGREE: _agreed,
    DISAGREE: request_ends.refused,
    ANSWER: request_answers.answered,
    ADDS: request_answers.added,
    TOPICS: request_answers.topics_changed,
    UNCLEAR: request_answers.unclear,
    SKIP: request_answers.skipped,
    WHY: _explained,
    SHOW: _shown,
    BACK: request_answers.back,
    CORRECT: request_answers.corrected,
    CANCEL: request_ends.stopped,
    LATER: request_ends.stopped,
    DELETE: request_ends.deleted,
    RESUME: _resumed,
    REMIND: request_reminders.reminded,
    SEES: request_reminders.seen,
}
