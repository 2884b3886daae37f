"""The gateway's side of the brain: one HTTP call with a time limit, and nothing of it is believed unread."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import anyio

from bot.brain_line import BrokenLineError, Heard, Lines, NoLineError, TooMuchError
from bot.brains import Brains, Peer
from bot.logs import REQUEST_HEADER, current_request

_MAX_ANSWER = 2_000_000
_OK, _UNAVAILABLE = 200, 503
_MOMENT = 0.01
_MOST_BROKEN = 2
"""So often a turn is given to a brain that does not live to answer it: one message must not end every brain."""


class BrainError(Exception):
    """The brain gave no answer that can be used; the text is a code for the log."""


class BrainTooSlow(BrainError):
    """The time limit passed."""


class _NotReadyError(Exception):
    """A brain accepts connections, but is still starting or is ending."""


@dataclass(frozen=True)
class Answer:
    """What the brain made of one message."""

    state: dict[str, Any] | None
    blocks: list[dict[str, Any]]
    effects: list[dict[str, Any]]
    understood: dict[str, Any]
    model: str | None
    generation: str | None


class BrainClient:
    """Calls one of several brains; they are alike and keep nothing.

    Args:
        urls: their addresses.
        timeout: seconds for one turn, all attempts and all waiting together.
        token: shared with the brains; empty: they ask for none.
    """

    def __init__(self, urls: Sequence[str], timeout: float, token: str = "") -> None:
        self._brains = Brains(urls)
        self._timeout = timeout
        self._lines = Lines({"Authorization": f"Bearer {token}"} if token else {}, _MAX_ANSWER)

    async def close(self) -> None:
        """Close the connections."""
        await self._brains.close()
        self._lines.close()

    async def available(self) -> None:
        """Wait while no brain is there but one may be starting; not when all have been gone for long."""
        await self._brains.wait(self._timeout)

    async def turn(self, request: dict[str, Any], seconds: float | None = None) -> Answer:
        """Have one message answered.

        Args:
            request: turn_id, language, state, message, channel.
            seconds: how long this may take, all attempts together; None for the time limit.

        Returns:
            The answer, its form checked.

        Raises:
            BrainTooSlow: no answer within the time limit.
            BrainError: no brain can be reached, or its answer cannot be used.
        """
        body = json.dumps(request, ensure_ascii=False, allow_nan=False).encode()
        heard = await self._post(body, time.monotonic() + (self._timeout if seconds is None else seconds))
        if heard.status != _OK:
            raise BrainError(f"status_{heard.status}")
        return _checked(heard.body, request["turn_id"])

    async def _post(self, body: bytes, end: float) -> Heard:
        """Give a turn to one brain after the other; it changes nothing there, so it may be given twice."""
        broken = 0
        while True:
            peer = self._brains.next()
            if peer is None:
                if not await self._brains.wait(end - time.monotonic()):
                    raise BrainError("unreachable")
                continue
            try:
                return await self._try(peer, body, end)
            except NoLineError:
                self._brains.gone(peer)
            except (BrokenLineError, _NotReadyError) as problem:
                self._brains.gone(peer)
                broken += 1
                if broken == _MOST_BROKEN:
                    raise BrainError("line_broken") from problem
            except BrainTooSlow:
                self._brains.slow(peer)
                if time.monotonic() > end - _MOMENT:
                    raise

    async def _try(self, peer: Peer, body: bytes, end: float) -> Heard:
        """Ask one brain; with another one at hand it gets half of the time that is left."""
        seconds = max(0.0, end - time.monotonic()) / (2 if self._brains.has_another(peer) else 1)
        identity = current_request()
        # The brain is to write its log lines under the same request id as we do.
        about = {REQUEST_HEADER: identity} if identity is not None else {}
        try:
            with anyio.fail_after(seconds):
                heard = await self._lines.post(peer.url, "/turn", body, about)
        except TimeoutError as problem:
            raise BrainTooSlow("timeout") from problem
        except TooMuchError as problem:
            raise BrainError("answer_too_large") from problem
        if heard.status == _UNAVAILABLE:
            raise _NotReadyError
        self._brains.answered(peer)
        return heard

    async def is_ready(self) -> bool:
        """Return whether at least one brain says that it is ready."""
        return await self._brains.is_ready()


def _checked(body: bytes, turn_id: str) -> Answer:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise BrainError("answer_not_json") from problem
    if not isinstance(content, dict) or content.get("turn_id") != turn_id:
        raise BrainError("answer_of_another_turn")
    state, understood = content.get("state"), content.get("understood")
    if not isinstance(state, (dict, type(None))) or not isinstance(understood, (dict, type(None))):
        raise BrainError("answer_malformed")
    answer = Answer(
        state,
        _dicts(content.get("blocks")),
        _dicts(content.get("effects")),
        understood or {},
        _label(content.get("model")),
        _label(content.get("generation")),
    )
    if not answer.blocks and not answer.effects:
        raise BrainError("answer_empty")
    return answer


def _dicts(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BrainError("answer_malformed")
    return value


def _label(value: Any) -> str | None:
    return value[:80] if isinstance(value, str) else None
