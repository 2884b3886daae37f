"""Markdown tables and the paragraphs that every report has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.assistants import NO_LIMITS
from benchmarks.distribution import Distribution
from benchmarks.goals import Goal
from benchmarks.machine import Machine

PERCENTILES = ("p50", "p95", "p99", "longest")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a Markdown table and an empty line; the first column is text, the others are numbers."""
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    return [*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows), ""]


def times(distribution: Distribution) -> list[str]:
    """Return the columns for PERCENTILES; dashes if nothing was measured."""
    if not len(distribution):
        return ["–"] * len(PERCENTILES)
    values = [*(distribution.percentile(percent) for percent in (50, 95, 99)), distribution.highest]
    return [f"{value:,.1f}" for value in values]


def goals(found: Sequence[Goal]) -> list[str]:
    """Return the table of goals with a sentence that says how many were missed."""
    missed = [goal.what for goal in found if goal.measured is not None and not goal.met]
    unknown = [goal.what for goal in found if goal.measured is None]
    words = [f"{len(found) - len(missed) - len(unknown)} of {len(found)} goals are met."]
    words += [f"Missed: {'; '.join(missed)}."] if missed else []
    words += [f"Not measured: {'; '.join(unknown)}."] if unknown else []
    lines = ["## Goals", "", " ".join(words), ""]
    return lines + table(("what", "goal", "measured", "verdict"), [goal.row() for goal in found])


def conditions(machine: Machine) -> list[str]:
    """Return the section that says where and under which conditions was measured."""
    packages = ", ".join(f"{name} {version}" for name, version in machine.packages.items())
    load = " / ".join(f"{value:.1f}" for value in machine.load)
    state = "**The machine was busy: the figures are worse than they would be.**" if machine.busy else "It was quiet."
    limits = ", ".join(f"{name}={value}" for name, value in NO_LIMITS.items())
    return [
        "## Conditions",
        "",
        f"- {machine.processors} processors ({machine.processor}), {machine.gigabytes:.0f} GB, {machine.system}; "
        f"Python {machine.python}; {packages}.",
        f"- Before: load average {load}; others used {machine.others:.0f} % of the processors. {state}",
        "- Whoever asks runs on the same machine and takes its share of it.",
        f"- All clients have one address, so the limits for visitors are off ({limits}). Everything else is as in "
        "`.env.example`, with a fresh SQLite file.",
        "",
    ]
