"""The supervisor brings the brain back, and a new model is taken without a lost or apologised turn."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.settings import SettingsError
from tests.bot.conftest import RunningGateway, Start
from tests.bot.served import free_port
from tests.bot.visitor import Visitor
from tools.brains import BrainKeeper, Rules, read_rules
from tools.processes import Process

QUICK = Rules(
    check_seconds=0.2, hung_after=3, start_seconds=30, settle_seconds=1.5, steady_seconds=0.0, look_seconds=0.2
)
PATIENCE = 40.0


class Kept:
    """A kept brain, what the operator was told, and the gateway in front of it."""

    def __init__(self, folder: Path, rules: Rules, start: Start, url: str, **variables: str) -> None:
        self.model = folder / "model"
        self.told: list[str] = []
        self.ports = (free_port(), free_port())
        self._folder, self._variables = folder, variables
        self.write("m1")
        self.keeper = BrainKeeper(self._make, self.ports, self.model, rules, lambda key, **_: self.told.append(key))
        urls = tuple(f"http://127.0.0.1:{port}" for port in self.ports)
        self.gateway: RunningGateway = start(url, brain_url=urls, brain_timeout=30.0)

    def write(self, model: str) -> None:
        """Put a new model in place, as training does."""
        draft = self.model.with_name("draft")
        draft.write_text(model, "utf-8")
        os.replace(draft, self.model)

    def _make(self, port: int, model: Path) -> Process:
        own = {"BRAIN_PORT": str(port), "MODEL": str(model), **self._variables}
        health, log = f"http://127.0.0.1:{port}/health", self._folder / "brain.log"
        return Process("brain", ("-m", "tests.faults.brain_program"), {**os.environ, **own}, health, log, appends=True)

    async def until(self, key: str, times: int = 1) -> None:
        """Wait until the operator has been told something."""
        end = time.monotonic() + PATIENCE
        while self.told.count(key) < times:
            assert time.monotonic() < end, f"{key} was not told: {self.told}"
            await asyncio.sleep(0.05)

    @asynccontextmanager
    async def running(self, good: bool = True) -> AsyncIterator[Visitor]:
        """Run brain and supervisor; gives a visitor."""
        assert await self.keeper.start() is good
        keeping = asyncio.create_task(self.keeper.keep())
        try:
            yield await asyncio.to_thread(self.gateway.visitor)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await self.keeper.stop()


Keep = Callable[..., Kept]


@pytest.fixture
def keep(tmp_path: Path, start: Start, sqlite_url: str) -> Keep:
    return lambda rules=QUICK, **variables: Kept(tmp_path, rules, start, sqlite_url, **variables)


def said(visitor: Visitor, text: str) -> Awaitable[dict[str, Any]]:
    """Return the answer to a message."""
    return asyncio.to_thread(visitor.ask, text)


def models(gateway: RunningGateway) -> list[str]:
    """Return the models that answered, in order; None for an apology."""
    with gateway.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT model FROM turns ORDER BY created, seq").scalars())


async def test_killed_brain_is_restarted_and_its_turn_is_answered(keep: Keep) -> None:
    kept = keep()
    async with kept.running() as visitor:
        asking = asyncio.create_task(said(visitor, "slow 1.5"))
        await asyncio.sleep(0.7)
        os.kill(kept.keeper.current.number, signal.SIGKILL)
        reply = await asking
        await kept.until("back")

    assert reply["text"].startswith("You said: slow")
    assert kept.told == ["died", "back"]


async def test_hung_brain_is_ended_and_restarted_and_its_turn_is_answered(keep: Keep) -> None:
    kept = keep(replace(QUICK, hung_after=2))
    async with kept.running() as visitor:
        os.kill(kept.keeper.current.number, signal.SIGSTOP)
        reply = await said(visitor, "tell me about the city")
        await kept.until("back")

    assert reply["text"].startswith("You said: tell me about the city")
    assert kept.told == ["brain_hung", "died", "back"]


async def test_brain_that_grows_too_large_is_replaced_without_a_lost_turn(keep: Keep) -> None:
    kept = keep(replace(QUICK, memory_mb=400))
    async with kept.running() as visitor:
        await said(visitor, "eat 500")
        await kept.until("brain_large")
        reply = await said(visitor, "are you still there")
        await kept.until("brain_replaced")
        used = kept.keeper.current.memory_mb

    assert reply["text"].startswith("You said: are you still there")
    assert 0 < used < 400


async def test_new_model_is_taken_under_traffic_without_a_lost_turn(keep: Keep) -> None:
    kept = keep(START_SECONDS="1")
    over, wrong, count = threading.Event(), [], [0]

    def write_on(visitor: Visitor) -> None:
        while not over.is_set():
            text = f"question {count[0]}"
            count[0] += 1
            answer = visitor.ask(text)["text"]
            if not answer.startswith(f"You said: {text}"):
                wrong.append(answer)

    async with kept.running():
        writers = [asyncio.to_thread(write_on, kept.gateway.visitor()) for _ in range(4)]
        writing = asyncio.gather(*writers)
        for name in ("m2", "m3"):
            await asyncio.sleep(0.7)
            kept.write(name)
            await kept.until("brain_replaced", times=int(name[1]) - 1)
        await asyncio.sleep(0.7)
        over.set()
        await writing
    answered = models(kept.gateway)

    assert wrong == [] and len(answered) == count[0]
    assert [set(answered[:1]), set(answered), answered[-1]] == [{"m1"}, {"m1", "m2", "m3"}, "m3"]
    assert kept.told == ["model_new", "brain_replaced"] * 2


async def test_turn_under_way_is_ended_by_the_old_brain(keep: Keep) -> None:
    kept = keep()
    async with kept.running() as visitor:
        asking = asyncio.create_task(said(visitor, "slow 6"))
        await asyncio.sleep(0.5)
        kept.write("m2")
        await kept.until("model_new")
        reply = await asking
        await kept.until("brain_replaced")

    assert reply["text"].startswith("You said: slow 6")
    assert models(kept.gateway) == ["m1"]


async def test_broken_new_model_leaves_the_old_brain_answering_also_after_its_end(keep: Keep) -> None:
    kept = keep()
    async with kept.running() as visitor:
        kept.write("broken")
        await kept.until("model_refused")
        await said(visitor, "the first question")
        os.kill(kept.keeper.current.number, signal.SIGKILL)
        await said(visitor, "the second question")
        kept.write("m3")
        await kept.until("brain_replaced")
        await said(visitor, "the third question")

    assert kept.told[:2] == ["model_new", "model_refused"] and "model_old" in kept.told
    assert models(kept.gateway) == ["m1", "m1", "m3"]


async def test_brain_that_cannot_start_is_tried_again_when_the_model_is_mended(keep: Keep) -> None:
    kept = keep()
    kept.write("broken")
    async with kept.running(good=False) as visitor:
        seq = await asyncio.to_thread(lambda: visitor.post("is anybody there").json()["seq"])
        await kept.until("died")
        kept.write("m2")
        reply = await asyncio.to_thread(visitor.answer_after, seq)

    assert reply["text"].startswith("You said: is anybody there")


@pytest.mark.parametrize("value", ["-1", "much", "1,5"])
def test_wrong_setting_of_the_supervisor_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="BRAIN_MEMORY_MB must be a number from 0"):
        read_rules({"BRAIN_MEMORY_MB": value})
