"""What people do about their own data by themselves: it depends neither on who answers nor on the brain."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import privacy_effects, privacy_words
from bot.scene import Effect
from desk.messages import Message

Asked = Callable[[str, int], Awaitable[bool]]
"""Tells for a conversation whether what was said before a message asks whether everything shall be deleted."""


class SelfService:
    """Finds out whether a message is about one's own data.

    Args:
        asked: knows the question that is open; None where nothing is stored.
    """

    def __init__(self, asked: Asked | None = None) -> None:
        self._asked = asked

    async def wishes(self, message: Message) -> list[Effect] | None:
        """Return the effects that a message comes to; None if it is about something else."""
        if message.do is not None:
            wishes = message.do.get("effects") or []
            own = bool(wishes) and all(wish.get("type") in privacy_effects.SELF_SERVICE for wish in wishes)
            return list(wishes) if own else None
        kind = wish(message.text)
        if kind is not None:
            return [{"type": kind}]
        answer = _answer(message.text)
        if answer is None or self._asked is None or not await self._asked(message.conversation, message.seq):
            return None
        return [{"type": answer}]


def wish(text: str) -> str | None:
    """Return the effect that a short message about one's own data asks for."""
    if privacy_words.says(privacy_words.SHOW, text):
        return privacy_effects.SHOW
    return privacy_effects.ASK if privacy_words.says(privacy_words.DELETE, text) else None


def _answer(text: str) -> str | None:
    """Return the effect of a yes or a no to the question whether everything shall be deleted."""
    if privacy_words.says(privacy_words.YES, text):
        return privacy_effects.ERASE
    return privacy_effects.KEEP if privacy_words.says(privacy_words.NO, text) else None
