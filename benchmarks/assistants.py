"""The assistants that are measured: CityBridge, and the one that `rasa init` makes, each as anyone would run it."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.memory import resident
from tools import train
from tools.environment import QUIET_RASA
from tools.processes import Process, any_free_port

TOKEN = "only-for-this-measurement"  # noqa: S105
NO_LIMITS = dict.fromkeys(
    ("RATE_MESSAGES", "RATE_MESSAGES_PER_NETWORK", "RATE_SESSIONS_PER_NETWORK", "WAITING_PER_NETWORK"), "0"
)
"""All clients come from one address, which the limits of a real deployment would take for misuse."""
OPEN_FILES = 8192
"""A gateway holds two connections for each person who is connected."""


class MeasurementFailed(Exception):
    """A process that is measured did not do what it must; the text says which, with the end of its log."""


@dataclass
class Assistant:
    """A running assistant.

    Args:
        name: as in the report.
        address: of its REST channel.
        token: of its REST channel; empty if it asks for none.
        numbers: name of each process → process id.
        ready: name of each process → seconds from its start until it answered.
        empty: name of each process → megabytes as soon as it answered.
    """

    name: str
    address: str
    token: str
    numbers: dict[str, int] = field(default_factory=dict)
    ready: dict[str, float] = field(default_factory=dict)
    empty: dict[str, float] = field(default_factory=dict)

    def memory(self) -> dict[str, float]:
        """Return name of each process → megabytes now."""
        return {name: resident(number) for name, number in self.numbers.items()}


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of every process that is measured: nothing of this machine's settings but the usual.

    Args:
        folder: for what Rasa keeps.
    """
    settings = {"HELPDESK_API_TOKEN": TOKEN, "RASA_CACHE_DIRECTORY": str(folder / "cache")}
    return {**os.environ, **QUIET_RASA, **NO_LIMITS, **settings, "NO_PROXY": "*"}


def allow_open_files(wanted: int = OPEN_FILES) -> int:
    """Let this process and those it starts keep many files open, as far as the system allows.

    Args:
        wanted: how many.

    Returns:
        How many are allowed now.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft


@asynccontextmanager
async def citybridge(folder: Path, changes: Mapping[str, str] | None = None) -> AsyncIterator[Assistant]:
    """Run gateway and brain on a fresh SQLite file; both end with the block.

    Args:
        folder: for database and logs.
        changes: settings other than usual.

    Raises:
        MeasurementFailed: one of them does not start.
    """
    address, brain_address = (f"http://127.0.0.1:{any_free_port()}" for _ in range(2))
    settings = {
        **surroundings(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'citybridge.db'}",
        "HOST": "127.0.0.1",
        "PORT": address.rpartition(":")[2],
        "BRAIN_URL": brain_address,
        "BRAIN_PORT": brain_address.rpartition(":")[2],
        **(changes or {}),
    }
    processes = [
        Process("gateway", ("-m", "bot.app"), settings, f"{address}/health", folder / "gateway.log"),
        Process("brain", ("-m", "bot.brain.service"), settings, f"{brain_address}/health", folder / "brain.log"),
    ]
    async with _running(Assistant("CityBridge", address, TOKEN), processes) as assistant:
        yield assistant


@asynccontextmanager
async def gateway(folder: Path, changes: Mapping[str, str]) -> AsyncIterator[str]:
    """Run a gateway without a brain, and return its address.

    Args:
        folder: for its database and its log.
        changes: settings beside the usual ones.

    Raises:
        MeasurementFailed: it does not start.
    """
    port = str(any_free_port())
    database = f"sqlite:///{folder / 'citybridge.db'}"
    settings = {**surroundings(folder), "DATABASE_URL": database, "HOST": "127.0.0.1", "PORT": port, **changes}
    address = f"http://127.0.0.1:{port}"
    process = Process("gateway", ("-m", "bot.app"), settings, f"{address}/health", folder / "gateway.log")
    await process.start()
    try:
        if not await process.ready():
            raise MeasurementFailed(f"the gateway did not start:\n{process.last_words()}")
        yield address
    finally:
        await process.stop()


@asynccontextmanager
async def stock(project: Path) -> AsyncIterator[Assistant]:
    """Run the assistant of `rasa init` with its own settings; it ends with the block.

    Args:
        project: the folder that `rasa init` filled.

    Raises:
        MeasurementFailed: it does not start.
    """
    port = any_free_port()
    address = f"http://127.0.0.1:{port}"
    command = (
        *("-m", "rasa", "run", "--model", str(project / "models"), "--interface", "127.0.0.1", "--port", str(port)),
        *("--credentials", str(project / "credentials.yml"), "--endpoints", str(project / "endpoints.yml")),
    )
    process = Process("rasa run", command, surroundings(project), address, project / "run.log")
    async with _running(Assistant("stock", address, ""), [process]) as assistant:
        yield assistant


@asynccontextmanager
async def _running(assistant: Assistant, processes: Sequence[Process]) -> AsyncIterator[Assistant]:
    """Start processes one after another, so that each has the machine for itself while its start is timed."""
    try:
        for process in processes:
            began = time.monotonic()
            await process.start()
            if not await process.ready():
                raise MeasurementFailed(f"{process.name} did not start:\n{process.last_words()}")
            assistant.ready[process.name] = time.monotonic() - began
            assistant.numbers[process.name] = process.number
            assistant.empty[process.name] = resident(process.number)
        yield assistant
    finally:
        await asyncio.gather(*(process.stop() for process in processes))


async def train_citybridge(folder: Path) -> float:
    """Train our model from scratch into another folder and return the seconds it took.

    Args:
        folder: for the model and Rasa's cache.

    Raises:
        MeasurementFailed: the training did.
    """
    out = folder / "models"
    out.mkdir()
    return await timed(train.command(out), surroundings(folder), folder / "train.log")


async def make_stock(project: Path) -> float:
    """Make the assistant of `rasa init`, which trains it, and return the seconds it took.

    Args:
        project: an empty folder.

    Raises:
        MeasurementFailed: the training did.
    """
    command = ("-m", "rasa", "init", "--no-prompt", "--init-dir", str(project))
    return await timed(command, surroundings(project), project.with_name("init.log"))


async def timed(command: Sequence[str], environment: Mapping[str, str], log: Path) -> float:
    """Run a command to its end and return the seconds it took; it ends with us.

    Args:
        command: arguments for this Python.
        environment: all variables.
        log: for what it prints.

    Raises:
        MeasurementFailed: it ended with an error.
    """
    began = time.monotonic()
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=dict(environment), stdout=output, stderr=output,
            stdin=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            await process.wait()
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
    if process.returncode:
        end = "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-15:])
        raise MeasurementFailed(f"{' '.join(command[:3])} ended with {process.returncode}:\n{end}")
    return time.monotonic() - began
