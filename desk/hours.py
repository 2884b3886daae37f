"""When the two offices work, and by when an answer may be expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_SATURDAY = 5


@dataclass(frozen=True)
class Office:
    """An office with its hours, Monday to Friday."""

    zone: ZoneInfo
    opens: time
    closes: time


OFFICES = {
    "brussels": Office(ZoneInfo("Europe/Brussels"), time(9), time(17)),
    "beijing": Office(ZoneInfo("Asia/Shanghai"), time(9), time(17)),
}


def answer_by(office: str, now: datetime, working_days: int) -> datetime:
    """Return the end of the working day by which an answer may be expected.

    Args:
        office: brussels or beijing.
        now: when the question was asked.
        working_days: how many working days the office takes; a question out of hours counts from the next
            working day.

    Returns:
        Closing time of that day, in the office's zone.
    """
    place = OFFICES[office]
    local = now.astimezone(place.zone)
    day = local.date()
    if local.time() >= place.closes:
        day += timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    left = working_days
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            left -= 1
    return datetime.combine(day, place.closes, tzinfo=place.zone)
