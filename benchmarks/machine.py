"""The machine on which was measured: what matters for the figures, and nothing that says whose it is."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

PACKAGES = ("rasa", "tensorflow", "starlette", "uvicorn", "sqlalchemy", "locust")
BUSY = 10.0
"""Percent of all processors together that others may use before the machine counts as busy."""


@dataclass(frozen=True)
class Machine:
    """A machine just before measuring.

    Args:
        processor: its model.
        processors: how many.
        gigabytes: of memory.
        system: such as Linux.
        python: version.
        packages: name → version.
        load: load average of 1, 5 and 15 minutes.
        others: percent of all processors that others used.
    """

    processor: str
    processors: int
    gigabytes: float
    system: str
    python: str
    packages: dict[str, str]
    load: tuple[float, float, float]
    others: float

    @property
    def busy(self) -> bool:
        """Tell whether others used so much that the figures are worse than they would be."""
        return self.others > BUSY


def look(seconds: float = 3.0) -> Machine:
    """Look at this machine.

    Args:
        seconds: for how long to see what others do.
    """
    return Machine(
        processor=_processor(Path("/proc/cpuinfo")),
        processors=os.cpu_count() or 1,
        gigabytes=psutil.virtual_memory().total / 1e9,
        system=platform.system(),
        python=platform.python_version(),
        packages=dict(_installed()),
        load=os.getloadavg(),
        others=psutil.cpu_percent(interval=seconds),
    )


def _installed() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        with suppress(PackageNotFoundError):  # Rasa is not there on newer Python
            yield name, version(name)


def _processor(file: Path) -> str:
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
