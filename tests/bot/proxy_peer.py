"""A real proxy for tests: takes CONNECT, writes down what it is asked for, and leads to one receiver in any case."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest


class ProxyPeer:
    """A proxy on a port of this machine.

    Attributes:
        heads: what each connection began with.
        leads_to: port on this machine that every tunnel leads to.
        answer: the status line that is given.
    """

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.leads_to = 0
        self.answer = "HTTP/1.1 200 Connection established"
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def targets(self) -> list[str]:
        """What it was asked to connect to."""
        return [head.split(" ")[1] for head in self.heads]

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                threading.Thread(target=self._tunnel, args=(client,), daemon=True).start()

    def _tunnel(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):  # a client that hangs up
            self._lead(client)

    def _lead(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(4096)
            if not piece:
                return
            head += piece
        self.heads.append(head.decode())
        client.sendall(f"{self.answer}\r\n\r\n".encode())
        if " 200 " not in self.answer:
            client.close()
            return
        with client, socket.create_connection(("127.0.0.1", self.leads_to)) as there:
            back = threading.Thread(target=_copy, args=(there, client), daemon=True)
            back.start()
            _copy(client, there)
            back.join()

    def stop(self) -> None:
        """Stop listening."""
        self._server.close()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def proxy_peer() -> Iterator[ProxyPeer]:
    """A running proxy."""
    running = ProxyPeer()
    yield running
    running.stop()
