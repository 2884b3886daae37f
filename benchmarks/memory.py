"""Memory and processor time of running processes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

import psutil

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Sample:
    """Memory at one moment.

    Args:
        at: seconds since the first sample.
        megabytes: name of a process → resident memory in megabytes, its children included.
    """

    at: float
    megabytes: Mapping[str, float]

    @property
    def total(self) -> float:
        """Return the megabytes of all."""
        return sum(self.megabytes.values())


def _family(number: int) -> list[psutil.Process]:
    process = psutil.Process(number)
    return [process, *process.children(recursive=True)]


def resident(number: int) -> float:
    """Return the resident memory of a process and its children.

    Args:
        number: process id.

    Returns:
        Megabytes (of 1,000,000 bytes).

    Raises:
        psutil.NoSuchProcess: it has ended.
    """
    return float(sum(process.memory_info().rss for process in _family(number)) / MEGABYTE)


def worked(number: int) -> float:
    """Return the seconds of processor time that a process and its children have used.

    Raises:
        psutil.NoSuchProcess: it has ended.
    """
    times = [process.cpu_times() for process in _family(number)]
    return float(sum(each.user + each.system for each in times))


class Watch:
    """Samples the memory of some processes until it is stopped.

    Args:
        numbers: name → process id.
        every: seconds between two samples.
    """

    def __init__(self, numbers: Mapping[str, int], every: float) -> None:
        self.samples: list[Sample] = []
        self._numbers = numbers
        self._every = every

    async def run(self) -> None:
        """Sample for ever.

        Raises:
            psutil.NoSuchProcess: one of the processes has ended.
        """
        began = time.monotonic()
        while True:
            found = {name: resident(number) for name, number in self._numbers.items()}
            self.samples.append(Sample(time.monotonic() - began, found))
            await asyncio.sleep(self._every)
