"""Which days an office works: Monday to Friday, but for what desk/holidays.yml says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FILE = Path(__file__).with_name("holidays.yml")
_SATURDAY = 5
_WARNED_FROM = (11, 1)
"""Month and day from which the list of the next year is expected: both offices publish it by then or soon after."""


@dataclass(frozen=True)
class Year:
    """The list of one office and year.

    Args:
        off: days on which it is closed.
        works: weekend days on which it works.
        source: where the list stands.
        as_of: date of that document.
        provisional: whether somebody has still to confirm the days of the year, or its arrangement is to come.
    """

    off: frozenset[date]
    works: frozenset[date]
    source: str
    as_of: date
    provisional: bool


Calendar = Mapping[str, Mapping[int, Year]]
"""Office → year → its list."""


def days(entry: date | str) -> Iterator[date]:
    """Yield the days of one entry: a date, or "from/until".

    Raises:
        ValueError: it is neither, or ends before it begins.
    """
    first, _, last = str(entry).partition("/")
    day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if end < day:
        raise ValueError(f"desk/holidays.yml: {entry} ends before it begins")
    while day <= end:
        yield day
        day += timedelta(days=1)


def _year(block: Mapping[str, Any]) -> Year:
    off, works = (frozenset(day for entry in block.get(name, ()) for day in days(entry)) for name in ("off", "works"))
    return Year(off, works, block["source"], block["as_of"], bool(block.get("provisional")))


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Return all lists, read once."""
    content = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return {office: {int(year): _year(block) for year, block in years.items()} for office, years in content.items()}


def is_worked(office: str, day: date) -> bool:
    """Whether an office works on a day."""
    year = calendar().get(office, {}).get(day.year)
    if year is not None and day in year.works:
        return True
    return day.weekday() < _SATURDAY and (year is None or day not in year.off)


def missing(today: date) -> list[tuple[str, int, bool]]:
    """Return the lists that should be there and are not: (office, year, whether a provisional one is).

    Args:
        today: from 1 November on the list of the next year is expected, too.
    """
    years = [today.year, today.year + 1] if (today.month, today.day) >= _WARNED_FROM else [today.year]
    lists = calendar()
    return [
        (office, year, year in lists[office])
        for office in lists
        for year in years
        if year not in lists[office] or lists[office][year].provisional
    ]
