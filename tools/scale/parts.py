"""The processes of a small installation: started, ended, killed, and waited for."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tools.processes import any_free_port

READY_SECONDS = 240.0
END_SECONDS = 30.0
_POLL = 0.1


class PartFailed(Exception):
    """A process did not start or did not end; the text names it and quotes the end of its log."""


@dataclass
class Part:
    """One process.

    Args:
        name: as printed.
        command: program and arguments.
        environment: all its variables.
        log: file for everything it prints.
        port: where it listens.
        health: path that answers when it is ready; empty: an open port is enough.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    port: int
    health: str = ""
    _running: asyncio.subprocess.Process | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it is ready.

        Raises:
            PartFailed: it ended instead, or took too long.
        """
        await self.begin()
        end = time.monotonic() + READY_SECONDS
        while not await self._is_ready():
            if self._ended or time.monotonic() > end:
                raise PartFailed(f"{self.name}: {self._last_words()}")
            await asyncio.sleep(_POLL)

    async def begin(self) -> None:
        """Start it without waiting."""
        with self.log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                *self.command, env=dict(self.environment), stdout=log, stderr=log,
                stdin=asyncio.subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    @property
    def _ended(self) -> bool:
        return self._running is None or self._running.returncode is not None

    async def _is_ready(self) -> bool:
        try:
            if not self.health:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return True
            async with httpx.AsyncClient(trust_env=False, timeout=2.0) as client:
                return (await client.get(self.url + self.health)).status_code == httpx.codes.OK
        except (OSError, httpx.TransportError):
            return False

    async def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Send a signal and wait until it has ended.

        Raises:
            PartFailed: it did not end in time.
        """
        if self._running is None or self._ended:
            return
        self.send(how)
        try:
            await asyncio.wait_for(self._running.wait(), END_SECONDS)
        except asyncio.TimeoutError as problem:
            self.send(signal.SIGKILL)
            await self._running.wait()
            raise PartFailed(f"{self.name}: did not end within {END_SECONDS:.0f} s") from problem

    def send(self, how: signal.Signals) -> None:
        """Send a signal to the process alone."""
        if self._running is not None and not self._ended:
            os.kill(self._running.pid, how)

    def _last_words(self) -> str:
        text = self.log.read_text("utf-8", errors="replace") if self.log.is_file() else ""
        return "\n".join(text.splitlines()[-12:])


def redis_part(folder: Path) -> Part:
    """Return a Redis of our own that keeps nothing."""
    port = any_free_port()
    command = ("redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
               "--dir", str(folder))  # fmt: skip
    return Part("redis", command, os.environ, folder / "redis.log", port)


def nginx_part(folder: Path, gateways: Sequence[Part], configuration: Path) -> Part:
    """Return an nginx with the configuration of `deploy/`, but our own port and gateways.

    Args:
        folder: for its files.
        gateways: whom it asks.
        configuration: the folder with nginx.conf.
    """
    port, prefix = any_free_port(), folder / "nginx"
    prefix.mkdir()
    for name in ("nginx.conf", "locations.conf"):
        # As container it writes its log to standard output, which a process of another user need not be able to open.
        text = (configuration / name).read_text("utf-8").replace("/dev/stdout", "access.log")
        (prefix / name).write_text(text, "utf-8")
    (prefix / "listen.conf").write_text(f"listen 127.0.0.1:{port};\n", "utf-8")
    upstream = (configuration / "upstream.conf").read_text("utf-8")
    for number, gateway in enumerate(gateways, 11):
        upstream = upstream.replace(f"172.30.5.{number}:5005", f"127.0.0.1:{gateway.port}")
    (prefix / "upstream.conf").write_text(upstream, "utf-8")
    command = ("nginx", "-p", f"{prefix}/", "-c", f"{prefix}/nginx.conf", "-g", "daemon off;")
    return Part("nginx", command, os.environ, folder / "nginx.log", port)
