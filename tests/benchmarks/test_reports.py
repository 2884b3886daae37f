"""The reports hold every row, say "missed" where a goal is missed, and nothing of whose machine it was."""

from __future__ import annotations

import os
import platform
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks import bench_report, crowd_report, machine, plots
from benchmarks.assistants import Assistant, MeasurementFailed, allow_open_files, timed
from benchmarks.client import Rush
from benchmarks.crowd import Outcome
from benchmarks.diary import Diary, Seen, Sent
from benchmarks.distribution import Distribution
from benchmarks.goals import Goal
from benchmarks.machine import Machine
from benchmarks.measurement import FULL, QUICK, Measurement
from benchmarks.memory import Sample
from benchmarks.person import Question
from benchmarks.plan import Plan
from benchmarks.verb import run
from tests.import_graph import ROOT
from tools.options import UsageError

DAY = date(2026, 4, 11)
MACHINE = Machine("A processor", 2, 8.0, "Linux", "3.10.1", {"rasa": "3.6.21"}, (0.1, 0.2, 0.3), 1.0)


def measured(name: str, milliseconds: float, rate: int, numbers: dict[str, float], turns: int = 1005) -> Measurement:
    """Return a measurement with known figures."""
    one = {"the same questions": Distribution.of([milliseconds] * 100)}
    rushes = [Rush(clients, [milliseconds] * rate * 2, [], 2.0) for clients in (1, 10, 50)]
    assistant = Assistant(name, "", "", ready=numbers, empty=dict.fromkeys(numbers, 300.0))
    work, memory = dict.fromkeys(numbers, 5.0), dict.fromkeys(numbers, 350.0)
    return Measurement(assistant, one, work, rushes, [[milliseconds] * turns], memory, training=50.0, changed=2.5)


STOCK = measured("stock", 30.0, 25, {"rasa run": 35.0})
GOOD = measured("CityBridge", 9.0, 150, {"gateway": 1.5, "brain": 8.0})
SLOW = measured("CityBridge", 20.0, 60, {"gateway": 1.5, "brain": 13.0}, turns=105)


def rows(text: str) -> dict[str, list[str]]:
    """Return first cell → other cells of the first table row that begins with it."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("| "):
            first, *others = [cell.strip() for cell in line.strip("|").split("|")]
            found.setdefault(first, others)
    return found


def test_a_good_measurement_meets_every_goal(tmp_path: Path) -> None:
    drawn = plots.of_bench(tmp_path, "x", [GOOD, STOCK])
    text = bench_report.write(DAY, MACHINE, FULL, [GOOD, STOCK], drawn)

    assert "11 of 11 goals are met." in text and "missed" not in text.lower()
    assert rows(text)["p50 against stock"] == ["≤ 0.33 ×", "0.30 ×", "met"]
    assert rows(text)["messages per second against stock"] == ["≥ 5 ×", "6 ×", "met"]
    assert rows(text)["both in memory, after all that was asked"] == ["≤ 800 MB", "700 MB", "met"]
    assert {"CityBridge, gateway", "CityBridge, brain", "stock, rasa run", "training from scratch"} <= set(rows(text))
    assert len(re.findall(r"^\| CityBridge \| \d+ \| 150.0 \|", text, re.MULTILINE)) == 3, (
        "a row for each number of clients"
    )
    assert all((tmp_path / file).is_file() and f"]({file})" in text for file, _ in drawn) and len(drawn) == 3


def test_missed_and_unmeasured_goals_are_said_plainly() -> None:
    text = bench_report.write(DAY, replace(MACHINE, others=60.0), QUICK, [replace(SLOW, training=None), STOCK], [])

    assert "4 of 11 goals are met. Missed: a new question through" in text
    assert "Not measured: turn 1,000 of one conversation against turn 10; training from scratch." in text
    assert rows(text)["brain ready"] == ["≤ 12 s", "13 s", "**missed**"]
    assert rows(text)["turn 1,000 of one conversation against turn 10"] == ["≤ 1.20 ×", "–", "not measured"]
    assert "**The machine was busy" in text


def test_a_goal_is_met_up_to_its_limit() -> None:
    goals = [Goal("a", value, 5, "s") for value in (4.99, 5, 5.01, None)]

    assert [goal.met for goal in goals] == [True, True, False, False]
    assert [goal.met for goal in (Goal("a", value, 5, "×", at_least=True) for value in (4.99, 5))] == [False, True]
    assert goals[2].row() == ("a", "≤ 5 s", "5.01 s", "**missed**")
    assert Goal("lost", 0, 0, "").row() == ("lost", "none", "0", "met")


def test_plots_are_small_and_the_same_again(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        drawn = plots.of_bench(tmp_path / folder, "x", [GOOD, STOCK])

    for file, _ in drawn:
        first, second = ((tmp_path / folder / file).read_bytes() for folder in ("one", "two"))
        assert first == second and len(first) < 40_000


def crowd(lost: bool = False, slow: float = 0.1) -> Outcome:
    """Return an outcome of two people with three messages each, one of them unanswered if asked for."""
    plan = Plan("", 2, 20, 5, 600, {"en": [Question("a", "cities/a")], "zh": [Question("b", "cities/b")]})
    diaries = []
    for person in range(2):
        sent = [Sent(f"{person}{n}", f"cities/{n}", 10.0 * n, [2 * n + 2]) for n in range(6)]
        seen = [Seen(1, "out", "", [], 0.0)]
        for n, message in enumerate(sent):
            seen.append(Seen(2 * n + 2, "in", message.client_id, [], message.at + 0.01))
            seen.append(Seen(2 * n + 3, "out", "", [message.record], message.at + (slow if n == 5 else 0.1)))
        diaries.append(Diary(person, sent, seen[:-1] if lost and person else seen, list(range(1, 14))))
    samples = [Sample(at, {"gateway": 100 + at / 36, "brain": 500.0}) for at in range(0, 60, 5)]
    return Outcome(plan, diaries, samples, {"gateway": 6.0, "brain": 12.0}, 60.0)


def test_a_crowd_without_faults_meets_every_goal() -> None:
    outcome = crowd()
    text = crowd_report.write("Many", DAY, MACHINE, outcome, crowd_report.goals_of_load(outcome), ["a.svg"])

    assert "7 of 7 goals are met." in text
    assert rows(text)["from sending to the answer, p95"] == ["≤ 250 ms", "100 ms", "met"]
    assert rows(text)["all there"][0] == "10" and rows(text)["arriving"][0] == "2"
    assert rows(text)["gateway"] == ["10", "500.0"] and "![a.svg](a.svg)" in text


def test_a_lost_message_and_a_slow_answer_are_missed_goals() -> None:
    outcome = crowd(lost=True, slow=0.9)
    text = crowd_report.write("Many", DAY, MACHINE, outcome, crowd_report.goals_of_load(outcome), [])

    assert "Missed: from sending to the answer, p95; messages lost." in text
    assert rows(text)["messages lost"] == ["none", "1", "**missed**"]


def test_a_crowd_that_wrote_nothing_meets_no_goal() -> None:
    outcome = replace(crowd(), diaries=[], samples=[])

    assert not any(goal.met for goal in crowd_report.goals_of_load(outcome) + crowd_report.goals_of_soak(outcome))
    assert "Not measured" in crowd_report.write("x", DAY, MACHINE, outcome, crowd_report.goals_of_soak(outcome), [])


def test_growing_memory_and_slower_answers_are_found(tmp_path: Path) -> None:
    goals = {goal.what: goal for goal in crowd_report.goals_of_soak(crowd(slow=0.3))}

    assert goals["memory, gateway"].measured == pytest.approx(100) and not goals["memory, gateway"].met
    assert goals["memory, brain"].measured == 0 and goals["memory, brain"].met
    assert goals["median time, last sixth against first"].measured == pytest.approx(3)
    assert plots.of_soak(tmp_path, "s", crowd()) == ["s-times.svg", "s-memory.svg"]


def test_a_report_does_not_say_whose_machine_it_was() -> None:
    text = bench_report.write(DAY, machine.look(0.1), FULL, [GOOD, STOCK], [])

    assert platform.node() not in text and str(ROOT) not in text and str(Path.home()) + "/" not in text
    assert "RATE_MESSAGES=0" in text, "what differs from a usual deployment is said"


async def test_a_command_that_fails_tells_its_last_words(tmp_path: Path) -> None:
    failing = ("-c", "print('no such thing'); raise SystemExit(3)")

    with pytest.raises(MeasurementFailed, match="ended with 3:\nno such thing"):
        await timed(failing, os.environ, tmp_path / "log")
    assert await timed(("-c", ""), os.environ, tmp_path / "log") > 0


def test_trouble_is_a_sentence_and_an_exit_code(capsys: Any) -> None:
    async def wrong() -> int:
        raise UsageError("minutes=x: a number is needed")

    assert run(wrong()) == 1
    assert capsys.readouterr().err == "minutes=x: a number is needed\n"


INTERRUPTED = """
import asyncio, os, sys, tempfile
from pathlib import Path
from benchmarks.assistants import timed
from benchmarks.verb import run

async def work():
    with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
        await timed(("-c", "import time; print(__import__('os').getpid(), flush=True); time.sleep(60)"), os.environ,
                    Path(sys.argv[1]) / "log")

sys.exit(run(work()))
"""


def test_ctrl_c_ends_what_was_started_and_leaves_no_folder(tmp_path: Path) -> None:
    verb = subprocess.Popen([sys.executable, "-c", INTERRUPTED, str(tmp_path)], cwd=ROOT)
    log, end = tmp_path / "log", time.monotonic() + 30
    while not (log.is_file() and log.read_text("utf-8").strip()) and time.monotonic() < end:
        time.sleep(0.05)
    child = int(log.read_text("utf-8"))

    verb.send_signal(signal.SIGINT)

    assert verb.wait(20) == 130
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_files_are_allowed_as_far_as_the_system_goes() -> None:
    assert allow_open_files(64) >= 64
