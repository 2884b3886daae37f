"""The real brain, killed and hung, behind the real gateway and the real supervisor."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import brains
from tests.bot.conftest import Start
from tests.bot.served import free_port
from tests.bot.visitor import Visitor
from tests.import_graph import ROOT
from tools.brains import BrainKeeper, Rules
from tools.environment import QUIET_RASA
from tools.processes import Process

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(1200)]
MODEL = Path(os.environ.get("MODEL", str(ROOT / "models/citybridge.tar.gz")))
PATIENCE = 280.0
"""Seconds: a busy machine may take long to load a model; the time limit of the gateway is as long here."""


def answered(visitor: Visitor, text: str) -> str:
    """Send a message and return the answer, however long a restart takes."""
    seq = visitor.post(text).json()["seq"]
    for _ in range(int(PATIENCE / 5)):
        said = [each["text"] for each in visitor.messages(seq, wait=5) if each["direction"] == "out"]
        if said:
            return str(said[0])
    raise AssertionError("no answer")


async def until(true: Callable[[], bool]) -> None:
    """Wait until something holds, at most as long as a model may take to load."""
    for _ in range(int(PATIENCE / 0.2)):
        if true():
            return
        await asyncio.sleep(0.2)


@pytest.mark.skipif(not MODEL.is_file(), reason=f"no model at {MODEL}: make train")
async def test_real_brain_that_is_killed_and_then_hangs_answers_every_message(
    start: Start, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brains, "STARTING_SECONDS", PATIENCE)
    told: list[str] = []
    ports = (free_port(), free_port())

    def make(port: int, model: Path) -> Process:
        variables = {**os.environ, **QUIET_RASA, "BRAIN_PORT": str(port), "MODEL": str(model)}
        health, log = f"http://127.0.0.1:{port}/health", tmp_path / "brain.log"
        return Process("brain", ("-m", "bot.brain.service"), variables, health, log, appends=True)

    model = tmp_path / MODEL.name
    model.symlink_to(MODEL)
    keeper = BrainKeeper(
        make, ports, model, Rules(check_seconds=0.5, start_seconds=PATIENCE), lambda key, **_: told.append(key)
    )
    urls = tuple(f"http://127.0.0.1:{port}" for port in ports)
    visitor = start(sqlite_url, brain_url=urls, brain_timeout=PATIENCE).visitor("zh")
    assert await keeper.start(), keeper.current.last_words()
    keeping = asyncio.create_task(keeper.keep())
    try:
        said = [await asyncio.to_thread(answered, visitor, "介绍一下重庆")]
        for number in (signal.SIGKILL, signal.SIGSTOP):
            os.kill(keeper.current.number, number)
            said.append(await asyncio.to_thread(answered, visitor, "介绍一下重庆"))
        await until(lambda: told.count("back") == 2)  # the answer may overtake the keeper's next look
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await keeper.stop()

    assert all("重庆" in each and "很抱歉" not in each for each in said)
    assert told == ["died", "back", "brain_hung", "died", "back"]
