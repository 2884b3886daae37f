"""Messages to the assistant, visits, and what people thought of the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from desk import figure_tables as tables
from desk.feedback import DOWN, UP
from desk.figures import UNANSWERED
from desk.insights.scope import Scope


@dataclass(frozen=True)
class Messages:
    """Messages that have all these in common.

    Args:
        day: when.
        language: in which they were answered.
        channel: where they came in.
        intent: what they were about; None for a button that asks nothing.
        result: what became of them, one of `desk.figures.RESULTS`.
        verdict: what people thought of the answer; None if they said nothing.
        reason: why it did not help, if they said so.
        number: how many.
    """

    day: date
    language: str
    channel: str
    intent: str | None
    result: str
    verdict: str | None
    reason: str | None
    number: int

    @property
    def is_unanswered(self) -> bool:
        """Whether they got no answer: not understood, not in the records, or the assistant failed."""
        return self.result in UNANSWERED


@dataclass(frozen=True)
class Visits:
    """Conversations on a day; `person`: a person was asked for."""

    day: date
    person: bool
    number: int


def messages(connection: Connection, scope: Scope) -> list[Messages]:
    """Return the messages of a scope, those that are alike together."""
    row, visit = tables.messages.c, tables.visits.c
    kinds = [visit.day, row.language, visit.channel, row.intent, row.result, row.verdict, row.reason]
    query = select(*kinds, func.count()).join(tables.visits, visit.id == row.visit)
    where = scope.where(visit.day, language=row.language, channel=visit.channel)
    return [Messages(*found) for found in connection.execute(query.where(where).group_by(*kinds))]


def visits(connection: Connection, scope: Scope) -> list[Visits]:
    """Return the visits of a scope."""
    row = tables.visits.c
    query = select(row.day, row.person, func.count()).group_by(row.day, row.person)
    where = scope.where(row.day, language=row.language, channel=row.channel)
    return [Visits(*found) for found in connection.execute(query.where(where))]


def tally(rows: Iterable[Any], key: Callable[[Any], Any]) -> Counter[Any]:
    """Return how many there are of each key."""
    counted: Counter[Any] = Counter()
    for row in rows:
        counted[key(row)] += row.number
    return counted


def total(rows: Iterable[Any]) -> int:
    """Return how many there are in all."""
    return sum(row.number for row in rows)


def share(part: float, whole: float) -> float | None:
    """Return a share in percent; None of nothing."""
    return 100 * part / whole if whole else None


def unanswered(rows: Iterable[Messages]) -> float | None:
    """Return the share of messages without an answer, in percent."""
    known = list(rows)
    return share(total(row for row in known if row.is_unanswered), total(known))


def solved(rows: Iterable[Visits]) -> float | None:
    """Return the share of visits in which nobody asked for a person, in percent."""
    known = list(rows)
    return share(total(row for row in known if not row.person), total(known))


def helpful(rows: Iterable[Messages]) -> float | None:
    """Return the share of opinions that say that an answer helped, in percent."""
    given = tally(rows, lambda row: row.verdict)
    return share(given[UP], given[UP] + given[DOWN])
