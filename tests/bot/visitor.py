"""A visitor of the chat page: a real HTTP client."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

PATIENCE = 15.0
_opened: dict[str, list[httpx.Client]] = {}


def close_visitors(url: str) -> None:
    """Close the connections of all visitors of a gateway."""
    for http in _opened.pop(url, []):
        http.close()


class Visitor:
    """One browser with its session.

    Args:
        url: the gateway.
        language: of the session.
        token: of a session opened before.
    """

    def __init__(self, url: str, language: str = "en", token: str | None = None) -> None:
        self.http = httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False)
        _opened.setdefault(url, []).append(self.http)
        if token is None:
            opened = self.http.post("/api/session", json={"language": language})
            assert opened.status_code == 201, opened.text
            self.session = opened.json()
            token = self.session["token"]
        self.token = token
        self.http.headers["Authorization"] = f"Bearer {token}"

    def post(self, text: str | None = None, client_id: str | None = None, **body: Any) -> httpx.Response:
        """Send one message."""
        content = {"client_id": client_id or str(uuid.uuid4()), **body}
        return self.http.post("/api/messages", json=content if text is None else {**content, "text": text})

    def press(self, title: str) -> httpx.Response:
        """Press the newest button with that title."""
        keys = {item["title"]: item["key"] for message in self.messages() for item in buttons(message)}
        return self.post(button=keys[title])

    def messages(self, after: int = 0, wait: int = 0) -> list[dict[str, Any]]:
        """Return the messages after a number."""
        found = self.http.get("/api/messages", params={"after": after, "wait": wait})
        assert found.status_code == 200, found.text
        return list(found.json()["messages"])

    def owner(self) -> str:
        """Return who answers."""
        return str(self.http.get("/api/messages").json()["state"]["owner"])

    def ask(self, text: str) -> dict[str, Any]:
        """Send one message and return the answer to it."""
        return self.answer_after(self.post(text).json()["seq"])

    def answer_after(self, seq: int) -> dict[str, Any]:
        """Return the first thing said to us after a number."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for message in self.messages(seq, wait=1):
                if message["direction"] == "out":
                    return message
        raise AssertionError(f"no answer after {seq}: {self.messages()}")

    def out(self, number: int) -> list[dict[str, Any]]:
        """Return what was said to us, once it is so many messages."""
        end = time.monotonic() + PATIENCE
        found: list[dict[str, Any]] = []
        while time.monotonic() < end:
            found = [message for message in self.messages() if message["direction"] == "out"]
            if len(found) >= number:
                return found
            time.sleep(0.03)
        raise AssertionError(f"only {len(found)} of {number} answers")

    @contextmanager
    def listening(self, after: int = 0, **headers: str) -> Iterator[Listener]:
        """Open the event stream."""
        listener = Listener(self.http.base_url, {**dict(self.http.headers), **headers}, after)
        try:
            yield listener
        finally:
            listener.close()


class Listener:
    """An open event stream; collects events in a thread."""

    def __init__(self, url: httpx.URL, headers: dict[str, str], after: int) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.hints: list[int] = []
        self.ended = threading.Event()
        self._http = httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False)
        request = self._http.build_request("GET", "/api/stream", params={"after": after})
        self.response = self._http.send(request, stream=True)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        name = ""
        try:
            for line in self.response.iter_lines():
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("retry: "):
                    self.hints.append(int(line[7:]))
                elif line.startswith("data: "):
                    self.events.append((name, json.loads(line[6:])))
        except (httpx.HTTPError, httpx.StreamError):
            pass  # the test closed the stream, or the gateway was killed
        self.ended.set()

    def messages(self) -> list[dict[str, Any]]:
        """Return the messages that came."""
        return [data for name, data in self.events if name == "message"]

    def wait_for(self, seq: int) -> list[dict[str, Any]]:
        """Return the messages once that number has come."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if any(message["seq"] >= seq for message in self.messages()):
                return self.messages()
            time.sleep(0.02)
        raise AssertionError(f"{seq} did not come: {self.events}")

    def close(self) -> None:
        """Break the connection off."""
        self.response.close()
        self._http.close()


def buttons(message: dict[str, Any]) -> list[dict[str, str]]:
    """Return the buttons of a message."""
    return [item for part in message["parts"] if part["type"] == "buttons" for item in part["items"]]
