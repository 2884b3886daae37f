"""The processes of a plan: gateways that can be killed, and a brain that notes who was in it and when."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.bot.served import Served, free_port, plain_server
from tests.bot.stand_in_brain import answer, says
from tests.order.history import Span
from tests.order.plans import ASK_PERSON, FAILS, STOP_WAITING

ROOT = Path(__file__).parents[2]
BRAIN_SECONDS = 1.5
_START_SECONDS = 60
_WAIT = re.compile(r"wait(\d+)")


@dataclass
class Visit:
    """One stay of a turn in the brain, noted as it happens."""

    life: str
    talk: str
    seq: int
    begun: float
    ended: float = 0.0


class NotingBrain(Served):
    """A brain that does what the message says, and notes every turn. Each life of a gateway has its own path."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        routes = [Route("/{life}/turn", self._turn, methods=["POST"]), Route("/{life}/health", self._health)]
        super().__init__(plain_server(Starlette(routes=routes)))

    async def _turn(self, request: Request) -> Response:
        try:
            turn = json.loads(await request.body())
        except ClientDisconnect:
            return PlainTextResponse("gone", 400)
        talk, _, seq = turn["turn_id"].rpartition("-")
        visit = Visit(request.path_params["life"], talk, int(seq), time.monotonic())
        self.visits.append(visit)
        text = turn["message"]["text"]
        waits = _WAIT.search(text)
        await asyncio.sleep(int(waits[1]) / 1000 if waits else 0.0)
        visit.ended = time.monotonic()
        return PlainTextResponse("no", 500) if FAILS in text else JSONResponse(_answer(turn, text))

    async def _health(self, _request: Request) -> Response:
        return JSONResponse({"ready": True})

    def spans(self, talk: str, killed: dict[str, float]) -> list[Span]:
        """Return the stays of a conversation, each cut where its gateway died.

        Args:
            talk: id of the conversation.
            killed: when a life of a gateway ended.
        """
        now = time.monotonic()
        return [
            Span(visit.seq, visit.begun, min(visit.ended or now, killed.get(visit.life, now)))
            for visit in list(self.visits)
            if visit.talk == talk
        ]


def _answer(turn: dict[str, Any], text: str) -> dict[str, Any]:
    said = says("You said: {text}", "{text}", text={"string": text})
    wishes = {ASK_PERSON: "ask_person", STOP_WAITING: "stop_waiting"}
    return answer(turn, said, effects=tuple({"type": kind} for words, kind in wishes.items() if words in text))


@dataclass
class GatewayProcess:
    """`python -m bot.app`, started and killed again and again on one port."""

    name: str
    database_url: str
    brain_url: str
    folder: Path
    port: int = field(default_factory=free_port)
    lives: int = 0
    killed: dict[str, float] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def _life(self) -> str:
        return f"{self.name}.{self.lives}"

    @property
    def log(self) -> Path:
        """Everything that its lives have written."""
        return self.folder / f"{self.name}.log"

    async def start(self) -> None:
        """Start it, and return when it takes requests, or when it has been killed meanwhile."""
        self.lives += 1
        # An empty folder: to read the knowledge would take longer than the plan.
        knowledge = self.folder / "knowledge"
        knowledge.mkdir(exist_ok=True)
        environment = {
            **os.environ, "PORT": str(self.port), "DATABASE_URL": self.database_url, "KNOWLEDGE_FOLDER": str(knowledge),
            "BRAIN_URL": f"{self.brain_url}/{self._life}", "BRAIN_TIMEOUT": str(BRAIN_SECONDS), "WAKE_EVERY": "0.1",
            "RATE_MESSAGES": "0", "RATE_MESSAGES_PER_NETWORK": "0", "RATE_SESSIONS_PER_NETWORK": "0",
            "WAITING_PER_NETWORK": "0",
        }  # fmt: skip
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "bot.app"]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603
        self.process = process
        end = time.monotonic() + _START_SECONDS
        async with httpx.AsyncClient(trust_env=False) as http:
            while time.monotonic() < end:
                try:
                    await http.get(f"{self.url}/health", timeout=2)
                    return
                except httpx.TransportError:
                    if self.process is not process:
                        return  # killed before it could say anything
                    assert process.poll() is None, self.log.read_text("utf-8")[-4000:]
                    await asyncio.sleep(0.05)
        raise AssertionError(f"{self.name} did not start: {self.log.read_text('utf-8')[-4000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)
            self.killed[self._life] = time.monotonic()
            self.process = None
