"""Serves an application on a real port from a thread of the test."""

from __future__ import annotations

import random
import socket
import threading
import time
from contextlib import suppress
from typing import Any

import uvicorn


def free_port() -> int:
    """Return a port on which nothing listens, of those that the system gives to no outgoing connection meanwhile."""
    while True:
        port = random.randrange(15_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def plain_server(app: Any) -> uvicorn.Server:
    """Return a server of an application on a free port."""
    return uvicorn.Server(
        uvicorn.Config(app, port=free_port(), ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=1)
    )


class Served:
    """A running application.

    Args:
        server: serves it.
    """

    def __init__(self, server: uvicorn.Server) -> None:
        self.url = f"http://127.0.0.1:{server.config.port}"
        self._server = server
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        """Serve, and return when requests are taken."""
        self._thread.start()
        end = time.monotonic() + 20
        while not self._server.started:
            if time.monotonic() > end or not self._thread.is_alive():
                raise RuntimeError("the application did not start")
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop, and return when everything has ended."""
        self._server.should_exit = True
        self._thread.join(20)
