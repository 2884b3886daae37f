"""The report of `make bench-widget`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import median

from benchmarks.distribution import Distribution
from benchmarks.goals import Goal
from benchmarks.machine import Machine
from benchmarks.table import conditions, goals, table
from benchmarks.widget_site import ARTICLES
from benchmarks.widget_visits import DESKTOP, PHONE, Visit

WITHOUT, WITH, SILENT = "without the help desk", "with it", "with one that does not answer"
KINDS = (WITHOUT, WITH, SILENT)
LATER = {DESKTOP.name: 20, PHONE.name: 50}
"""Milliseconds that a page may be painted later: the launcher's 4 KB alone take 22 on the slow line."""
SCRIPTS, SOON = 50, 1500
"""Milliseconds that scripts may run longer, so that none is a long task; milliseconds until the launcher is drawn."""
FIRST, BUDGET = 8 * 1024, 40 * 1024
"""Bytes before it is opened, and in all."""
Found = Mapping[tuple[str, str], Sequence[Visit]]
"""(name of a device, kind of page) → visits; those of one number follow each other."""
MEANING = f"""\
A page of a city with {ARTICLES} articles, in a real Chromium with an empty cache for each visit: without the help
desk, with the one line that embeds it, and with that line pointing at a server that takes the connection and never
answers. The three take turns. The help desk is the real gateway, on another origin. *{DESKTOP.name}* is this machine
as it is; the *phone* is {PHONE.width} pixels wide, has a processor {PHONE.slower} times slower
and a line of {PHONE.megabits} Mbit/s with {PHONE.latency} ms. In visits with the help desk the launcher is pressed at
the end, and layout shift counts until after the greeting has come, as browsers count it: what moves because of the
press itself does not.
"""


def later(found: Found, device: str, kind: str, what: Callable[[Visit], float]) -> float:
    """Return the median of what a page of a kind takes more than the same without the help desk, visit by visit.

    Args:
        found: the visits.
        device: name of it.
        kind: of page.
        what: a number of a visit.
    """
    pairs = zip(found[device, kind], found[device, WITHOUT], strict=True)
    return median(what(one) - what(other) for one, other in pairs)


def _of_device(found: Found, device: str) -> list[Goal]:
    visits = found[device, WITH]
    return [
        *(
            Goal(
                f"{device}: first paint of the page {kind}, later by",
                later(found, device, kind, _paint),
                LATER[device],
                "ms",
            )
            for kind in (WITH, SILENT)
        ),
        Goal(f"{device}: layout shift of the page, greatest", max(one.shift for one in visits), 0, ""),
        Goal(f"{device}: scripts run longer by", later(found, device, WITH, lambda one: one.script), SCRIPTS, "ms"),
        Goal(f"{device}: launcher drawn, p95", _drawn(visits).percentile(95), SOON, "ms"),
    ]


def _paint(visit: Visit) -> float:
    return visit.paint


def _drawn(visits: Sequence[Visit]) -> Distribution:
    return Distribution.of(one.drawn for one in visits if one.drawn is not None)


def goals_of_widget(found: Found) -> list[Goal]:
    """Return the goals: what the page of a city may feel of the help desk.

    Args:
        found: the visits.
    """
    visits = [one for device in (DESKTOP.name, PHONE.name) for one in found[device, WITH]]
    return [
        *(goal for device in (DESKTOP.name, PHONE.name) for goal in _of_device(found, device)),
        Goal("from the help desk before it is opened", max(one.before for one in visits), FIRST, "bytes"),
        Goal("from the help desk in all", max(one.after for one in visits), BUDGET, "bytes"),
    ]


def _row(device: str, kind: str, visits: Sequence[Visit]) -> tuple[object, ...]:
    paint, ready = Distribution.of(map(_paint, visits)), Distribution.of(one.ready for one in visits)
    drawn = f"{_drawn(visits).median:,.0f}" if _drawn(visits) else "–"
    figures = (paint.median, paint.percentile(95), ready.median, median(one.script for one in visits))
    longs, shift = median(one.long for one in visits), max(one.shift for one in visits)
    return f"{device}, {kind}", len(visits), *(f"{one:,.0f}" for one in figures), f"{longs:,.0f}", f"{shift:.4f}", drawn


def write(day: date, machine: Machine, found: Found) -> str:
    """Return the report.

    Args:
        day: of the measurement.
        machine: where.
        found: the visits.
    """
    head = ("milliseconds", "visits", "first paint p50", "p95", "page ready p50", "scripts p50", "long tasks p50")
    rows = [_row(device, kind, visits) for (device, kind), visits in found.items()]
    opened = Distribution.of(one.greeted for one in found[DESKTOP.name, WITH] if one.greeted is not None)
    lines = [f"# What the help desk costs a page that embeds it, {day}", "", MEANING, *goals(goals_of_widget(found))]
    lines += ["## Pages", "", *table((*head, "layout shift", "launcher drawn p50"), rows)]
    lines += [
        f"From the press on the launcher to the greeting on the {DESKTOP.name}: {opened.median:,.0f} ms (p50), "
        f"{opened.percentile(95):,.0f} ms (p95),",
        "with the pauses of the robot that presses. The frame has a process of its own, which the phone's slow line",
        "does not reach, so it is not told for the phone. Bytes are bodies as they travel, compressed, without the",
        "heads of the answers.",
        "",
    ]
    return "\n".join([*lines, *conditions(machine)]).rstrip() + "\n"
