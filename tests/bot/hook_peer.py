"""A real receiver of webhooks for tests, that says what a test wants and checks what it is told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

LOOPBACK = ("127.0.0.0/8",)


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        """The body as JSON."""
        return json.loads(self.body)


def is_signed(call: Call, secret: str) -> bool:
    """Whether the signature is right, checked as the specification of Standard Webhooks says."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    right = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return f"v1,{right}" in call.headers["webhook-signature"].split(" ")


class Receiver:
    """A receiver; `answers` are statuses in turn, 204 when there are no more; a text is a redirect, a float a pause."""

    def __init__(self, *answers: int | str | float, context: ssl.SSLContext | None = None) -> None:
        self.answers = list(answers)
        self.calls: list[Call] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver._take(self)

            def do_GET(self) -> None:
                receiver._take(self)

            def log_message(self, *_: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, *_: Any) -> None:
                """A client that hangs up is what some tests are about."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/hook"
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        self.calls.append(Call(handler.path, {name.lower(): value for name, value in handler.headers.items()}, body))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, float):
            time.sleep(answer)
            answer = 204
        handler.send_response(302 if isinstance(answer, str) else answer)
        if isinstance(answer, str):
            handler.send_header("Location", answer)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


Receive = Callable[..., Receiver]


@pytest.fixture
def receive() -> Iterator[Receive]:
    """Start receivers."""
    running: list[Receiver] = []

    def start_one(*answers: int | str | float, **options: Any) -> Receiver:
        running.append(Receiver(*answers, **options))
        return running[-1]

    yield start_one
    for receiver in running:
        receiver.stop()
