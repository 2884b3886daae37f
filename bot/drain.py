"""A server that ends in order: streams and long polls are let go at once, with the hint to come back soon."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn


class DrainingServer(uvicorn.Server):
    """Serves until it is told to end, then lets go of those who only wait, and finishes what is under way.

    Args:
        config: of the server.
        let_go: ends what would otherwise wait for ever.
    """

    def __init__(self, config: uvicorn.Config, let_go: Callable[[], None]) -> None:
        super().__init__(config)
        self._let_go = let_go

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End; requests under way have the grace time of the configuration."""
        self._let_go()
        await super().shutdown(sockets)
