"""Dates that are only known to the year or the month: "2017", "2017-03", "2017-03-15"."""

from __future__ import annotations

import calendar
from datetime import date


def first_day(partial: str) -> date:
    """Return the first day of a partial date.

    Raises: ValueError: there is no such day.
    """
    year, month, day = _parts(partial)
    return date(year, month or 1, day or 1)


def last_day(partial: str) -> date:
    """Return the last day of a partial date.

    Raises: ValueError: there is no such day.
    """
    year, month, day = _parts(partial)
    if not month:
        return date(year, 12, 31)
    return date(year, month, day or calendar.monthrange(year, month)[1])


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _parts(partial: str) -> tuple[int, int, int]:
    numbers = [int(part) for part in partial.split("-")]
    if not 1 <= len(numbers) <= 3:
        raise ValueError(f"not a date: {partial}")
    year, month, day = (numbers + [0, 0])[:3]
    if len(numbers) > 1 and not 1 <= month <= 12:
        raise ValueError(f"no such month: {partial}")
    return year, month, day
