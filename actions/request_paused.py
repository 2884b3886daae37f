"""Tells what a message means for a cooperation request that was left: gone on with, corrected, handed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions import funding_guide, request_after, resuming
from actions.consents import Wish
from actions.context import Question
from actions.moves import Move
from actions.request_corrections import corrections
from actions.request_draft import INTENT, Draft, says
from actions.request_moves import CORRECT, DELETE, RESUME, STATUS, SUBMIT


def waits(text: str, slots: Mapping[str, Any], draft: Draft) -> bool:
    """Tell whether a message may be for a request that was left."""
    if any(says(name, text) for name in (DELETE, RESUME, SUBMIT, "go_on")) or request_after.asks_status(text):
        return True
    return resuming.waits(text, slots) or _corrects(text, draft)


def move_of(question: Question, draft: Draft) -> Move | None:
    """Tell what a message does in a request that was left; None where it is about something else."""
    text = question.text
    if says(RESUME, text):
        return Move(INTENT, RESUME)
    if says(SUBMIT, text) and not _other_waits(question):
        return Move(INTENT, SUBMIT)
    if request_after.asks_status(text) and question.names_nothing:
        return Move(STATUS)
    return Move(INTENT, CORRECT) if _corrects(text, draft) else _resumed(question)


def _other_waits(question: Question) -> bool:
    """Tell whether something else waits to be passed on, which "submit it" is a yes to."""
    wish = Wish.of(question)
    return wish is not None and wish.waiting


def _corrects(text: str, draft: Draft) -> bool:
    return bool(draft.answers) and bool(corrections(text, draft))


def _resumed(question: Question) -> Move | None:
    """Go on with a request that was left, unless something else was stopped after it."""
    kind = resuming.kind_of(question.text)
    stopped = question.slots.get(resuming.SLOT)
    other = isinstance(stopped, Mapping) and (stopped.get("fresh") or kind in stopped["what"])
    if kind not in (None, resuming.WISH) or other or funding_guide.asking(question.slots):
        return None
    return Move(INTENT, RESUME)
