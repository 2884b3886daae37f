"""What cooperation requests ask for: which city wants which subject, and whom it wishes for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from desk import figure_tables as tables
from desk.figures import PARTNER, TOPIC
from desk.insights.scope import Scope


@dataclass(frozen=True)
class Wishes:
    """Requests of one place for one thing.

    Args:
        city: ref of the record of the city that asks; None if it has none.
        country: code of its country, as far as it is known.
        ref: of the subject or of the city that is wished for.
        number: how many requests.
    """

    city: str | None
    country: str | None
    ref: str
    number: int


def subjects(connection: Connection, scope: Scope) -> list[Wishes]:
    """Return which places asked for which clusters and themes, the most frequent first."""
    return _wishes(connection, scope, TOPIC)


def partners(connection: Connection, scope: Scope) -> list[Wishes]:
    """Return which places wished for which cities, the most frequent first."""
    return _wishes(connection, scope, PARTNER)


def _wishes(connection: Connection, scope: Scope, kind: str) -> list[Wishes]:
    case, wish = tables.cases.c, tables.wishes.c
    columns = [case.city, case.country, wish.ref]
    where = scope.where(case.day, language=case.language, channel=case.channel, office=case.office)
    query = select(*columns, func.count()).join(tables.cases, case.id == wish.figure).where(where & (wish.kind == kind))
    order = (func.count().desc(), wish.ref, case.city, case.country)
    return [Wishes(*row) for row in connection.execute(query.group_by(*columns).order_by(*order))]
