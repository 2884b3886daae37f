"""Takes answers to the questions of a cooperation request: new ones, unclear ones, skipped and corrected ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions import (
    request_additions,
    request_amendments,
    request_asking,
    request_changes,
    request_contacts,
    request_corrections,
    request_fields,
    request_known,
    request_reader,
    request_topics,
    values,
)
from actions.answer import Answer
from actions.context import Question
from actions.request_asking import saved
from actions.request_corrections import LAST
from actions.request_draft import CHANGE, CLEARS, CONSENT, ENTITY, HELD, SUMMARY, Draft, is_required, questions
from knowledge.library import Library


def answered(draft: Draft, question: Question, library: Library) -> Answer:
    """Take an answer to the open question, and whatever else the message says."""
    said = _chosen(draft, question) or request_fields.gather(question, library, draft)
    if not said:
        return unclear(draft, question, library)
    return _with(draft, said, question, library)


def added(draft: Draft, question: Question, library: Library) -> Answer:
    """Take what a message adds to the wish, and ask on where it was."""
    return _with(draft, request_additions.supplement(question, library, draft), question, library)


def topics_changed(draft: Draft, question: Question, library: Library) -> Answer:
    """Take a topic into the others, put it in the place of one, or take it out, and ask on where it was."""
    change = request_topics.change(question, library, draft)
    if change is None:
        return unclear(draft, question, library)
    return _with(draft, request_topics.changed(change, question, library, draft), question, library)


def _chosen(draft: Draft, question: Question) -> Mapping[str, Any]:
    """Give the choice that was picked by its place."""
    value = next(iter(question.named(ENTITY)), None)
    return {draft.asking: value} if value and not question.pressed else {}


def _with(draft: Draft, said: Mapping[str, Any], question: Question, library: Library) -> Answer:
    """Go on with what was said; what else than the open question it answers is shown."""
    answer = Answer()
    if draft.asking != CONSENT or draft.consent_shown:
        request_asking.noted(answer, said, draft, library)
    now = draft.with_(said)
    if draft.asking == "contact" and request_contacts.looks_like_email(question.text) and "email" not in said:
        answer.say("request.email_unread")
    answered = draft.asking in (SUMMARY, CHANGE) or now.is_done(draft.asking)
    now = now.asked() if answered else replace(now.asked(draft.asking), unclear=draft.unclear)
    saved(answer, now)
    email = said.get("email")
    if email and now.consent and email != draft.answers.get("email"):
        answer.effect({"type": "send_email_code", "email": email})
    return request_asking.ask(answer, now, question, library)


def unclear(draft: Draft, question: Question, library: Library) -> Answer:
    """Help with an answer that was not understood."""
    if draft.asking == CONSENT and request_known.is_personal(question):
        return request_asking.ask(Answer().say("request.personal_later"), draft, question, library)
    draft = request_reader.unanswered(draft)
    answer = Answer()
    invalid = _invalid(draft, question)
    if invalid:
        answer.say(invalid)
    request_asking.unclear(answer, draft)
    return request_asking.ask(answer, draft, question, library)


def _invalid(draft: Draft, question: Question) -> str | None:
    if request_contacts.wrong_email(question.text):
        return "request.email_wrong"
    if draft.asking != "contact":
        return None
    if request_contacts.looks_like_email(question.text):
        return "request.email_wrong"
    return "request.phone_wrong" if request_contacts.looks_like_phone(question.text) else None


def skipped(draft: Draft, question: Question, library: Library) -> Answer:
    """Leave the open question out, if that is possible."""
    if not request_reader.may_skip(draft):
        if draft.asking in (SUMMARY, CHANGE):
            return request_asking.ask(Answer(), draft.asked(SUMMARY), question, library)
        answer = Answer().say("request.required", why=values.say(f"request.why_{draft.asking}"))
        draft = request_reader.unanswered(draft)
        if draft.unclear >= request_asking.MOST_UNCLEAR:
            answer.say("request.person")
        return request_asking.ask(answer, draft, question, library)
    now = replace(draft, skipped=(*draft.skipped, draft.asking)).asked()
    return request_asking.ask(saved(Answer(), now), now, question, library)


def back(draft: Draft, question: Question, library: Library) -> Answer:
    """Ask the question before the open one again; the first has none before it."""
    listed = [name for name in questions() if name != CONSENT and (draft.has(name) or name in draft.skipped)]
    places = list(questions())
    before = [name for name in listed if draft.asking not in places or places.index(name) < places.index(draft.asking)]
    if not before:
        return request_asking.ask(Answer(), draft, question, library)
    return _again(draft, before[-1], question, library)


def _again(draft: Draft, name: str, question: Question, library: Library) -> Answer:
    """Ask a question once more; what was said before is shown and forgotten only when it is answered anew."""
    answer = Answer()
    parts = {key: draft.answers[key] for key in request_asking.SHOWN if key in _fields(name) and key in draft.answers}
    request_asking.known(answer, parts, library, "request.so_far")
    return request_asking.ask(answer, draft.asked(name), question, library)


def _fields(name: str) -> tuple[str, ...]:
    return (*HELD.get(name, (name,)), *CLEARS.get(name, ()))


def corrected(draft: Draft, question: Question, library: Library) -> Answer:
    """Put answers right: at once where the message says how, else by asking for the first of them anew."""
    part = next(iter(question.named(ENTITY)), None)
    parts = {part: ""} if part else request_corrections.corrections(question.text, draft)
    if not parts:
        return request_asking.ask(Answer(), draft.asked(CHANGE), question, library)
    if request_amendments.ERASED in parts.values():
        return _erased(
            draft, [name for name, value in parts.items() if value == request_amendments.ERASED], question, library
        )
    said: dict[str, Any] = {}
    for name, value in sorted(
        parts.items(), key=lambda row: row[0] not in ("organisation", "city")
    ):  # it brings its country
        said |= request_changes.put_right(name, value, draft, question, library)
    if set(parts) == {"name"} and said:  # with the address of the other person
        said |= request_contacts.read(question.text, draft.answers.get("country"))
    if said:
        return _with(draft, said, question, library)
    name = next(iter(parts))
    if name == LAST:
        return unclear(draft, question, library)
    return _again(draft, request_amendments.question(name), question, library)


def _erased(draft: Draft, parts: list[str], question: Question, library: Library) -> Answer:
    """Take answers out again; what must be answered is asked for, the rest is left out."""
    fields = [field for part in parts for field in (_fields(part) if part in questions() else (part,))]
    now = draft.with_(dict.fromkeys(fields, ""))
    left = [part for part in parts if part in questions() and not is_required(part)]
    now = replace(now, skipped=tuple(dict.fromkeys((*now.skipped, *left))))
    keeps = draft.asking in questions() and not now.is_done(draft.asking)
    now = now.asked(draft.asking if keeps else None)
    said = "request.erased" if now.answers != draft.answers else "request.not_there"
    return request_asking.ask(saved(Answer().say(said), now), now, question, library)
