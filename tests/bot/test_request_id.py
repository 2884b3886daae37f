"""One request can be followed from the channel to the action, and no line on the way holds a word of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.conftest import RunningGateway
from tests.bot.served import free_port
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.test_restart import ROOT, Program
from tests.bot.visitor import Visitor, close_visitors

REQUEST = "channel-to-action-1"
ADDRESS = "anna.muster@city.example"
WORDS = f"How many people live in Chongqing? Write to {ADDRESS}"
SECRET = "a-secret-between-two-processes"  # noqa: S105


def lines(file: Path) -> list[dict[str, Any]]:
    """Return the log lines of a process; whatever is no JSON is a line without an id."""
    return [json.loads(line) if line.startswith("{") else {"event": line} for line in file.read_text().splitlines()]


def of_request(found: list[dict[str, Any]]) -> list[str]:
    """Return the events of our request."""
    return [line["event"] for line in found if line.get("request") == REQUEST]


@pytest.fixture
def brain_process(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The real brain as a process that asks for a token: its address and its log."""
    port, log = free_port(), tmp_path / "brain.log"
    variables = {**os.environ, "BRAIN_PORT": str(port), "BRAIN_TOKEN": SECRET, "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "bot.brain.service"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output)  # noqa: S603
    url, end = f"http://127.0.0.1:{port}", time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(f"{url}/health", timeout=2)
            break
        except httpx.TransportError:
            time.sleep(0.2)
    assert process.poll() is None, log.read_text("utf-8")
    yield url, log
    process.terminate()
    process.wait(20)


@pytest.mark.rasa
@pytest.mark.slow
@pytest.mark.timeout(240)
def test_one_id_leads_from_the_channel_to_the_action_and_no_word_is_written(
    sqlite_url: str, brain_process: tuple[str, Path], tmp_path: Path
) -> None:
    brain_url, brain_log = brain_process
    gateway = Program(sqlite_url, brain_url, tmp_path, BRAIN_TOKEN=SECRET)
    gateway.start()
    visitor = Visitor(gateway.url)
    sent = visitor.http.post("/api/messages", json=message(), headers={"X-Request-ID": REQUEST})
    answered = visitor.answer_after(sent.json()["seq"])
    measured = httpx.get(f"{brain_url}/metrics", headers={"Authorization": f"Bearer {SECRET}"})
    refused = [httpx.post(f"{brain_url}/turn", json={}), httpx.get(f"{brain_url}/metrics")]
    close_visitors(gateway.url)
    gateway.end(signal.SIGTERM)
    written = gateway.log.read_text("utf-8") + brain_log.read_text("utf-8")

    assert sent.headers["X-Request-ID"] == REQUEST and ADDRESS in answered["text"]
    assert of_request(lines(gateway.log)) == ["http", "turn"] or of_request(lines(gateway.log)) == ["turn", "http"]
    assert {"action", "understood"} <= set(of_request(lines(brain_log)))
    assert ADDRESS not in written and "people live" not in written and "Chongqing" not in written
    assert 'citybridge_brain_turn_seconds_count{language="en",outcome="answered"} 1.0' in measured.text
    assert 'citybridge_brain_step_seconds_count{step="understand"}' in measured.text
    assert [reply.status_code for reply in refused] == [401, 401]


def message() -> dict[str, str]:
    """Return the body of our message."""
    return {"client_id": "6f1c1f6e-1111-4222-8333-123456789abc", "text": WORDS}


def test_brain_is_given_the_id_of_the_message_also_when_it_had_to_wait(
    both: RunningGateway, brain: StandInBrain
) -> None:
    brain.delay = lambda _: 0.2
    visitor = both.visitor()
    ids = [f"request-{number}" for number in range(3)]
    for identity in ids:
        visitor.http.headers["X-Request-ID"] = identity
        visitor.post(f"question of {identity}")
    visitor.out(4)

    assert [headers["x-request-id"] for headers in brain.headers] == ids


def test_id_survives_the_gateway_that_took_the_message(database_url: str, brain: StandInBrain, tmp_path: Path) -> None:
    first = Program(database_url, brain.url, tmp_path)
    first.start()
    visitor = Visitor(first.url)
    brain.delay = lambda _: 30.0
    visitor.http.post("/api/messages", json=message(), headers={"X-Request-ID": REQUEST})
    first.end(signal.SIGKILL)
    brain.delay = lambda _: 0.0
    first.start()
    Visitor(first.url, token=visitor.token).out(2)
    close_visitors(first.url)
    first.end(signal.SIGTERM)

    assert brain.headers[-1]["x-request-id"] == REQUEST
    assert "turn" in of_request(lines(first.log))


@pytest.mark.parametrize("given", ["short", "x" * 65, "with blank 123", "anna@city.example", "密密密密密密密密"])
def test_id_that_is_not_well_formed_is_replaced(gateway: RunningGateway, given: str) -> None:
    answer = gateway.visitor().http.get("/health", headers={"X-Request-ID": given.encode()})

    assert answer.headers["X-Request-ID"] != given and len(answer.headers["X-Request-ID"]) == 16
