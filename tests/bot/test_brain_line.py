"""The kept lines to a brain, against a real server that behaves in all ways."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.brain_line import BrokenLineError, Lines, NoLineError, TooMuchError
from tests.bot.served import free_port

MOST = 1_000
Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def heard(reader: asyncio.StreamReader) -> bytes:
    """Read one request, and return its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    return await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))


def answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)


@asynccontextmanager
async def server(behaviour: Behaviour) -> AsyncIterator[tuple[str, list[int]]]:
    """Serve; give the address, and a list with an entry for each connection."""
    connections: list[int] = []

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(len(connections))
        try:
            await behaviour(reader, writer)
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    running = await asyncio.start_server(served, "127.0.0.1", 0)
    async with running:
        yield f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}", connections


async def test_one_connection_carries_one_request_after_the_other() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(answer(await heard(reader)))

    lines = Lines({}, MOST)
    async with server(echo) as (url, connections):
        for body in (b"one", b"two", b"three"):
            found = await lines.post(url, "/turn", body, {"X-Request-ID": "r-1"})
            assert (found.status, found.body) == (200, body)
        lines.close()
    assert len(connections) == 1


async def test_an_answer_that_comes_too_late_is_never_taken_for_the_next_one() -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            body = await heard(reader)
            if body == b"first":
                asked.set()
                await go_on.wait()
            writer.write(answer(body))

    lines = Lines({}, MOST)
    async with server(late) as (url, connections):
        first = asyncio.create_task(lines.post(url, "/turn", b"first", {}))
        await asked.wait()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        go_on.set()
        assert (await lines.post(url, "/turn", b"second", {})).body == b"second"
        lines.close()
    assert len(connections) == 2


@pytest.mark.parametrize(
    "said",
    [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nfour", b"no HTTP at all\r\n\r\n", b"HTTP/1.1 200 OK\r\nconte"],
    ids=["nothing", "half a body", "nonsense", "half a head"],
)
async def test_a_connection_that_ends_early_is_a_broken_line(said: bytes) -> None:
    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(said)

    lines = Lines({}, MOST)
    async with server(break_off) as (url, _):
        with pytest.raises(BrokenLineError):
            await lines.post(url, "/turn", b"{}", {})


async def test_a_line_that_the_other_side_has_closed_is_not_used_again() -> None:
    gone = asyncio.Event()

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(await heard(reader)))
        await writer.drain()
        writer.close()
        gone.set()

    lines = Lines({}, MOST)
    async with server(once) as (url, connections):
        assert (await lines.post(url, "/turn", b"one", {})).body == b"one"
        await gone.wait()
        line = lines._idle[url][0]
        while line.is_fresh:  # until the end of the connection has been noticed here
            await asyncio.sleep(0)
        assert (await lines.post(url, "/turn", b"two", {})).body == b"two"
    assert len(connections) == 2


async def test_an_answer_without_an_end_is_not_read_for_ever() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        for _ in range(MOST):
            writer.write(b"2\r\nab\r\n")
        await reader.read()

    lines = Lines({}, MOST)
    async with server(endless) as (url, _):
        with pytest.raises(TooMuchError):
            await lines.post(url, "/turn", b"{}", {})


async def test_where_nobody_listens_there_is_no_line() -> None:
    with pytest.raises(NoLineError):
        await Lines({}, MOST).post(f"http://127.0.0.1:{free_port()}", "/turn", b"{}", {})
