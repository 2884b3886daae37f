"""What happened to a case, as staff read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from desk.cases import Case
from desk.models import case_events, cases


@dataclass(frozen=True)
class Event:
    """One line of a case's history; `actor` is the id of an account, or "requester"."""

    id: int
    at: datetime
    actor: str
    event: str
    data: dict[str, Any]


_columns = [case_events.c[name] for name in Event.__dataclass_fields__]


def of_case(connection: Connection, case: int) -> list[Event]:
    """Return the history of a case, oldest first."""
    query = select(*_columns).where(case_events.c.case_id == case).order_by(case_events.c.id)
    return [Event(*row) for row in connection.execute(query)]


def others(connection: Connection, case: Case) -> list[Case]:
    """Return the other cases of the same conversation, the newest first."""
    if case.conversation is None:
        return []
    columns = [cases.c[name] for name in Case.__dataclass_fields__]
    same = (cases.c.conversation == case.conversation) & (cases.c.id != case.id)
    return [Case(*row) for row in connection.execute(select(*columns).where(same).order_by(cases.c.id.desc()))]
