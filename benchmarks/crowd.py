"""Lets a crowd of people talk to a server: Locust in a process of its own, and what they wrote in their diaries."""

from __future__ import annotations

import asyncio
import json
import os
import resource
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.assistants import timed
from benchmarks.diary import Diary, faults
from benchmarks.distribution import Distribution
from benchmarks.memory import Sample, Watch, worked
from benchmarks.plan import VARIABLE, Plan

LOCUSTFILE = Path(__file__).with_name("locustfile.py")
ASKING = "who asks"
GRACE = 120.0
"""Seconds that the crowd may take to leave."""


@dataclass
class Outcome:
    """What became of a crowd.

    Args:
        plan: what they were to do.
        diaries: one for each session.
        began: when the first arrived, on the clock of the diaries.
        samples: memory of the processes meanwhile.
        work: name of each process → seconds of processor time.
        seconds: it all took.
    """

    plan: Plan
    diaries: list[Diary]
    samples: list[Sample] = field(default_factory=list)
    work: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def faults(self) -> Counter[str]:
        """Return how often what went wrong."""
        return sum((faults(diary) for diary in self.diaries), Counter[str]())

    @property
    def messages(self) -> int:
        """Return how many messages were written."""
        return sum(len(diary.sent) for diary in self.diaries)

    @property
    def broken(self) -> int:
        """Return how many streams ended by themselves."""
        return sum(diary.broken for diary in self.diaries)

    def times(self) -> list[tuple[float, float]]:
        """Return of each answered message when it was sent, in seconds since all had arrived, and its milliseconds."""
        begun = min((message.at for diary in self.diaries for message in diary.sent), default=0.0) + self.plan.ramp
        found = [(at - begun, 1000 * took) for diary in self.diaries for at, took in diary.times()]
        return sorted(found)

    def steady(self) -> Distribution:
        """Return the milliseconds of the messages sent after all had arrived."""
        return Distribution.of(took for at, took in self.times() if at >= 0)


async def gather(plan: Plan, folder: Path, numbers: dict[str, int], every: float) -> Outcome:
    """Let a crowd talk, and watch the processes meanwhile.

    Args:
        plan: what they do.
        folder: for plan, diaries and log.
        numbers: name of each process to watch → process id.
        every: seconds between two looks at the memory.

    Raises:
        MeasurementFailed: Locust ended with an error.
        psutil.NoSuchProcess: a watched process ended.
    """
    file = folder / "plan.json"
    plan.write(file)
    command = (
        *("-m", "locust", "--locustfile", str(LOCUSTFILE), "--headless", "--users", str(plan.people)),
        *("--spawn-rate", str(plan.people / max(plan.ramp, 0.1)), "--run-time", f"{_longest(plan):.0f}s"),
        *("--loglevel", "WARNING", "--exit-code-on-error", "0", "--skip-log-setup", "--only-summary"),
    )
    environment = {**os.environ, VARIABLE: str(file), "PYTHONPATH": str(LOCUSTFILE.parent.parent)}
    before, asking = {name: worked(number) for name, number in numbers.items()}, _children()
    watch = Watch(numbers, every)
    crowd = asyncio.ensure_future(timed(command, environment, folder / "locust.log"))
    watching = asyncio.ensure_future(watch.run())
    try:
        await asyncio.wait([crowd, watching], return_when=asyncio.FIRST_COMPLETED)
        if not crowd.done():
            watching.result()
        seconds = await crowd
    finally:
        for each in (crowd, watching):
            each.cancel()
        await asyncio.gather(crowd, watching, return_exceptions=True)
    work = {name: worked(number) - before[name] for name, number in numbers.items()}
    work[ASKING] = _children() - asking
    return Outcome(plan, read(file.with_suffix(".diaries")), watch.samples, work, seconds)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _longest(plan: Plan) -> float:
    return plan.ramp + plan.seconds + plan.patience + GRACE


def read(file: Path) -> list[Diary]:
    """Return the diaries of a file, one on each line."""
    with file.open(encoding="utf-8") as lines:
        return [Diary.read(json.loads(line)) for line in lines]
