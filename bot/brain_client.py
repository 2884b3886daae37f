"""The gateway's side of the brain: one HTTP call with a time limit, and nothing of it is believed unread."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import anyio
import httpx

_MAX_ANSWER = 2_000_000
_HEALTH_SECONDS = 1.0


class BrainError(Exception):
    """The brain gave no answer that can be used; the text is a code for the log."""


class BrainTooSlow(BrainError):
    """The time limit passed."""


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
        timeout: seconds for one turn, all attempts together.
        connections: how many turns may be under way.
    """

    def __init__(self, urls: Sequence[str], timeout: float, connections: int = 64) -> None:
        self._urls = [url.rstrip("/") for url in urls]
        self._timeout = timeout
        self._next = itertools.count()
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        # trust_env=False: a proxy set for other programs must not get between two processes of ours.
        self._http = httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def turn(self, request: dict[str, Any]) -> Answer:
        """Have one message answered.

        Args:
            request: turn_id, language, state, message, channel.

        Returns:
            The answer, its form checked.

        Raises:
            BrainTooSlow: no answer within the time limit.
            BrainError: no brain can be reached, or its answer cannot be used.
        """
        try:
            with anyio.fail_after(self._timeout):
                response = await self._post(request)
        except (TimeoutError, httpx.TimeoutException) as problem:
            raise BrainTooSlow("timeout") from problem
        if response.status_code != httpx.codes.OK:
            raise BrainError(f"status_{response.status_code}")
        return _checked(response, request["turn_id"])

    async def _post(self, request: dict[str, Any]) -> httpx.Response:
        # A turn changes nothing in the brain, so it may be given twice: every brain is tried, and a single
        # one twice, since a connection kept open may have died with a restart.
        first = next(self._next)
        attempts = max(2, len(self._urls))
        for attempt in range(attempts):
            url = self._urls[(first + attempt) % len(self._urls)]
            try:
                return await self._http.post(f"{url}/turn", json=request)
            except httpx.TimeoutException:
                raise
            except httpx.TransportError as problem:
                failure = problem
        raise BrainError("unreachable") from failure

    async def is_ready(self) -> bool:
        """Return whether at least one brain says that it is ready."""
        for url in self._urls:
            try:
                response = await self._http.get(f"{url}/health", timeout=_HEALTH_SECONDS)
                health = response.json() if response.status_code == httpx.codes.OK else None
            except (httpx.HTTPError, ValueError):
                continue
            if isinstance(health, dict) and health.get("ready") is True:
                return True
        return False


def _checked(response: httpx.Response, turn_id: str) -> Answer:
    if len(response.content) > _MAX_ANSWER:
        raise BrainError("answer_too_large")
    try:
        content = response.json()
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
