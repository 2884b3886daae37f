"""The report of `make bench`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from benchmarks.distribution import Distribution
from benchmarks.goals import goals_of_bench, number, ratio
from benchmarks.machine import Machine
from benchmarks.measurement import TOLD, WINDOW, Extent, Measurement
from benchmarks.table import PERCENTILES, conditions, goals, table, times

MEANING = """\
*CityBridge* is the real gateway process and the real brain process on SQLite; a turn goes from the REST channel
through gateway, brain and action to the stored answer and back. *Stock* is what `rasa init` makes and `rasa run`
serves, with its own settings: DIET and TED, everything in memory, no action of its own, nothing stored. It is asked
what it understands (its own stories) as well as our questions; where one figure of it is compared, it is the
kinder one. Of ours it is that of *new questions*, of which no two are the same, so that nothing is answered from
memory; *the same questions* are asked again and again, as most people do. Both were measured in this run, one after
the other.
"""


def write(
    day: date, machine: Machine, extent: Extent, found: Sequence[Measurement], plots: Sequence[tuple[str, str]]
) -> str:
    """Return the report.

    Args:
        day: of the measurement.
        machine: where.
        extent: how much was measured.
        found: CityBridge, then stock.
        plots: file name and what it shows.
    """
    ours, stock = found
    lines = [f"# CityBridge beside a stock Rasa assistant, {day}", "", MEANING]
    lines += goals(goals_of_bench(ours, stock))
    for title, part in PARTS.items():
        lines += [f"## {title}", "", *part(found)]
    lines += [line for file, title in plots for line in (f"![{title}]({file})", "")]
    lines += [*conditions(machine), *_extent(extent)]
    return "\n".join(lines).rstrip() + "\n"


def _start(found: Sequence[Measurement]) -> list[str]:
    rows = [
        (each.assistant.name, name, f"{seconds:.1f}", number(each.assistant.empty[name]), number(each.memory[name]))
        for each in found
        for name, seconds in each.assistant.ready.items()
    ]
    sums = [
        (
            each.assistant.name,
            "all",
            "",
            *(number(sum(memory.values())) for memory in (each.assistant.empty, each.memory)),
        )
        for each in found
    ]
    head = ("assistant", "process", "ready after, s", "memory then, MB", "memory at the end, MB")
    return table(head, [*rows, *sums])


def _one(found: Sequence[Measurement]) -> list[str]:
    def row(what: str, distribution: Distribution) -> tuple[str, ...]:
        return (what, f"{len(distribution):,}", *times(distribution))

    rows = [row(f"{each.assistant.name}, {mix}", each.one[mix]) for each in found for mix in each.one]
    work = [(f"{each.assistant.name}, {name}", f"{cost:.1f}") for each in found for name, cost in each.work.items()]
    sums = [(f"{each.assistant.name}, all", f"{sum(each.work.values()):.1f}") for each in found]
    lines = table(("milliseconds until the answer", "messages", *PERCENTILES), rows)
    return lines + table(("processor time for a message", "ms"), [*work, *sums])


def _rushes(found: Sequence[Measurement]) -> list[str]:
    rows = [
        (each.assistant.name, rush.clients, f"{rush.rate:.1f}", *times(Distribution.of(rush.times)), len(rush.problems))
        for each in found
        for rush in each.rushes
    ]
    head = ("assistant", "clients at once", "messages/s", *(f"{name}, ms" for name in PERCENTILES), "not answered")
    return table(head, rows)


def _long(found: Sequence[Measurement]) -> list[str]:
    rows = []
    for each in found:
        at = [each.at_turn(turn) for turn in TOLD]
        told = ["–" if value is None else f"{value:.1f}" for value in at]
        last = ratio(at[-1], at[0])
        rows.append((each.assistant.name, *told, "–" if last is None else f"{last:.2f} ×", f"{each.longest:,}"))
    head = ("assistant", *(f"turn {turn:,}, ms" for turn in TOLD), f"{TOLD[-1]:,} against {TOLD[0]}", "turns made")
    note = f"Medians of {WINDOW} turns around each, always the same {WINDOW} messages."
    return [*table(head, rows), note, ""]


def _training(found: Sequence[Measurement]) -> list[str]:
    rows = [(each.assistant.name, "–" if each.training is None else f"{each.training:.0f}") for each in found]
    return table(("training from scratch", "s"), rows)


PARTS: Mapping[str, Callable[[Sequence[Measurement]], list[str]]] = {
    "Start and memory": _start,
    "One client": _one,
    "Several clients at once": _rushes,
    "A long conversation": _long,
    "Training": _training,
}


def _extent(extent: Extent) -> list[str]:
    return [
        f"- One client: every message {extent.rounds} times, in conversations of usual length, after a first "
        f"round that does not count; then {extent.new} new questions in each language, once each.",
        f"- Several clients: {extent.seconds:.0f} s for each number of them; each asks again once it is answered: "
        "CityBridge is asked new questions, stock its own stories.",
        f"- Long conversation: {extent.turns:,} turns, {extent.conversations} for CityBridge and one for stock, given "
        f"up after {extent.patience:.0f} s, since stock slows down with every turn.",
        "- Processes were started one after another, so each had the machine for itself while its start was timed.",
        "",
    ]
