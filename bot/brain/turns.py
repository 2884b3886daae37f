"""One turn as the brain is asked for it and as it answers; needs nothing of Rasa."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.brain.collector import Block, Effect

DRAFT = "request_form"
"""The slot of a cooperation request that is being written."""


class TurnError(RuntimeError):
    """A turn gave no answer; the caller must say so to the person."""


@dataclass(frozen=True)
class TurnRequest:
    """One message and the state it meets.

    Args:
        turn_id: unique; nothing is remembered under it.
        language: "en" or "zh", decided by the gateway.
        text: what the person typed, or the title of the button pressed.
        state: compact state after the turn before; None at the beginning.
        do: intent and entities of a button; None for typed text.
        today: day on which the answer is given; None for the calendar's.
        channel: name of the channel, for the log only.
        waiting: whether a person is awaited, as the gateway knows it; None where it does not say.
        draft: a cooperation request that the desk keeps for a conversation whose state is gone.
    """

    turn_id: str
    language: str
    text: str
    state: dict[str, Any] | None = None
    do: dict[str, Any] | None = None
    today: date | None = None
    channel: str = ""
    waiting: bool | None = None
    draft: dict[str, Any] | None = None

    @property
    def slots(self) -> dict[str, Any]:
        """What the conversation remembers; whether a person is awaited the gateway knows best."""
        known: dict[str, Any] = {} if self.waiting is None else {"asked_for_person": self.waiting}
        if self.state is None and self.draft is not None:
            known[DRAFT] = self.draft
        return {**((self.state or {}).get("slots") or {}), **known}


@dataclass(frozen=True)
class TurnResult:
    """What a turn gives: see the fields of the brain's answer in docs/architecture.md."""

    turn_id: str
    state: dict[str, Any]
    blocks: list[Block]
    effects: list[Effect]
    understood: dict[str, Any]
    generation: str
    model: str = field(default="")
