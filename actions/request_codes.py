"""Takes codes that were sent by e-mail; they may come at any time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions import funding_guide
from actions.context import Question
from actions.moves import Move
from actions.request_draft import says
from actions.request_moves import CODE, STATUS
from knowledge.library import Library


def takes_code(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message is a six-digit code; a bare number may also be the answer about a sum."""
    return says("code", text) and (not text.strip().isdigit() or funding_guide.asking(slots) != "sum")


def code(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Take a message for a code that was sent by e-mail."""
    return Move(STATUS, CODE)
