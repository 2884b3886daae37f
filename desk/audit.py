"""The audit log: who did what to which fields of which record, when and from where; never the values.

Lines cannot be changed, and not deleted in their first year: the database itself refuses (revision 0002).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from desk.staff.models import audit

NOBODY = "-"


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    fields: list[str]
    network: str


@dataclass(frozen=True)
class Actor:
    """Who does something, and from where.

    Args:
        id: id of the account; "-" for somebody who is not signed in.
        network: the network, not the address.
    """

    id: str
    network: str


_columns = [audit.c[name] for name in Line.__dataclass_fields__]


def write(
    connection: Connection, actor: Actor, action: str, subject: str, now: datetime, fields: Sequence[str] = ()
) -> None:
    """Write a line, in the transaction of what it tells of.

    Args:
        connection: a write transaction.
        actor: who.
        action: what, such as "case.read".
        subject: to what, such as "case:CB-2026-7K3Q9F".
        now: the time.
        fields: names of the fields that were changed or read.
    """
    line = {"at": now, "actor": actor.id, "action": action, "subject": subject, "network": actor.network}
    connection.execute(audit.insert().values(fields=list(fields), **line))


def page(
    connection: Connection,
    before: int | None = None,
    actor: str | None = None,
    subject: str | None = None,
    limit: int = 50,
) -> list[Line]:
    """Return lines, the newest first.

    Args:
        connection: a transaction.
        before: id of a line; only those before it.
        actor: only what this account did.
        subject: only what was done to this record.
        limit: how many at most.
    """
    query = select(*_columns).order_by(audit.c.id.desc()).limit(limit)
    for column, value in ((audit.c.actor, actor), (audit.c.subject, subject)):
        query = query.where(column == value) if value else query
    query = query.where(audit.c.id < before) if before else query
    return [Line(*row) for row in connection.execute(query)]
