"""The reports of `make load` and `make soak`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median

from benchmarks.crowd import Outcome
from benchmarks.diary import FAULTS
from benchmarks.distribution import Distribution, slope
from benchmarks.goals import Goal, number
from benchmarks.machine import Machine
from benchmarks.memory import Sample
from benchmarks.table import PERCENTILES, conditions, goals, table, times

MEANINGS = {
    "lost": "never came, or was never answered",
    "doubled": "came, was stored or was answered twice",
    "reordered": "came in another order",
    "crossed": "belongs to another person, or answers what was not asked",
    "apologised": "the assistant said sorry instead of answering",
    "refused": "was not accepted, or the session failed",
}
HOUR = 3600.0
SETTLING = 0.2
"""Share of the time at the beginning that says nothing about growth: caches fill up."""
SLOWEST_DRIFT = 1.2
FASTEST_GROWTH = 20.0
"""Megabytes per hour."""
LOAD_P95 = 250.0
"""Milliseconds."""


def goals_of_load(outcome: Outcome) -> list[Goal]:
    """Return the goals of `make load`."""
    steady = outcome.steady()
    p95 = steady.percentile(95) if len(steady) else None
    return [Goal("from sending to the answer, p95", p95, LOAD_P95, "ms"), *_flawless(outcome)]


def goals_of_soak(outcome: Outcome) -> list[Goal]:
    """Return the goals of `make soak`."""
    found = [Goal(f"memory, {name}", growth(outcome.samples, name), FASTEST_GROWTH, "MB/h") for name in _names(outcome)]
    return [
        *found,
        Goal("median time, last sixth against first", drift(outcome), SLOWEST_DRIFT, "×"),
        *_flawless(outcome),
    ]


def _flawless(outcome: Outcome) -> list[Goal]:
    counted = outcome.faults
    return [Goal(f"messages {fault}", counted[fault] if outcome.messages else None, 0, "") for fault in FAULTS]


def growth(samples: Sequence[Sample], name: str) -> float | None:
    """Return how fast the memory of a process grows, once it has settled.

    Args:
        samples: in order.
        name: of the process.

    Returns:
        Megabytes per hour, or nothing if there are too few samples.
    """
    end = samples[-1].at if samples else 0.0
    steady = [(each.at, each.megabytes[name]) for each in samples if each.at >= SETTLING * end]
    return slope(steady) * HOUR if len(steady) > 2 else None


def drift(outcome: Outcome) -> float | None:
    """Return the median time of the last sixth of the messages against the first sixth, or nothing if they are few."""
    found = [took for at, took in outcome.times() if at >= 0]
    sixth = len(found) // 6
    return median(found[-sixth:]) / median(found[:sixth]) if sixth else None


def _names(outcome: Outcome) -> list[str]:
    return list(outcome.samples[0].megabytes) if outcome.samples else []


def write(
    title: str, day: date, machine: Machine, outcome: Outcome, found: Sequence[Goal], plots: Sequence[str]
) -> str:
    """Return a report.

    Args:
        title: of the report.
        day: of the measurement.
        machine: where.
        outcome: of the crowd.
        found: its goals.
        plots: file names.
    """
    lines = [f"# {title}, {day}", "", *_who(outcome), *goals(found), *_faults(outcome), *_time(outcome)]
    lines += [*_resources(outcome), *_memory(outcome)]
    lines += [line for file in plots for line in (f"![{file}]({file})", "")]
    return "\n".join([*lines, *conditions(machine)]).rstrip() + "\n"


def _who(outcome: Outcome) -> list[str]:
    plan = outcome.plan
    questions = ", ".join(f"{len(some)} in {language}" for language, some in sorted(plan.questions.items()))
    sessions = f"sessions of {plan.stay} messages" if plan.stay else "one session each"
    return [
        f"{plan.people:,} people arrived within {plan.ramp:.0f} s; from then on everyone wrote every {plan.every:g} s "
        f"on average, for {plan.seconds / 60:g} minutes: {outcome.messages:,} messages in "
        f"{len(outcome.diaries):,} sessions ({sessions}).",
        "",
        "Everyone holds an event stream, sends messages with ids of their own and acknowledges the answers, as the "
        f"chat page does. One message in {plan.again} is sent twice under its id, and after {plan.reconnect} messages "
        "the stream is lost and another one goes on where it stopped. Everyone asks about one city after another, so "
        f"an answer shows which question it belongs to ({questions}). In the end everyone compares what came with what "
        "the server holds.",
        "",
    ]


def _faults(outcome: Outcome) -> list[str]:
    counted = outcome.faults
    rows: list[tuple[object, ...]] = [(f"{fault}: {MEANINGS[fault]}", counted[fault]) for fault in FAULTS]
    rows.append(("streams that ended by themselves (not a fault: they went on)", outcome.broken))
    problems = sorted({_problem(diary.problem) for diary in outcome.diaries if diary.problem})
    problems += sorted({_problem(sent.problem) for diary in outcome.diaries for sent in diary.sent if sent.problem})
    said = [f"- {problem}" for problem in problems[:10]]
    return ["## Faults", "", *table(("messages", "number"), rows), *said, *([""] if said else [])]


def _problem(text: str) -> str:
    return text.splitlines()[0][:150]


def _time(outcome: Outcome) -> list[str]:
    found = outcome.times()
    parts = {"arriving": [took for at, took in found if at < 0], "all there": [took for at, took in found if at >= 0]}
    rows = [(name, f"{len(some):,}", *times(Distribution.of(some))) for name, some in parts.items()]
    head = ("milliseconds from sending to the answer", "messages", *PERCENTILES)
    return ["## Time", "", *table(head, rows)]


def _resources(outcome: Outcome) -> list[str]:
    rows = [
        (name, f"{100 * used / outcome.seconds:.0f}", f"{1000 * used / max(1, outcome.messages):.1f}")
        for name, used in outcome.work.items()
    ]
    return ["## Processor", "", *table(("process", "% of one processor", "ms for a message"), rows)]


def _memory(outcome: Outcome) -> list[str]:
    rows = []
    for name in _names(outcome):
        found = [each.megabytes[name] for each in outcome.samples]
        grown = growth(outcome.samples, name)
        told = "–" if grown is None else f"{grown:+.1f}"
        rows.append((name, number(found[0]), number(max(found)), number(found[-1]), told))
    head = ("process", "at first, MB", "most, MB", "at last, MB", "growth, MB/h")
    note = f"Growth by least squares, without the first {100 * SETTLING:.0f} % of the time."
    return ["## Memory", "", *table(head, rows), note, ""]
