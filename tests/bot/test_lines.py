"""Lines that are kept open, and those who open one and do not go on."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any

import httpx
import pytest

from bot import connections, endpoint
from bot.capacity import Crowded, Places
from tests.bot.conftest import RunningGateway, Start
from tests.bot.test_crowds import refusal, sessions, until
from tests.bot.visitor import Visitor

HEAD = b"POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def line_to(gateway: RunningGateway) -> socket.socket:
    return socket.create_connection(("127.0.0.1", gateway.settings.port), timeout=10)


def everything(line: socket.socket) -> bytes:
    """Return what comes until the other side hangs up."""
    came = b""
    while True:
        try:
            more = line.recv(65536)
        except ConnectionResetError:
            return came
        if not more:
            return came
        came += more


def stream(visitor: Visitor) -> Any:
    """Open the event stream without reading it, so that it is really closed at the end of the block."""
    return visitor.http.stream("GET", "/api/stream")


def test_line_too_many_is_refused_with_a_time_and_a_closed_one_makes_room(start: Start, sqlite_url: str) -> None:
    gateway = start(sqlite_url, streams_per_network=2)
    visitors = [Visitor(gateway.url, token=token) for token in sessions(gateway, 3)]
    with stream(visitors[0]), stream(visitors[1]):
        with stream(visitors[2]) as refused:
            status, wait = refused.status_code, refused.headers["Retry-After"]
        polled = visitors[2].http.get("/api/messages", params={"after": 5, "wait": 5})
        read = visitors[2].http.get("/api/messages")

        def with_room() -> bool:
            with stream(visitors[2]) as again:
                return bool(again.status_code == 200)

        assert (status, int(wait) >= 5) == (503, True)
        assert refusal(polled) == (503, "lines")
        assert polled.headers["Retry-After"] in polled.json()["error"]["message"]
        assert read.status_code == 200, "reading needs no line"
    until(with_room)


@pytest.mark.parametrize("limit", ["stream_limit", "streams_per_network"])
def test_lines_that_end_in_any_way_leave_no_place_taken(start: Start, sqlite_url: str, limit: str) -> None:
    gateway = start(sqlite_url, **{limit: 6})
    visitors = [Visitor(gateway.url, token=token) for token in sessions(gateway, 6)]

    def use(visitor: Visitor) -> None:
        for _ in range(5):
            with stream(visitor):
                pass
            with suppress(httpx.ReadTimeout):  # or no place is left, since some end a little later
                visitor.http.get("/api/messages", params={"after": 5, "wait": 1}, timeout=0.05)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(use, visitors))

    def all_again() -> bool:
        with ExitStack() as stack:
            return all(stack.enter_context(stream(each)).status_code == 200 for each in visitors)

    until(all_again)


def test_places_of_one_network_do_not_take_those_of_another() -> None:
    places = Places(per_network=2, in_all=3)
    places.take("a")
    places.take("a")
    with pytest.raises(Crowded):
        places.take("a")
    places.take("b")
    with pytest.raises(Crowded):
        places.take("c")
    places.leave("a")
    places.take("c")

    assert places.taken == 3


def test_body_that_does_not_come_is_given_up(gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "BODY_SECONDS", 0.3)
    with line_to(gateway) as line:
        line.sendall(HEAD + b"Content-Length: 40\r\nAccept-Language: zh\r\n\r\n{")
        head, _, body = line.recv(65536).partition(b"\r\n\r\n")
        body = body or line.recv(65536)

    assert head.startswith(b"HTTP/1.1 408")
    assert "超时" in json.loads(body)["error"]["message"]


@pytest.mark.parametrize("sent", [b"", HEAD, b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" + HEAD])
def test_head_that_does_not_end_ends_the_connection(
    gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    began = time.monotonic()
    with line_to(gateway) as line:
        line.sendall(sent)
        with suppress(OSError):
            for byte in b"GET / HTTP" if not sent else b"X-Slow: 1":
                time.sleep(0.02)
                line.sendall(bytes([byte]))
        came = everything(line)

    assert time.monotonic() - began < 18  # 20 by default
    assert came == b"" or came.startswith(b"HTTP/1.1 200")


def test_endless_head_ends_the_connection(gateway: RunningGateway) -> None:
    with line_to(gateway) as line:
        with pytest.raises(OSError):
            for _ in range(200):
                line.sendall(HEAD if not _ else b"X-More: " + b"x" * 8000 + b"\r\n")
                time.sleep(0.005)


def test_long_question_on_a_slow_line_is_taken(gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of the head must not touch a body, nor a connection that is used again."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.4)
    visitor = gateway.visitor()
    body: Any = json.dumps({"client_id": "0" * 32, "text": "a question " + "x" * 3000}).encode()

    def slowly() -> Any:
        for start in range(0, len(body), 500):
            time.sleep(0.1)
            yield body[start : start + 500]

    assert visitor.http.post("/api/messages", content=slowly()).status_code == 202
    time.sleep(0.2)
    assert visitor.http.get("/api/messages").status_code == 200


def test_refusal_of_a_body_that_is_too_large_arrives(gateway: RunningGateway) -> None:
    refused = httpx.post(f"{gateway.url}/api/session", content=b" " * 2_000_000, trust_env=False)

    assert refusal(refused) == (413, "too_large")


def test_body_that_breaks_off_is_no_failure(gateway: RunningGateway, capsys: pytest.CaptureFixture[str]) -> None:
    with line_to(gateway) as line:
        line.sendall(HEAD + b"Content-Length: 40\r\n\r\n{")
        time.sleep(0.2)
    logged: list[str] = []

    def is_over() -> bool:
        logged.append(capsys.readouterr().out)
        return "path=/api/session" in "".join(logged)

    until(is_over)

    assert "request_failed" not in "".join(logged)
