"""Connections of those who do not go on: a request that is not sent in time ends its connection."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_SECONDS = 20.0
HEAD_BYTES = 64 * 1024
_Protocol: Any = AutoHTTPProtocol


class PromptProtocol(_Protocol):
    """The server's protocol, with a limit of time and size for the head of a request.

    uvicorn waits for ever for a request that has begun, and for the first one of a connection, and its fast
    parser keeps a head of any length; a few thousand such connections would take all file handles or all
    memory. The body has its own limits, in `bot.endpoint`.
    """

    _waiting: asyncio.TimerHandle | None = None
    _came = 0

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take some bytes; as long as they are no whole head, the clock runs on."""
        super().data_received(data)
        if self._is_at_work:
            self._wait_no_longer()
            return
        self._wait()
        # The rest of a body that was refused early is no head; cutting it off would lose the refusal.
        if self.cycle is None or not self.cycle.more_body:
            self._came += len(data)
            if self._came > HEAD_BYTES:
                self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go."""
        self._wait_no_longer()
        super().connection_lost(exc)

    @property
    def _is_at_work(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _wait_no_longer(self) -> None:
        self._came = 0
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self._is_at_work:
            self.transport.close()
