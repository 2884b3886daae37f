"""What `make bench` measures of one assistant, the same way for each."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.assistants import Assistant
from benchmarks.changing import seconds_until_told
from benchmarks.client import Client, Rush, long_conversation, one_after_another, rush
from benchmarks.distribution import Distribution
from benchmarks.memory import worked
from benchmarks.messages import Mix, conversation

WINDOW = 10
"""Turns of a long conversation around the one that is told of; they hold the same messages everywhere."""
NEW = "new questions"
"""Name of the mix of which no message has been asked before: it is asked once, and no answer comes from memory."""
TOLD = (10, 100, 1000)
SHORTEST_LONG = TOLD[0] + WINDOW // 2


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Args:
        rounds: how often one client asks each message that is asked again and again.
        new: how many new messages of each language one client asks.
        clients: how many clients at once, for each rush.
        seconds: of each rush.
        turns: of a long conversation.
        conversations: how many long ones.
        patience: seconds after which a long conversation is given up.
    """

    rounds: int
    new: int
    clients: Sequence[int]
    seconds: float
    turns: int
    conversations: int
    patience: float


_LONG = (TOLD[1] + WINDOW // 2, TOLD[-1] + WINDOW // 2)
FULL = Extent(rounds=10, new=200, clients=(1, 10, 50), seconds=10, turns=_LONG[1], conversations=3, patience=180)
QUICK = Extent(rounds=2, new=40, clients=(1, 10, 50), seconds=3, turns=_LONG[0], conversations=1, patience=30)


@dataclass
class Measurement:
    """What was measured of one assistant.

    Args:
        assistant: with its start.
        one: name of a mix → times of one client alone.
        work: name of each process → milliseconds of processor time for each message of one client alone.
        rushes: several clients at once.
        long: milliseconds of the turns of each long conversation.
        memory: name of each process → megabytes after all that.
        training: seconds from scratch.
        changed: seconds until a changed record was answered from.
    """

    assistant: Assistant
    one: dict[str, Distribution] = field(default_factory=dict)
    work: dict[str, float] = field(default_factory=dict)
    rushes: list[Rush] = field(default_factory=list)
    long: list[list[float]] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    training: float | None = None
    changed: float | None = None

    @property
    def fastest(self) -> Distribution:
        """Return the times of the mix that suits the assistant best."""
        return min(self.one.values(), key=lambda times: times.median)

    @property
    def usual(self) -> Distribution:
        """Return the times that goals are held to: of new messages, where such were asked."""
        return self.one.get(NEW) or self.fastest

    @property
    def rate(self) -> float:
        """Return the messages per second with as many clients as suit it best."""
        return max(each.rate for each in self.rushes)

    def at_turn(self, turn: int) -> float | None:
        """Return the median around a turn of the long conversations, or nothing if none was that long.

        Args:
            turn: counts from 1.

        Returns:
            Milliseconds.
        """
        first, last = turn - WINDOW // 2, turn + WINDOW // 2
        found = [time for times in self.long if len(times) >= last for time in times[first:last]]
        return median(found) if found else None

    @property
    def longest(self) -> int:
        """Return the turns of the longest conversation."""
        return max((len(times) for times in self.long), default=0)


async def measure(
    assistant: Assistant,
    mixes: Mapping[str, Mix],
    extent: Extent,
    tell: Callable[[str], None],
    rushing: Mix | None = None,
) -> Measurement:
    """Measure a running assistant.

    Args:
        assistant: runs.
        mixes: name → what it is asked; the first is used for everything but the times of one client alone.
        extent: how much.
        tell: told the key of each part that begins.
        rushing: what several clients at once ask; the first mix if not given.

    Raises:
        Unanswered: a client alone got no answer.
        psutil.NoSuchProcess: a process of the assistant ended.
    """
    found, main = Measurement(assistant), next(iter(mixes.values()))
    client = Client(assistant.address, assistant.token)
    try:
        tell("bench_one")
        for name, mix in mixes.items():
            found.one[name], work = await _one(assistant, client, name, mix, extent.rounds)
            found.work = work if name == NEW else found.work or work
        tell("bench_long")
        for number in range(extent.conversations):
            asked = (client, f"long-{number}", conversation(main, number, WINDOW), extent.turns, extent.patience)
            found.long.append(await asyncio.to_thread(long_conversation, *asked))
        tell("bench_rush")
        numbers = itertools.count()
        for clients in extent.clients:
            asked_by = (assistant.address, assistant.token, rushing or main, clients, extent.seconds, numbers)
            found.rushes.append(await asyncio.to_thread(rush, *asked_by))
    finally:
        client.close()
    found.memory = assistant.memory()
    return found


async def change(assistant: Assistant, records: Path) -> float:
    """Return the seconds until a changed record was answered from.

    Args:
        assistant: runs, and answers from these records.
        records: a copy of the folder.

    Raises:
        Unanswered: the change was not told.
    """
    client = Client(assistant.address, assistant.token)
    try:
        return await asyncio.to_thread(seconds_until_told, client, records)
    finally:
        client.close()


async def _one(
    assistant: Assistant, client: Client, name: str, mix: Mix, rounds: int
) -> tuple[Distribution, dict[str, float]]:
    """Return the times of one client alone, and each process's milliseconds of processor time for a message."""
    if name == NEW:
        rounds = 1  # and no round before: what is asked again is not new
    else:
        await asyncio.to_thread(one_after_another, client, mix, 1, f"warm-{name}")
    before = _worked(assistant)
    times = await asyncio.to_thread(one_after_another, client, mix, rounds, f"one-{name}")
    after = _worked(assistant)
    return Distribution.of(times), {each: 1000 * (after[each] - before[each]) / len(times) for each in after}


def _worked(assistant: Assistant) -> dict[str, float]:
    return {name: worked(number) for name, number in assistant.numbers.items()}
