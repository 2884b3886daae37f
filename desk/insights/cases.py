"""Cases: how many, why, and how long the offices took in their own working time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from desk import figure_tables as tables
from desk.inbox import is_overdue
from desk.insights.messages import share
from desk.insights.scope import Scope
from desk.models import cases as rows

RESPONSE, RESOLUTION = "response", "resolution"
_MOST = 90
"""The percentile beside the median: so many of a hundred were as quick or quicker."""


@dataclass(frozen=True)
class CaseFigure:
    """What is counted of a case; times in working minutes of its office, None while they are not over.

    `rating`: "asked", then what somebody said; None if nobody was asked.
    """

    day: date
    kind: str
    office: str
    why: str | None
    response_minutes: int | None
    response_in_time: bool | None
    resolution_minutes: int | None
    resolution_in_time: bool | None
    rating: str | None


@dataclass(frozen=True)
class Times:
    """How long it took.

    Args:
        number: how many are over.
        middle: median in working hours; None of none.
        most: 90th percentile in working hours.
        in_time: share of those with a due time that kept it, in percent.
    """

    number: int
    middle: float | None
    most: float | None
    in_time: float | None


_columns = [tables.cases.c[name] for name in CaseFigure.__dataclass_fields__]


def opened(connection: Connection, scope: Scope) -> list[CaseFigure]:
    """Return the cases that were opened in a scope."""
    row = tables.cases.c
    where = scope.where(row.day, language=row.language, channel=row.channel, office=row.office)
    return [CaseFigure(*found) for found in connection.execute(select(*_columns).where(where).order_by(row.id))]


def times(found: Sequence[CaseFigure], what: str) -> Times:
    """Return how long cases took.

    Args:
        found: the cases.
        what: RESPONSE, until the first answer of a person, or RESOLUTION, until they were resolved or closed.
    """
    took = sorted(minutes for case in found if (minutes := getattr(case, f"{what}_minutes")) is not None)
    kept = [in_time for case in found if (in_time := getattr(case, f"{what}_in_time")) is not None]
    if not took:
        return Times(0, None, None, None)
    # The nearest rank: a time that really was, also among few.
    most = took[-(-len(took) * _MOST // 100) - 1]
    return Times(len(took), median(took) / 60, most / 60, share(sum(kept), len(kept)))


def overdue(connection: Connection, scope: Scope, now: datetime) -> dict[str, int]:
    """Return in how many open cases of each office our answer is late at a moment, whenever they were opened."""
    late = is_overdue(now)
    for name in ("language", "channel", "office"):
        if value := getattr(scope, name):
            late = late & (rows.c[name] == value)
    query = select(rows.c.office, func.count()).where(late).group_by(rows.c.office)
    return dict(connection.execute(query).all())
