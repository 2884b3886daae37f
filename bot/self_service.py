"""What is answered without the brain whoever has the word: one's own data, a finished case, what cannot be read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import channel_effects, privacy_effects, privacy_words, rating_effects
from bot.scene import Effect
from desk.messages import Message

Before = Callable[[str, int], Awaitable["Message | None"]]
"""Returns the last thing that was said in a conversation before one of its messages."""
_OWN = privacy_effects.SELF_SERVICE | rating_effects.OWN
_FIRST_WORDS = 8
"""Nobody can have been asked for words on a finished case before: most messages need no look at what was said last."""


class SelfService:
    """Finds out whether a message is about one's own data or the rating of a finished case, or could not be received.

    Args:
        before: knows what was said last, which may be a question; None where nothing is stored.
    """

    def __init__(self, before: Before | None = None) -> None:
        self._before = before

    async def wishes(self, message: Message) -> list[Effect] | None:
        """Return the effects that a message comes to; None if it is about something else."""
        if message.do is not None:
            wishes = message.do.get("effects") or []
            own = bool(wishes) and all(wish.get("type") in _OWN or _is_lost(wish) for wish in wishes)
            return list(wishes) if own else None
        kind = wish(message.text)
        if kind is not None:
            return [{"type": kind}]
        answer = _answer(message.text)
        if self._before is None or (answer is None and message.seq < _FIRST_WORDS):
            return None
        before = await self._before(message.conversation, message.seq)
        words = rating_effects.asks(before)
        if words is not None:
            return [words]
        return [{"type": answer}] if answer is not None and privacy_effects.asks(before) else None


def _is_lost(effect: Effect) -> bool:
    return effect.get("type") == channel_effects.UNREADABLE and effect.get("kind") in channel_effects.TOLD


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
