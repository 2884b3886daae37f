"""When the two offices work, and by when an answer may be expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.holidays import is_worked

LONG = timedelta(hours=72)
"""An office that opens only later than this is closed for long: more than a night or an ordinary weekend."""


@dataclass(frozen=True)
class Office:
    """An office with its hours on working days."""

    zone: ZoneInfo
    opens: time
    closes: time


OFFICES = {
    "brussels": Office(ZoneInfo("Europe/Brussels"), time(9), time(17)),
    "beijing": Office(ZoneInfo("Asia/Shanghai"), time(9), time(17)),
}


def _working_day(office: str, day: date) -> date:
    """Return a day, or the next one on which the office works."""
    while not is_worked(office, day):
        day += timedelta(days=1)
    return day


def answer_by(office: str, now: datetime, working_days: int) -> datetime:
    """Return the end of the working day by which an answer may be expected.

    Args:
        office: brussels or beijing.
        now: when the question was asked.
        working_days: how many working days the office takes, without holidays and with weekends that are worked; a
            question out of hours counts from the next working day.

    Returns:
        Closing time of that day, in the office's zone.
    """
    place = OFFICES[office]
    local = now.astimezone(place.zone)
    day = _working_day(office, local.date() + timedelta(days=1 if local.time() >= place.closes else 0))
    for _ in range(working_days):
        day = _working_day(office, day + timedelta(days=1))
    return datetime.combine(day, place.closes, tzinfo=place.zone)


def opens_at(office: str, now: datetime) -> datetime | None:
    """Return when an office opens next, in its zone; None while it is open."""
    place = OFFICES[office]
    local = now.astimezone(place.zone)
    today = local.date()
    if is_worked(office, today) and place.opens <= local.time() < place.closes:
        return None
    day = _working_day(office, today + timedelta(days=1 if local.time() >= place.opens else 0))
    return datetime.combine(day, place.opens, tzinfo=place.zone)


def worked(office: str, since: datetime, until: datetime) -> timedelta:
    """Return how long an office worked between two moments: its hours, without nights, weekends and holidays.

    Args:
        office: brussels or beijing.
        since: the earlier moment.
        until: the later one; before `since` nothing was worked.
    """
    place, total = OFFICES[office], timedelta(0)
    begin, end = since.astimezone(place.zone), until.astimezone(place.zone)
    day = begin.date()
    while day <= end.date():
        if is_worked(office, day):
            opens, closes = (datetime.combine(day, at, tzinfo=place.zone) for at in (place.opens, place.closes))
            total += max(min(end, closes) - max(begin, opens), timedelta(0))
        day += timedelta(days=1)
    return total


def closed_for(office: str, now: datetime) -> timedelta:
    """Return how long an office stays closed; nothing while it is open."""
    opening = opens_at(office, now)
    return opening - now if opening else timedelta(0)
