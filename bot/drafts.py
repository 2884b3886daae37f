"""What a turn came to, before it is stored; and the apology where it came to nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot import phrases
from bot.phrases import Block
from bot.scene import Effect

ANSWERED, SILENT, APOLOGISED = "answered", "silent", "apologised"


@dataclass(frozen=True)
class Draft:
    """What a turn came to, before it is stored; `steps` are seconds that its parts took."""

    outcome: str
    language: str
    blocks: list[Block] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    state: dict[str, Any] | None = None
    understood: dict[str, Any] | None = None
    model: str | None = None
    generation: str | None = None
    reason: str | None = None
    steps: dict[str, float] = field(default_factory=dict)


def apology(language: str, slow: bool, reason: str, asked: str = "") -> Draft:
    """Return the draft that says sorry and offers a person.

    Args:
        language: in which.
        slow: whether the time limit was the reason.
        reason: code for the log.
        asked: what could not be answered.
    """
    return Draft(APOLOGISED, language, phrases.sorry(slow, asked), reason=reason)


def without_brain(draft: Draft, reason: str) -> Draft:
    """Return the apology in place of a draft that could not be stored."""
    return replace(apology(draft.language, False, reason), understood=draft.understood)
