"""Days as people choose them in a filter."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from desk.hours import OFFICES
from desk.staff.accounts import Staff


def day(written: str) -> date | None:
    """Return the day of a date field; None if it is empty or none."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def begins(written: str, reader: Staff, days: int = 0) -> datetime | None:
    """Return when a day begins, where the office of the reader is.

    Args:
        written: of a date field.
        reader: whose office counts.
        days: of the day so many days later.
    """
    found = day(written)
    return datetime.combine(found + timedelta(days), time(), OFFICES[reader.office].zone) if found else None
