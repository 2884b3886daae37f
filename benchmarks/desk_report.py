"""The report of `make bench-desk`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from benchmarks.desk_filling import EACH, FINISHED, OPEN
from benchmarks.desk_measuring import PAUSE, STAFF, Measured
from benchmarks.goals import Goal
from benchmarks.machine import Machine
from benchmarks.table import PERCENTILES, conditions, goals, table, times

LIMIT = 200
MESSAGES = (OPEN + FINISHED) * EACH
MEANING = f"""\
Pages of the staff console from the real gateway, opened through HTTP: {OPEN} open cases and {FINISHED} finished ones,
each with a conversation of {EACH} messages, half of them English and half Chinese, {MESSAGES:,} messages in all. The
inbox is opened in all its views, ordered and filtered; the search with words of one, two and more characters, phrases,
exclusions, filters, references, addresses, and words that stand in nearly every message. One person opens page
after page without a pause; of several, each looks at a page for {PAUSE} s on average.
"""


def goals_of_desk(found: Sequence[Measured]) -> list[Goal]:
    """Return the goals: each page on each database, with one person and with several."""
    return [
        Goal(f"{page} on {each.name}, {who}, p95", times[page].percentile(95), LIMIT, "ms")
        for each in found
        for who, times in (("one person", each.alone), (f"{STAFF} people at once", each.together))
        for page in times
    ]


def write(day: date, machine: Machine, found: Sequence[Measured]) -> str:
    """Return the report.

    Args:
        day: of the measurement.
        machine: where.
        found: the databases.
    """
    rows = [
        (f"{each.name}, {page}, {who}", f"{len(times_of[page]):,}", *times(times_of[page]))
        for each in found
        for who, times_of in (("one person", each.alone), (f"{STAFF} at once", each.together))
        for page in times_of
    ]
    written = [(f"{each.name}, {how}", len(some), *times(some)) for each in found for how, some in each.writes.items()]
    filled = [(each.name, f"{each.filled[0]:,}", f"{each.filled[1]:.1f}", f"{each.fill_again:.1f}") for each in found]
    lines = [f"# Inbox and search of the desk, {day}", "", MEANING, *goals(goals_of_desk(found))]
    lines += ["## Pages", "", *table(("milliseconds until the page is there", "pages", *PERCENTILES), rows)]
    lines += [
        "## Writing",
        "",
        "A question and its answer in one transaction, as a turn stores them, in turns with the",
    ]
    lines += ["search index and without. Both have grown the same database.", ""]
    lines += table(("milliseconds for a transaction", "number", *PERCENTILES), written)
    lines += ["## Filling", "", "The last column is what the first start of this version takes longer, once.", ""]
    lines += table(("database", "messages", "written in, s", "indexed anew in, s"), filled)
    return "\n".join([*lines, *conditions(machine)]).rstrip() + "\n"
