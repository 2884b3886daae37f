"""Kept lines to the brains: one request after the other over plain connections, spoken by h11.

A general client costs a turn 1.2 ms of processor time, more than its transactions; this costs 0.2 ms, and head and
body leave in one piece, so that the brain wakes once and not twice.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

import h11

KEPT_SECONDS = 3.0
"""A line that was not used for so long is closed: uvicorn, at the other side, does so after 5 s, perhaps just now."""
_CHUNK = 65_536
_PORTS = {"http": 80, "https": 443}


class NoLineError(Exception):
    """Nobody takes connections at the address."""


class BrokenLineError(Exception):
    """A connection ended before the answer did, or what came over it is no HTTP."""


class TooMuchError(Exception):
    """An answer is larger than any can be."""


@dataclass(frozen=True)
class Heard:
    """An answer: status and body."""

    status: int
    body: bytes


class Line:
    """One connection.

    Args:
        reader: what comes.
        writer: what goes.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._talk = h11.Connection(h11.CLIENT)
        self._used = time.monotonic()

    @property
    def is_fresh(self) -> bool:
        """Whether another request may go over it."""
        idle = time.monotonic() - self._used
        return self._talk.our_state is h11.IDLE and not self._reader.at_eof() and idle < KEPT_SECONDS

    async def ask(self, request: h11.Request, body: bytes, most: int) -> Heard:
        """Send a request and read the whole answer.

        Raises:
            BrokenLineError: the connection ended, or this is no HTTP.
            TooMuchError: the body has more than `most` bytes.
        """
        try:
            pieces = [self._talk.send(event) for event in (request, h11.Data(body), h11.EndOfMessage())]
            self._writer.write(b"".join(piece for piece in pieces if piece))
            heard = await self._answer(most)
            if self._talk.our_state is h11.DONE and self._talk.their_state is h11.DONE:
                self._talk.start_next_cycle()
        except (OSError, h11.ProtocolError) as problem:
            raise BrokenLineError from problem
        self._used = time.monotonic()
        return heard

    async def _answer(self, most: int) -> Heard:
        status, body = 0, bytearray()
        while True:
            event = self._talk.next_event()
            if event is h11.NEED_DATA:
                self._talk.receive_data(await self._reader.read(_CHUNK))
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > most:
                    raise TooMuchError
            elif isinstance(event, h11.EndOfMessage):
                return Heard(status, bytes(body))
            elif not isinstance(event, h11.InformationalResponse):
                raise BrokenLineError

    def close(self) -> None:
        """End the connection at once."""
        self._writer.transport.abort()


class Lines:
    """The connections to some addresses; only to be used on the event loop.

    Args:
        headers: what goes with every request.
        most: bytes that an answer may have.
    """

    def __init__(self, headers: dict[str, str], most: int) -> None:
        self._headers = list(headers.items())
        self._most = most
        self._idle: dict[str, list[Line]] = defaultdict(list)

    async def post(self, url: str, path: str, body: bytes, headers: dict[str, str]) -> Heard:
        """Send JSON and return the answer; whoever calls this gives it as much time as it may take.

        Args:
            url: of the server.
            path: what is asked there, below the path of the address.
            body: JSON.
            headers: of this request.

        Raises:
            NoLineError: no connection can be made.
            BrokenLineError: the connection ended early.
            TooMuchError: the answer is too large.
        """
        parts = urlsplit(url)
        about = [("Host", parts.netloc.rpartition("@")[2]), ("Content-Type", "application/json")]
        fields = [*about, ("Content-Length", str(len(body))), *self._headers, *headers.items()]
        line = self._kept(url) or await _open(url)
        whole = False
        try:
            heard = await line.ask(
                h11.Request(method="POST", target=parts.path + path, headers=fields), body, self._most
            )
            whole = True
        finally:  # given up on the way: what is left of the answer must not be taken for the next one
            if whole and line.is_fresh:
                self._idle[url].append(line)
            else:
                line.close()
        return heard

    def _kept(self, url: str) -> Line | None:
        """Give the line that was used last, and close those that have not been used for long."""
        idle = self._idle[url]
        for line in [line for line in idle if not line.is_fresh]:
            idle.remove(line)
            line.close()
        return idle.pop() if idle else None

    def close(self) -> None:
        """End all connections that wait for a request."""
        for idle in self._idle.values():
            for line in idle:
                line.close()
        self._idle.clear()


async def _open(url: str) -> Line:
    parts = urlsplit(url)
    try:
        return Line(
            *await asyncio.open_connection(
                parts.hostname, parts.port or _PORTS[parts.scheme], ssl=True if parts.scheme == "https" else None
            )
        )
    except OSError as problem:
        raise NoLineError from problem
