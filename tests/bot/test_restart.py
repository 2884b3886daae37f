"""A gateway process that is killed loses nothing: the real program, the real signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.app import main
from tests.bot.served import free_port
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor, close_visitors

ROOT = Path(__file__).parents[2]


class Program:
    """`python -m bot.app` as a process."""

    def __init__(self, database_url: str, brain_url: str, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # An empty folder: a gateway must answer even when the knowledge cannot be read.
        knowledge = folder / "knowledge"
        knowledge.mkdir(exist_ok=True)
        self.log = folder / "gateway.log"
        self._environment = {
            **os.environ, "PORT": str(self.port), "DATABASE_URL": database_url, "BRAIN_URL": brain_url,
            "BRAIN_TIMEOUT": "20", "KNOWLEDGE_FOLDER": str(knowledge),
            **settings,
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes requests."""
        command = [sys.executable, "-m", "bot.app"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)  # noqa: S603
        end = time.monotonic() + 40
        while time.monotonic() < end:
            try:
                httpx.get(f"{self.url}/health", timeout=2)
                return
            except httpx.TransportError:
                assert self.process.poll() is None, self.log.read_text("utf-8")
                time.sleep(0.1)
        raise AssertionError(self.log.read_text("utf-8"))

    def end(self, how: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(20)


@pytest.fixture
def program(database_url: str, brain: StandInBrain, tmp_path: Path) -> Iterator[Program]:
    started = Program(database_url, brain.url, tmp_path)
    started.start()
    yield started
    assert started.process is not None
    close_visitors(started.url)
    if started.process.poll() is None:
        started.end(signal.SIGKILL)


def test_messages_of_a_killed_gateway_are_answered_after_the_restart(program: Program, brain: StandInBrain) -> None:
    visitor = Visitor(program.url)
    brain.delay = lambda _: 30.0
    for number in range(3):
        visitor.post(f"this is number {number}")
    program.end(signal.SIGKILL)
    brain.delay = lambda _: 0.0
    program.start()
    answers = Visitor(program.url, token=visitor.token).out(4)

    said = [message["text"].partition("\n")[0] for message in answers[1:]]
    assert said == [f"You said: this is number {number}" for number in range(3)]


def test_stopped_gateway_ends_its_streams_and_exits_well(program: Program) -> None:
    visitor = Visitor(program.url)
    with visitor.listening() as stream:
        stream.wait_for(1)
        code = program.end(signal.SIGTERM)

    assert code in (0, -signal.SIGTERM)


def test_log_has_ids_but_no_words(program: Program) -> None:
    visitor = Visitor(program.url)
    visitor.ask("my secret is swordfish")
    visitor.http.get("/api/messages", headers={"X-Request-Id": "abcdefgh-1"})
    program.end(signal.SIGTERM)
    log = program.log.read_text("utf-8")

    assert visitor.session["conversation_id"] in log and "abcdefgh-1" in log
    assert "swordfish" not in log and visitor.token not in log


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "x"), ("DATABASE_URL", "mysql://x/y"), ("BRAIN_URL", "127.0.0.1")]
)
def test_wrong_setting_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    assert main() == 2
    said = capsys.readouterr().err.strip()
    assert name in said and "\n" not in said
