"""A crowd for real: Locust in a process of its own, the real gateway on SQLite, and a brain that answers at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.crowd import ASKING, gather
from benchmarks.crowd_report import goals_of_load, goals_of_soak
from benchmarks.diary import faults
from benchmarks.person import Question
from benchmarks.plan import Plan
from tests.benchmarks.peer import Peer
from tests.bot.conftest import Start, brain, sqlite_url, start
from tests.bot.stand_in_brain import StandInBrain, Turn, answer, says

__all__ = ["brain", "sqlite_url", "start"]

QUESTIONS = {language: [Question(f"{number}", f"cities/{number}") for number in range(20)] for language in ("en", "zh")}


def names_the_city(turn: Turn) -> dict[str, Any]:
    """Answer from the record that the question names."""
    return answer(turn, {**says("Yes.", "是。"), "records": [f"cities/{turn['message']['text']}"]})


async def test_a_crowd_finds_the_gateway_in_order(
    start: Start, brain: StandInBrain, sqlite_url: str, tmp_path: Path
) -> None:
    brain.script = names_the_city
    gateway = start(sqlite_url, rate_messages_per_network=0, rate_sessions_per_network=0)
    plan = Plan(gateway.url, 6, 0.3, 1, 3, QUESTIONS, stay=4, again=3, reconnect=2)

    outcome = await gather(plan, tmp_path, {"gateway": os.getpid()}, 0.2)

    assert (outcome.faults, outcome.broken) == ({}, 0), [diary for diary in outcome.diaries if faults(diary)]
    assert len(outcome.diaries) > 6, "people come back with a new session"
    assert outcome.messages > 20
    assert len(outcome.times()) == outcome.messages
    assert set(outcome.work) == {"gateway", ASKING} and len(outcome.samples) > 5
    assert [goal.met for goal in goals_of_load(outcome)[1:]] == [True] * 6
    assert all(goal.measured is not None for goal in goals_of_soak(outcome))
    assert "gevent" not in sys.modules, "Locust stays in its own process"


async def test_a_crowd_finds_what_is_wrong(tmp_path: Path) -> None:
    peer = Peer()
    peer.start()
    peer.fault = "answered twice"
    try:
        outcome = await gather(Plan(peer.url, 3, 0.2, 0.5, 2, QUESTIONS), tmp_path, {"peer": os.getpid()}, 0.5)
    finally:
        peer.stop()

    assert outcome.faults == {"doubled": 3}
    assert [goal.what for goal in goals_of_load(outcome) if not goal.met] == ["messages doubled"]
