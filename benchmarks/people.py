"""What `make load` and `make soak` share: the assistant, the questions, the crowd and the report."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks import crowd_report, machine, messages
from benchmarks.assistants import Assistant, MeasurementFailed, allow_open_files, citybridge
from benchmarks.client import Client
from benchmarks.crowd import Outcome, gather
from benchmarks.goals import Goal
from benchmarks.person import Question
from benchmarks.plan import Plan, candidates, recognisable
from benchmarks.verb import RESULTS
from knowledge.library import default_folder, load
from tools import options
from tools.options import UsageError
from tools.terminal import Terminal, language_of

OPTIONS = ("minutes", "people", "every", "on", "out")
FASTEST_ARRIVAL = 20.0
"""People per second."""
LOOKS = 200
"""How often the memory is looked at."""


@dataclass(frozen=True)
class Kind:
    """One kind of crowd.

    Args:
        name: in file names.
        title: of the report.
        minutes: people, every: used if nothing else is asked for.
        stay: messages of one session; 0 for one session only.
        goals: those of an outcome.
        draw: writes the plots and returns their file names.
    """

    name: str
    title: str
    minutes: float
    people: int
    every: float
    stay: int
    goals: Callable[[Outcome], list[Goal]]
    draw: Callable[[Path, str, Outcome], list[str]]


async def measure(kind: Kind, arguments: Sequence[str]) -> int:
    """Let a crowd talk to CityBridge, write the report and print it.

    Args:
        kind: of crowd.
        arguments: key=value.

    Returns:
        0, or 1 if a message was lost, doubled, reordered or crossed, or another goal was missed.

    Raises:
        UsageError: an argument cannot be used.
        MeasurementFailed: a process does not start, or Locust failed.
        NoQuestions: the answers cannot be told apart.
    """
    _, given = options.read(arguments, OPTIONS)
    day, results = options.day(given, "on", date.today()), Path(given.get("out", RESULTS))
    minutes, people = _number(given, "minutes", kind.minutes), int(_number(given, "people", kind.people))
    every = _number(given, "every", kind.every)
    terminal = Terminal(language_of(os.environ))
    _check_files(people)
    where = machine.look()
    if where.busy:
        terminal.say("bench_busy", percent=round(where.others))
    with tempfile.TemporaryDirectory(prefix="citybridge-crowd-") as folder:
        terminal.say("bench_start", name="CityBridge")
        async with citybridge(Path(folder)) as assistant:
            terminal.say("crowd_questions")
            questions = await asyncio.to_thread(_questions, assistant)
            ramp = max(every, people / FASTEST_ARRIVAL)
            plan = Plan(assistant.address, people, every, ramp, 60 * minutes, questions, kind.stay)
            terminal.say("crowd_begins", people=people, every=f"{every:g}", minutes=f"{minutes:g}", ramp=f"{ramp:.0f}")
            outcome = await gather(plan, Path(folder), assistant.numbers, max(0.5, 60 * minutes / LOOKS))
    found = kind.goals(outcome)
    _write(kind, results, day, where, outcome, found)
    terminal.say("bench_written", file=results / f"{day}-{kind.name}.md")
    return 0 if all(goal.met for goal in found) else 1


def _write(
    kind: Kind, results: Path, day: date, where: machine.Machine, outcome: Outcome, found: Sequence[Goal]
) -> None:
    results.mkdir(parents=True, exist_ok=True)
    drawn = kind.draw(results, f"{day}-{kind.name}", outcome)
    text = crowd_report.write(kind.title, day, where, outcome, found, drawn)
    (results / f"{day}-{kind.name}.md").write_text(text, "utf-8")
    print(text)


def _questions(assistant: Assistant) -> dict[str, list[Question]]:
    client = Client(assistant.address, assistant.token)
    try:
        return recognisable(client, candidates(load(default_folder()), messages.read()))
    finally:
        client.close()


def _check_files(people: int) -> None:
    """Make sure that everyone can be connected.

    Raises:
        MeasurementFailed: the system does not allow so many open files.
    """
    needed = 3 * people + 200
    allowed = allow_open_files(needed)
    if allowed < needed:
        raise MeasurementFailed(
            f"{people} people need {needed} open files, and this system allows {allowed}: raise the limit "
            "(ulimit -Hn), or ask for fewer people."
        )


def _number(given: dict[str, str], key: str, otherwise: float) -> float:
    text = given.get(key)
    try:
        value = otherwise if text is None else float(text)
    except ValueError as problem:
        raise UsageError(f"{key}={text}: a number is needed") from problem
    if not 0 < value < 1e6:
        raise UsageError(f"{key}={text}: a number above 0 is needed")
    return value
