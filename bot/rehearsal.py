"""Asks the assistant how it tells a record, outside of every conversation: nothing of it is stored or counted."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from bot.brain_client import BrainClient, BrainError
from bot.wording.catalogue import WordingError
from bot.wording.render import render, with_buttons
from knowledge.records import Record
from nlu import patterns

_SECONDS = 4.0
"""For both languages of a page together a few at most: it shows the record itself when there is no answer."""


def question(record: Record, language: str) -> dict[str, Any]:
    """Return the turn that asks "what is …" by a press, at the beginning of a conversation.

    Args:
        record: a published record.
        language: "en" or "zh".
    """
    intent = patterns.data("intents")["bare_names"].get(record.kind, "ask_faq")
    named = {"entity": record.kind, "value": record.ref}
    return {
        "turn_id": f"rehearsal-{uuid4().hex}",
        "language": language,
        "state": None,
        "message": {"text": record.name.in_(language), "do": {"intent": intent, "entities": [named]}},
        "channel": "web",
        "waiting": False,
    }


class Rehearsal:
    """Has records told.

    Args:
        brain: the brain that answers in conversations.
    """

    def __init__(self, brain: BrainClient) -> None:
        self._brain = brain

    async def said(self, record: Record, language: str) -> str | None:
        """Return the answer to "what is …", buttons in square brackets at its end; None if there is none just now.

        Args:
            record: a published record.
            language: "en" or "zh".
        """
        try:
            answer = await self._brain.turn(question(record, language), _SECONDS)
            return with_buttons(render(answer.blocks, language))
        except (BrainError, WordingError):
            return None
