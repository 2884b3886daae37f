"""For what is counted: a period and the filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

LONGEST = 800
"""Days of a period at most: two years and a little."""
_MOST_DAYS, _MOST_WEEKS = 31, 200
"""Up to how many days a course is told by day, and up to how many by week; above, by month."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days, both ends included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """Return the period of the same length before it."""
        return Period(self.first - self.length * _DAY, self.first - _DAY)

    def days(self) -> Iterator[date]:
        """Yield every day."""
        for number in range(self.length):
            yield self.first + number * _DAY

    def step(self, day: date, most_days: int = _MOST_DAYS) -> date:
        """Return the beginning of the day, week (Monday) or month to which a day belongs, as the period is long.

        Args:
            day: of the period.
            most_days: up to how many days the course is told by day.
        """
        if self.length <= most_days:
            return day
        if self.length <= _MOST_WEEKS:
            return max(day - day.weekday() * _DAY, self.first)
        return max(day.replace(day=1), self.first)

    def steps(self, most_days: int = _MOST_DAYS) -> list[date]:
        """Return the beginnings of all days, weeks or months."""
        return list(dict.fromkeys(self.step(day, most_days) for day in self.days()))


@dataclass(frozen=True)
class Scope:
    """For what is counted.

    Args:
        period: when.
        language: en or zh; empty for both.
        channel: such as web; empty for all.
        office: brussels or beijing; empty for both. Only cases have one.
    """

    period: Period
    language: str = ""
    channel: str = ""
    office: str = ""

    def before(self) -> Scope:
        """Return the same for the period before."""
        return replace(self, period=self.period.before())

    def where(self, day: Any, **columns: Any) -> Any:
        """Return the condition of SQL.

        Args:
            day: column that holds the day.
            columns: language, channel, office: the columns to which these filters are applied.
        """
        wanted = day.between(self.period.first, self.period.last)
        for name, column in columns.items():
            if value := getattr(self, name):
                wanted = wanted & (column == value)
        return wanted
