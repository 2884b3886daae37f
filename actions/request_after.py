"""Tells what a message means for a cooperation request that was submitted: a correction, an addition, its status."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import consent_reader, consents, funding_guide, request_contacts
from actions.context import KINDS, Question
from actions.moves import Move
from actions.request_amendments import question
from actions.request_draft import CONSENT, INTENT, Draft, form, plain
from actions.request_moves import AMEND, STATUS
from actions.request_sent import CONTACT_PARTS, LONGEST, amendment, asks_how, awaited, drops, rows, said
from knowledge.library import Library


def asks_status(text: str) -> bool:
    """Tell whether a message asks how the request stands, and nothing else."""
    return any(form(one).search(plain(text).lower()) for one in rows()["status"])


def is_awaited(draft: Draft) -> bool:
    """Tell whether the right value of a part was asked for."""
    return awaited(draft) is not None


def waits(text: str, draft: Draft) -> bool:
    """Tell whether a message may be for a request that was submitted."""
    if awaited(draft) is not None or asks_how(text) or asks_status(text):
        return True
    return len(text) <= LONGEST and not text.rstrip().endswith(("?", "？"))


def move_of(asked: Question, library: Library, draft: Draft, is_sure: bool) -> Move | None:
    """Tell what a message does to a request that was submitted; None where it is about something else."""
    text = asked.text
    if asks_status(text) and not _is_of_record(asked):
        return Move(STATUS)
    if any(consent_reader.says(name, text) for name in ("withdraw", "may_withdraw", "another", "deletion")):
        return None
    if amendment(text) is not None or asks_how(text):
        return Move(INTENT, AMEND)
    if not _others_wait(asked) and said(asked, library, replace(draft, asking=CONSENT)):
        return Move(INTENT, AMEND)
    if awaited(draft) is None or form(rows()["no_value"]).search(plain(text)):
        return None
    return Move(INTENT, AMEND) if _may_be_value(asked, draft, is_sure) else None


def _others_wait(asked: Question) -> bool:
    """Tell whether a question of another guide waits, to which the same words may be the answer."""
    wish = consents.Wish.of(asked)
    return funding_guide.asking(asked.slots) is not None or (wish is not None and wish.waiting)


def _may_be_value(asked: Question, draft: Draft, is_sure: bool) -> bool:
    """Any words may be the value that was asked for, but a wish for a person or the like."""
    ways_out = ("ask_for_person", "stop_waiting", "switch_language", "complain", "ask_request_status")
    if is_sure and asked.intent in ways_out and asked.confidence >= consent_reader.LIKELY:
        return False
    if draft.asking in CONTACT_PARTS:
        tries = request_contacts.looks_like_email(asked.text) or request_contacts.looks_like_phone(asked.text)
        return tries or drops(asked.text)
    return True


def value_given(draft: Draft, text: str) -> bool:
    """Tell whether a message gives the value that was asked for, as far as its form shows."""
    if awaited(draft) not in CONTACT_PARTS:
        return bool(re.search(r"\w", text))
    return bool(request_contacts.read(text, draft.answers.get("country")))


def label(part: str) -> str:
    """Give the key of the name of a part."""
    return f"request.part_{part}" if part == question(part) else f"request.field_{part}"


def _is_of_record(asked: Question) -> bool:
    """Tell whether "status?" is about a record that it names."""
    return any(one.kind in KINDS for one in asked.entities)
