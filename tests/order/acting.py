"""Carries out a plan: visitors with browsers that never give up, staff at the database, and a hand at the plug."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from desk.database import Database
from tests.order import plans
from tests.order.history import Sent, Talk
from tests.order.plans import Plan, Step
from tests.order.processes import GatewayProcess, NotingBrain
from tests.order.reading import is_quiet
from tests.order.staff import Desk

PATIENCE = 90.0
"""Seconds; longer than a gateway may take to start, so that a plan that fails says which of the two it was."""
_REQUEST_SECONDS = 10.0
_LOST = (httpx.TransportError, httpx.StreamError)


@dataclass
class Browser:
    """One visitor: sends like the chat page, with the same id until a gateway has answered; listens on a stream."""

    talk: Talk
    token: str
    person_key: str
    urls: list[str]
    http: httpx.AsyncClient
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)
    count: int = 0

    async def say(self, step: Step, in_turn: bool = True) -> None:
        """Write a message; the page sends one after the other, a hasty client does not."""
        self.count += 1
        text = " ".join(filter(None, (f"{self.talk.mark} number {self.count} of my questions here", step.words)))
        await self._send(Sent(str(uuid.uuid4()), text, 0.0), {"text": text}, step.gateway, in_turn)

    async def press(self, step: Step) -> None:
        """Press the button that asks for a person."""
        sent = Sent(str(uuid.uuid4()), "Talk to a person", 0.0)
        await self._send(sent, {"button": self.person_key}, step.gateway, True)

    async def _send(self, sent: Sent, body: dict[str, str], gateway: int, in_turn: bool) -> None:
        async with self.sending if in_turn else asyncio.Lock():
            place = len(self.talk.sent)
            self.talk.sent.append(replace(sent, begun=time.monotonic()))
            seq = await self._post(sent.client_id, body, gateway)
            self._accepted(place, seq)

    def _accepted(self, place: int, seq: int) -> None:
        sent = self.talk.sent[place]
        accepted = time.monotonic() if sent.accepted is None else sent.accepted
        self.talk.sent[place] = replace(sent, accepted=accepted, numbers=(*sent.numbers, seq))

    async def again(self, step: Step) -> None:
        """Send an earlier message twice more at once, at two gateways, whether it was accepted yet or not."""
        earlier = [place for place, sent in enumerate(self.talk.sent) if sent.text.startswith(self.talk.mark)]
        if not earlier:
            return
        place = earlier[step.number % len(earlier)]
        sent = self.talk.sent[place]
        body = {"text": sent.text}
        for seq in await asyncio.gather(*(self._post(sent.client_id, body, step.gateway + each) for each in (0, 1))):
            self._accepted(place, seq)

    async def _post(self, client_id: str, body: dict[str, str], gateway: int) -> int:
        """Post until a gateway takes it, wherever."""
        end, last = time.monotonic() + PATIENCE, "nothing"
        for attempt in range(10_000):
            url = self.urls[(gateway + attempt) % len(self.urls)]
            try:
                answer = await self.http.post(f"{url}/api/messages", json={"client_id": client_id, **body})
                if answer.status_code == 202:
                    return int(answer.json()["seq"])
                last = answer.text
                assert answer.status_code in (429, 503), last
            except _LOST as problem:
                last = repr(problem)
            assert time.monotonic() < end, f"{self.talk.mark}: nobody takes {body}: {last}"
            await asyncio.sleep(0.1)
        raise AssertionError

    async def listen(self, gateway: int) -> None:
        """Follow the conversation for ever, and go on elsewhere when the line breaks."""
        heard: list[tuple[int, str]] = []
        self.talk.received.append(heard)
        for attempt in range(10_000):
            url = self.urls[(gateway + attempt) % len(self.urls)]
            with suppress(*_LOST):
                await self._follow(url, heard)
            await asyncio.sleep(0.05)

    async def _follow(self, url: str, heard: list[tuple[int, str]]) -> None:
        after = heard[-1][0] if heard else 0
        async with self.http.stream("GET", f"{url}/api/stream?after={after}", timeout=None) as stream:
            if stream.status_code != 200:
                return
            name = ""
            async for line in stream.aiter_lines():
                if line.startswith("event: "):
                    name = line[7:]
                if line.startswith("data: ") and name == "message":
                    heard.append(_shown(json.loads(line[6:])))

    async def poll(self, gateway: int) -> None:
        """Follow the conversation by long polls for ever."""
        heard: list[tuple[int, str]] = []
        self.talk.received.append(heard)
        for attempt in range(10_000):
            url = self.urls[(gateway + attempt) % len(self.urls)]
            after = heard[-1][0] if heard else 0
            with suppress(*_LOST):
                page = await self.http.get(f"{url}/api/messages?after={after}&wait=2")
                if page.status_code == 200:
                    heard.extend(_shown(each) for each in page.json()["messages"])
                    continue
            await asyncio.sleep(0.05)

    async def transcript(self, url: str) -> list[tuple[int, str]]:
        """Return the whole conversation as a gateway shows it, page by page."""
        found: list[tuple[int, str]] = []
        while True:
            after = found[-1][0] if found else 0
            page = (await self.http.get(f"{url}/api/messages?after={after}")).json()["messages"]
            if not page:
                return found
            found.extend(_shown(each) for each in page)


def _shown(message: dict[str, Any]) -> tuple[int, str]:
    return int(message["seq"]), str(message["text"])


async def browser(mark: str, urls: list[str]) -> Browser:
    """Open a conversation and return its visitor."""
    http = httpx.AsyncClient(timeout=_REQUEST_SECONDS, trust_env=False, limits=httpx.Limits(max_connections=None))
    opened = (await http.post(f"{urls[0]}/api/session", json={"language": "en"})).json()
    http.headers["Authorization"] = f"Bearer {opened['token']}"
    greeting = (await http.get(f"{urls[0]}/api/messages")).json()["messages"][0]
    keys = [item["key"] for part in greeting["parts"] if part["type"] == "buttons" for item in part["items"]]
    return Browser(Talk(opened["conversation_id"], mark), opened["token"], keys[-1], urls, http)


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended; a request that ends at the same moment may swallow a cancellation."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=1)


@dataclass
class Town:
    """Gateways on one database, their brain, and the staff."""

    database: Database
    brain: NotingBrain
    gateways: list[GatewayProcess]

    async def act(self, plan: Plan) -> list[Talk]:
        """Carry out a plan, wait until everything has come to rest, and return the conversations."""
        await asyncio.gather(*(each.start() for each in self.gateways if each.process is None))
        urls = [each.url for each in self.gateways]
        marks = [f"visitor {plan.seed}.{number}" for number in range(plan.visitors)]
        browsers = await asyncio.gather(*(browser(mark, urls) for mark in marks))
        chance = random.Random(plan.seed)  # noqa: S311
        follows = [chance.choice((each.listen, each.poll))(chance.randrange(plan.gateways)) for each in browsers]
        listening = [asyncio.create_task(follow) for follow in follows]
        try:
            await self._all(plan, browsers)
            await self._rest(browsers)
        finally:
            await _end(listening)
        killed = {life: when for gateway in self.gateways for life, when in gateway.killed.items()}
        for each in browsers:
            each.talk.spans = self.brain.spans(each.talk.id, killed)
            each.talk.transcripts = [await each.transcript(url) for url in urls]
            await each.http.aclose()
        return [each.talk for each in browsers]

    async def _all(self, plan: Plan, browsers: list[Browser]) -> None:
        """Carry out the steps; one that never ends is named."""
        steps = {asyncio.create_task(self._later(step, browsers)): step for step in plan.steps}
        done, pending = await asyncio.wait(steps, timeout=2 * PATIENCE, return_when=asyncio.FIRST_EXCEPTION)
        await _end(pending)
        for task in done:
            task.result()
        assert not pending, f"plan {plan.seed}: these never ended: {[steps[task] for task in pending]}"

    async def _later(self, step: Step, browsers: list[Browser]) -> None:
        await asyncio.sleep(step.at)
        one, staff = browsers[step.visitor], Desk(self.database)
        if step.what == plans.KILL:
            await self._kill(self.gateways[step.gateway], step.down)
        elif step.what == plans.BURST:
            await asyncio.gather(*(one.say(step, in_turn=False) for _ in range(step.number)))
        elif step.what in plans.STAFF:
            await staff.does(step.what, one.talk)
        else:
            await {plans.SAY: one.say, plans.AGAIN: one.again, plans.PRESS: one.press}[step.what](step)

    @staticmethod
    async def _kill(gateway: GatewayProcess, down: float) -> None:
        if gateway.process is None:
            return
        gateway.kill()
        await asyncio.sleep(down)
        if gateway.process is None:
            await gateway.start()

    async def _rest(self, browsers: Iterable[Browser]) -> None:
        """Wait until nothing waits and every stream has brought everything, but not for ever."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if all([await asyncio.to_thread(self._quiet, each.talk) for each in browsers]):
                return
            await asyncio.sleep(0.1)

    def _quiet(self, talk: Talk) -> bool:
        last = talk.received[-1][-1][0] if talk.received and talk.received[-1] else 0
        return is_quiet(self.database, talk.id, last)
