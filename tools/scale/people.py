"""Visitors who write all the time, through the front door or past it, and note what becomes of every message."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

PATIENCE = 45.0
"""Seconds after which a visitor without an answer gives up: that is a failure."""
PAUSE = 0.25
AGAIN = 0.3


@dataclass
class Tally:
    """What visitors saw.

    Args:
        requests: HTTP requests.
        repeated: requests that had to be sent again, with the same client id.
        failed: messages whose writer gave up.
        longest: seconds of the longest wait for an answer.
    """

    requests: int = 0
    repeated: int = 0
    failed: int = 0
    lost: int = 0
    doubled: int = 0
    longest: float = 0.0


@dataclass
class Person:
    """One visitor with a session, a stream that is opened again whenever it ends, and a list of questions.

    Args:
        door: address for sessions and messages.
        ear: address for the stream.
        language: of the session.
        questions: asked in turn.
        tally: shared with the others.
    """

    door: str
    ear: str
    language: str
    questions: Sequence[str]
    tally: Tally
    sent: list[str] = field(default_factory=list)
    heard: dict[int, str] = field(default_factory=dict)
    _token: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, stop: asyncio.Event) -> None:
        """Write until told to stop, then compare what was heard with what is on record."""
        limits = httpx.Timeout(20.0, connect=5.0)
        async with httpx.AsyncClient(trust_env=False, timeout=limits) as http:
            opened = await self._ask(http, "POST", "/api/session", {"language": self.language})
            self._token = str(opened["token"])
            ear = asyncio.create_task(self._listen(http))
            try:
                number = 0
                while not stop.is_set() or number < 2:
                    await self._write(http, self.questions[number % len(self.questions)])
                    number += 1
                    await asyncio.sleep(PAUSE)
                await self._compare(http)
            finally:
                ear.cancel()
                await asyncio.gather(ear, return_exceptions=True)

    async def _ask(self, http: httpx.AsyncClient, method: str, path: str, body: object = None) -> dict[str, object]:
        """Send a request until it succeeds."""
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        end = time.monotonic() + PATIENCE
        while True:
            self.tally.requests += 1
            with contextlib.suppress(httpx.TransportError):
                reply = await http.request(method, self.door + path, json=body, headers=headers)
                if reply.is_success:
                    return dict(reply.json())
            if time.monotonic() > end:
                raise TimeoutError(path)
            self.tally.repeated += 1
            await asyncio.sleep(AGAIN)

    async def _write(self, http: httpx.AsyncClient, text: str) -> None:
        client_id, began = str(uuid.uuid4()), time.monotonic()
        self.sent.append(client_id)
        try:
            posted = await self._ask(http, "POST", "/api/messages", {"client_id": client_id, "text": text})
            await asyncio.wait_for(self._answered(int(str(posted["seq"]))), PATIENCE)
        except (TimeoutError, asyncio.TimeoutError):
            self.tally.failed += 1
        self.tally.longest = max(self.tally.longest, time.monotonic() - began)

    async def _answered(self, seq: int) -> None:
        while not any(number > seq and direction == "out" for number, direction in self.heard.items()):
            self._news.clear()
            await self._news.wait()

    async def _listen(self, http: httpx.AsyncClient) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        while True:
            after = max(self.heard, default=0)
            with contextlib.suppress(httpx.TransportError):
                url = f"{self.ear}/api/stream?after={after}"
                async with http.stream("GET", url, headers=headers, timeout=httpx.Timeout(30.0)) as stream:
                    async for line in stream.aiter_lines():
                        self._take(line)
            await asyncio.sleep(AGAIN)

    def _take(self, line: str) -> None:
        if not line.startswith("data: "):
            return
        content = json.loads(line[6:])
        if "seq" not in content:
            return
        expected = max(self.heard, default=0) + 1
        self.tally.doubled += content["seq"] in self.heard
        self.tally.lost += content["seq"] > expected
        self.heard[content["seq"]] = content["direction"]
        self._news.set()

    async def _compare(self, http: httpx.AsyncClient) -> None:
        """Look at the record: every message once, every one answered once, after one greeting."""
        said: list[dict[str, object]] = []
        while page := (await self._ask(http, "GET", f"/api/messages?after={len(said)}"))["messages"]:
            said += list(page)  # type: ignore[call-overload]
        ids = [str(each["client_id"]) for each in said if each["direction"] == "in"]
        answers = sum(each["direction"] == "out" for each in said) - 1
        self.tally.lost += len(set(self.sent) - set(ids)) + max(0, len(ids) - answers)
        self.tally.doubled += len(ids) - len(set(ids)) + max(0, answers - len(ids))
