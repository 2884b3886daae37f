"""Decides what a message is while a cooperation request is being written: an answer, a command, or another question.

This is the one place that decides it. It reads the words first, and asks the understanding only where they do not say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions import (
    consent_reader,
    request_additions,
    request_after,
    request_contacts,
    request_fields,
    request_paused,
    request_people,
    request_pieces,
    request_sent,
    request_sides,
    request_topics,
    request_wishes,
)
from actions.consents import MAY_WITHDRAW, WITHDRAW, Wish
from actions.context import Question
from actions.forms import form as focus_form
from actions.moves import Move
from actions.request_choices import CHOICES
from actions.request_corrections import corrections
from actions.request_draft import (
    CHANGE,
    CONSENT,
    ENTITY,
    INTENT,
    SENT,
    SUMMARY,
    Draft,
    form,
    is_required,
    plain,
    says,
    words,
)
from actions.request_moves import (
    ADDS,
    AGREE,
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
    STATUS,
    SUBMIT,
    TOPICS,
    UNCLEAR,
    WHY,
)
from knowledge.library import Library

COMMANDS = (CANCEL, LATER, RESUME, WHY, SHOW, SUBMIT, BACK)
"""Commands that mean the same whatever is asked; each has its forms in request_form.yml."""
TALK = frozenset({"greet", "say_goodbye", "thank", "affirm", "deny"})
RESPONSES = frozenset({"greet", "say_goodbye", "thank", "ask_privacy", "ask_if_machine"})
"""What is answered by a fixed sentence, after which the open question is asked again."""
WAYS_OUT = frozenset({"ask_for_person", "stop_waiting", "switch_language", "complain", "ask_request_status"})
PLAIN, CLEAR = 0.6, 0.85
"""How sure a courtesy, and a wish for something else, must be to be one."""
FREE = frozenset({"topic", "description", "contacts"})
"""Questions that are answered in whole sentences, which may well hold the words of a question."""
LONG = 80
_NUMBER = re.compile(r"[(（]?(\d)[)）.。、]?")


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message may be for a request: one is being written, or was stopped and is asked for again."""
    draft = Draft.of(slots)
    if draft is None or not draft.is_open:
        return draft is not None and draft.stage == SENT and request_after.waits(text, draft)
    return draft.waits or says(DELETE, text) or request_paused.waits(text, slots, draft)


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Tell what a message does in the request; None where it is about something else, which is answered first."""
    draft = Draft.of(question.slots)
    if draft is not None and draft.stage == SENT:
        return request_after.move_of(question, library, draft, is_sure)
    if draft is None or not draft.is_open:
        return None
    if says(DELETE, question.text):
        return Move(INTENT, DELETE)
    if not draft.waits:
        return request_paused.move_of(question, draft)
    if says("code", question.text) and draft.asking != "budget":
        return None  # for the guide that takes codes
    if says("who_sees", question.text):
        return Move(INTENT, SEES)
    if request_sides.recalls_topic(question):
        return Move("ask_city_pilot")
    move = _command(question, draft, library)
    if move is None and _is_other(question, draft):
        if question.intent in TALK - RESPONSES:
            return Move(INTENT, UNCLEAR)
        return Move(INTENT, REMIND, first=question.intent) if question.intent in RESPONSES and is_sure else None
    return move or _answer(question, library, draft, asks, is_sure)


def _command(question: Question, draft: Draft, library: Library) -> Move | None:
    text = question.text
    if consent_reader.says("withdraw", text):  # of the one that is written only where none was handed over
        return Move(INTENT, WITHDRAW if Wish.of(question) is not None else CANCEL)
    if consent_reader.says("may_withdraw", text):
        return Move(INTENT, MAY_WITHDRAW)
    if consent_reader.says("status", text) or request_after.asks_status(text):
        return Move(STATUS)
    if says("go_on", text):
        return Move(INTENT, RESUME)
    if draft.asking in (CONSENT, SUMMARY) and (move := _yes_or_no(text, draft)):
        return move
    if says(DISAGREE, text):
        return Move(INTENT, DISAGREE)
    if draft.asking == CHANGE and (part := request_sides.part_named(text)):
        return Move(INTENT, CORRECT, (ENTITY, part))
    picked = _picked(text, draft)
    if picked:
        return Move(INTENT, ANSWER, (ENTITY, picked))
    command = next((name for name in COMMANDS if says(name, text)), None)
    if command:
        return Move(INTENT, command)
    if draft.asking == "name" and request_people.introduced(text):
        return Move(INTENT, ANSWER)
    if request_topics.change(question, library, draft):
        return Move(INTENT, TOPICS)
    if says(CHANGE, text) or request_sent.asks_how(text) or corrections(text, draft):
        return Move(INTENT, CORRECT)
    if request_additions.added(text) and draft.asking not in (CONSENT, *FREE):
        return Move(INTENT, ADDS)
    if (
        draft.asking == "partner"
        and says("suggest", text)
        and not _asks_of_city(question)
        and not _is_other(question, draft)
    ):
        return Move(INTENT, ANSWER)
    if says(SKIP, text) and not _fits_choice(text, draft):
        return Move(INTENT, SKIP)
    return None


def _yes_or_no(text: str, draft: Draft) -> Move | None:
    agrees = says("agree", text) or consent_reader.says("yes", text)
    if draft.asking == CONSENT:
        if agrees:
            return Move(INTENT, AGREE)
        is_no = consent_reader.says("no", text) and not says(CANCEL, text)
        return Move(INTENT, DISAGREE) if is_no or says(DISAGREE, text) else None
    if agrees or says(SUBMIT, text):
        return Move(INTENT, SUBMIT)
    is_no = consent_reader.says("no", text) and not says(CANCEL, text)
    return Move(INTENT, CORRECT) if is_no else None


def _picked(text: str, draft: Draft) -> str | None:
    """Give the choice that a message picks by its place: "2"."""
    choices = words()["choices"].get(draft.asking, ())
    number = _NUMBER.fullmatch(text.strip())
    return choices[int(number[1]) - 1] if number and 1 <= int(number[1]) <= len(choices) else None


def _fits_choice(text: str, draft: Draft) -> bool:
    rows = words()[f"{draft.asking}_words"] if draft.asking in CHOICES else {}
    return any(form(pattern).search(plain(text)) for pattern in rows.values())


def _is_other(question: Question, draft: Draft) -> bool:
    """Tell whether a message asks or orders something that is not the request's."""
    text = plain(question.text)
    if request_wishes.only_suggest(text):
        return False
    if form(words()["remembers"]).search(text) and _asks_of_city(question):
        return True
    if draft.asking in FREE and len(text) > LONG and not text.endswith(("?", "？")):
        return False
    return form(words()["orders"]).search(text) is not None


def _asks_of_city(question: Question) -> bool:
    return bool(question.named("city")) or question.text.rstrip().endswith(("?", "？"))


def _answer(question: Question, library: Library, draft: Draft, asks: bool, is_sure: bool) -> Move | None:
    surely = question.confidence >= CLEAR and is_sure
    courtesy = _is_courtesy(question)
    tries = draft.asking == "contact" and request_contacts.looks_like_email(question.text)
    presents = draft.asking in ("organisation", "name") and request_pieces.presents(question.text)
    names = draft.asking == "name" and request_people.looks_like_name(question.text)
    if courtesy and not (tries or presents or names or _fits_choice(question.text, draft)):
        return _polite(question, draft)
    if question.intent in WAYS_OUT and surely and draft.asking not in ("description", "contacts"):
        return None
    if request_fields.gather(question, library, draft):
        return Move(INTENT, ANSWER)
    if surely and asks and question.intent != INTENT:
        return None
    return Move(INTENT, UNCLEAR)


def _is_courtesy(question: Question) -> bool:
    """Tell whether a message is a plain courtesy; a greeting must hold a word of one."""
    if question.intent == "greet" and not focus_form("focus", "greeting").search(question.text.lower()):
        return False
    return question.intent in TALK and question.confidence >= PLAIN and len(question.text) <= LONG // 2


def _polite(question: Question, draft: Draft) -> Move:
    """Answer a courtesy and ask on; a bare yes or no is no answer to a question for a name."""
    if question.intent in RESPONSES:
        return Move(INTENT, REMIND, first=question.intent)
    return Move(INTENT, SKIP if question.intent == "deny" and may_skip(draft) else UNCLEAR)


def unanswered(draft: Draft) -> Draft:
    """Give the request after an answer that was not understood."""
    return replace(draft, unclear=draft.unclear + 1)


def may_skip(draft: Draft) -> bool:
    """Tell whether the open question may be left out."""
    return not is_required(draft.asking) and draft.asking not in (SUMMARY, CHANGE)
