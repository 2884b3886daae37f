"""Several gateways on one database: Redis wakes the streams of the others at once, and is never needed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog

from tests.bot.conftest import RunningGateway, Start
from tests.bot.visitor import Visitor
from tests.databases import database_url  # noqa: F401
from tools.scale.wire import Wire

on_postgres = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
NEVER = 60.0
"""Seconds between two looks at the database: what comes sooner was brought by Redis."""


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def is_live(gateway: RunningGateway) -> bool:
    """Tell whether the link of a gateway works."""
    return gateway.wakeups is not None and gateway.wakeups.is_live


@pytest.fixture
def wire(redis_url: str) -> Iterator[Wire]:
    """The wire to Redis."""
    parts = urlsplit(redis_url)
    strung = Wire(parts.hostname or "127.0.0.1", parts.port or 6379)
    yield strung
    strung.cut()


@pytest.fixture
def pair(start: Start, database_url: str, wire: Wire, redis_url: str) -> Callable[[float], list[RunningGateway]]:  # noqa: F811
    """Two gateways on one database, joined by Redis."""
    address = urlsplit(redis_url)._replace(netloc=f"127.0.0.1:{wire.port}").geturl()

    def started(look: float) -> list[RunningGateway]:
        gateways = [start(database_url, wake_every=look, redis_url=address) for _ in range(2)]
        until(lambda: all(is_live(gateway) for gateway in gateways), "the link did not come up")
        return gateways

    return started


Pair = Callable[[float], list[RunningGateway]]


@on_postgres
def test_stream_of_another_gateway_is_woken_at_once(pair: Pair) -> None:
    one, two = pair(NEVER)
    visitor = one.visitor()
    with Visitor(two.url, token=visitor.token).listening(after=1) as stream:
        time.sleep(0.3)  # the stream has read what there is
        visitor.ask("asked over there")
        came = stream.wait_for(3)

    assert [message["seq"] for message in came] == [2, 3]


@on_postgres
def test_ended_session_ends_its_streams_at_another_gateway(pair: Pair) -> None:
    one, two = pair(NEVER)
    visitor = one.visitor()
    with Visitor(two.url, token=visitor.token).listening() as stream:
        stream.wait_for(1)
        visitor.http.delete("/api/session")

        assert stream.ended.wait(10)


@on_postgres
def test_without_redis_the_look_brings_everything_and_the_loss_is_told_once(pair: Pair, wire: Wire) -> None:
    with structlog.testing.capture_logs() as written:
        one, two = pair(0.2)
        visitor = one.visitor()
        wire.cut()
        until(lambda: not is_live(one) and not is_live(two), "the loss was not noticed")
        with Visitor(two.url, token=visitor.token).listening(after=1) as stream:
            visitor.ask("while redis is away")
            stream.wait_for(3)
        time.sleep(2.5)  # more attempts to come back fail meanwhile
        wire.mend()
        until(lambda: is_live(one) and is_live(two), "the link did not come back")

    assert events(written) == {"redis_lost": 2, "redis_back": 2}


def events(written: list[Any]) -> dict[str, int]:
    """Return how often each event about Redis was logged."""
    names = [line["event"] for line in written if line["event"].startswith("redis")]
    return {name: names.count(name) for name in names}


@on_postgres
def test_after_the_return_of_redis_streams_are_woken_again(pair: Pair, wire: Wire) -> None:
    one, two = pair(NEVER)
    visitor = one.visitor()
    wire.cut()
    until(lambda: not is_live(one) and not is_live(two), "the loss was not noticed")
    wire.mend()
    until(lambda: is_live(one) and is_live(two), "the link did not come back")
    with Visitor(two.url, token=visitor.token).listening(after=1) as stream:
        time.sleep(0.3)
        visitor.ask("after all that")

        assert len(stream.wait_for(3)) == 2


def test_gateway_starts_and_answers_without_redis(start: Start, sqlite_url: str, wire: Wire) -> None:
    wire.cut()
    gateway = start(sqlite_url, redis_url=f"redis://127.0.0.1:{wire.port}/0")

    assert gateway.visitor().ask("hello")["author"] == "assistant"


@on_postgres
def test_strange_messages_on_the_channel_harm_nobody(pair: Pair, redis_url: str) -> None:
    from redis import Redis

    one, _ = pair(NEVER)
    client = Redis.from_url(redis_url)
    for text in (b"", b" ", b"\xff\xfe", b"x " + b"y " * 10_000):
        client.publish("citybridge:news", text)
    time.sleep(0.3)

    assert is_live(one) and one.visitor().ask("hello")
