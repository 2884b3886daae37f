"""What the tests of faults share: gateways as in tests/bot, and brains that are processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bot.conftest import brain, gateway, start
from tests.bot.served import free_port
from tests.databases import database_url, postgres_url, sqlite_url
from tests.import_graph import ROOT

__all__ = ["brain", "database_url", "gateway", "postgres_url", "sqlite_url", "start"]

SORRY = {"en": "I am sorry", "zh": "很抱歉"}
QUESTION = {"en": "tell me about the city", "zh": "介绍一下这座城市"}
PERSON = {"en": "Talk to a person", "zh": "转人工服务"}


class BrainProcess:
    """A brain that is a process, on a port that it keeps over restarts."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.variables = variables
        self._model = folder / f"model-{self.port}"
        self._model.write_text("m1", "utf-8")
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and do not wait."""
        own = {"BRAIN_PORT": str(self.port), "MODEL": str(self._model), **self.variables}
        command = [sys.executable, "-m", "tests.faults.brain_program"]
        self._running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own})  # noqa: S603

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._running is not None
        self._running.send_signal(number)

    def end(self) -> None:
        """End it, whatever its state."""
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
        if self._running is not None:
            self._running.wait(20)

    @property
    def code(self) -> int | None:
        """Its exit code; None while it runs."""
        assert self._running is not None
        return self._running.poll()


MakeBrain = Callable[..., BrainProcess]


@pytest.fixture
def make_brain(tmp_path: Path) -> Iterator[MakeBrain]:
    """Make brains that are processes; they end with the test."""
    made: list[BrainProcess] = []

    def make(**variables: str) -> BrainProcess:
        made.append(BrainProcess(tmp_path, **variables))
        return made[-1]

    yield make
    for each in made:
        each.end()
