"""Starts, watches, restarts and stops the processes of `make run`."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

POLL_SECONDS = 0.1
STOP_SECONDS = 3.5
"""A process that has not ended by then is killed: Ctrl-C must be over within 5 seconds."""
ASK_SECONDS = 2.0
STEADY_SECONDS = 60.0
LONGEST_WAIT = 30.0


def is_free(host: str, port: int) -> bool:
    """Tell whether a process could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_local(host: str) -> bool:
    """Tell whether this machine has the address, whatever the port."""
    return is_free(host, 0)


def any_free_port(host: str = "127.0.0.1") -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def pause_before(attempt: int) -> float:
    """Return the seconds to wait before the n-th restart in a row: 1, 2, 4 … 30."""
    return min(LONGEST_WAIT, 2.0 ** max(0, attempt - 1))


@dataclass
class Process:
    """One process of ours with its log and its health address.

    Args:
        name: as printed.
        command: arguments for this Python.
        environment: all variables of the process.
        health: address that answers 200 when it is ready.
        log: file for everything it prints.
        appends: whether the log goes on where another process of this name left it.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    health: str
    log: Path
    appends: bool = False
    _running: asyncio.subprocess.Process | None = field(default=None, init=False)
    _began: float = field(default=0.0, init=False)
    _client: httpx.AsyncClient | None = field(default=None, init=False, repr=False)

    async def start(self) -> None:
        """Start it, in a session of its own: Ctrl-C reaches us alone, and we end it in order."""
        self.log.parent.mkdir(exist_ok=True)
        self._began = time.monotonic()
        with self.log.open("ab" if self._running or self.appends else "wb") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable, *self.command, env=dict(self.environment), stdout=log, stderr=log,
                stdin=asyncio.subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    @property
    def alive(self) -> bool:
        """Tell whether it was started and has not ended."""
        return self._running is not None and self._running.returncode is None

    @property
    def number(self) -> int:
        """Return the process id; 0 before the first start."""
        return self._running.pid if self._running else 0

    @property
    def code(self) -> int:
        """Return the exit code of a process that has ended; 0 of one that has not."""
        return (self._running.returncode or 0) if self._running else 0

    @property
    def age(self) -> float:
        """Return the seconds since it was started."""
        return time.monotonic() - self._began

    @property
    def memory_mb(self) -> int:
        """Return the megabytes of memory that it has in use; 0 where the system does not tell."""
        try:
            pages = int(Path(f"/proc/{self.number}/statm").read_text("ascii").split()[1])
        except (OSError, IndexError, ValueError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE") // 2**20

    async def ready(self) -> bool:
        """Wait until it answers; False when it ended instead."""
        while self.alive:
            status = await self.asked()
            # A refusal is an answer, too.
            if status is not None and status < httpx.codes.INTERNAL_SERVER_ERROR:
                return True
            await asyncio.sleep(POLL_SECONDS)
        return False

    async def asked(self) -> int | None:
        """Ask it for its health once, and return the status; None when nothing answers."""
        if self._client is None:
            self._client = httpx.AsyncClient(trust_env=False, timeout=ASK_SECONDS)
        try:
            return (await self._client.get(self.health, headers={"Connection": "close"})).status_code
        except httpx.TransportError:
            return None

    async def wait(self, seconds: float) -> bool:
        """Wait until it ends, but not longer than this; return whether it has."""
        if self._running is not None and self.alive:
            try:
                await asyncio.wait_for(self._running.wait(), seconds)
            except asyncio.TimeoutError:
                return False
        return True

    async def keep(self, dies: Callable[[str, int, float], None], back: Callable[[str], None]) -> None:
        """Restart it whenever it ends, after a longer pause each time; never returns.

        Args:
            dies: told the name, the exit code and the seconds until the restart.
            back: told the name when it answers again.
        """
        attempt = 0
        while True:
            if self._running is not None:
                code = await self._running.wait()
                attempt = 1 if time.monotonic() - self._began > STEADY_SECONDS else attempt + 1
                dies(self.name, code, pause_before(attempt))
                await asyncio.sleep(pause_before(attempt))
            await self.start()
            if await self.ready():
                back(self.name)

    async def stop(self, patience: float = STOP_SECONDS) -> None:
        """Ask it to end, and make it end when it does not.

        Args:
            patience: seconds that it has for what it is doing.
        """
        self._signal(signal.SIGTERM)
        if not await self.wait(patience):
            await self.kill()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def kill(self) -> None:
        """Make it end at once, also when it hangs."""
        self._signal(signal.SIGKILL)
        await self.wait(STOP_SECONDS)

    def _signal(self, number: signal.Signals) -> None:
        if self._running is not None and self.alive:
            os.killpg(self._running.pid, number)

    def last_words(self, lines: int = 12) -> str:
        """Return the end of its log."""
        text = self.log.read_text("utf-8", errors="replace") if self.log.is_file() else ""
        return "\n".join(text.splitlines()[-lines:])
