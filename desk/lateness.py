"""Cases that become late while nobody does anything: a requester waits for too long, a due time passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Connection

from desk import hours, notifications
from desk.audit import NOBODY
from desk.cases import ASSIGNED, NEW
from desk.conversations import DEMO
from desk.inbox import is_overdue
from desk.models import cases
from desk.notification_models import notifications as told
from desk.notifications import OVERDUE, WAITING
from desk.unseen import waits_since

_AT_ONCE = 200
"""Cases of a kind that one look takes; the next look takes the rest."""
_ONCE = "due"
_PAGE = 500


@dataclass(frozen=True)
class Late:
    """A case that is late and nobody was told of; `mark` differs each time that it becomes so."""

    case: int
    kind: str
    mark: str


def find(connection: Connection, now: datetime, patience: timedelta) -> list[Late]:
    """Return what has become late.

    Args:
        connection: a transaction.
        now: the time.
        patience: for how long, in the hours of the office, a requester may wait for a person.
    """
    return [*_overdue(connection, now), *_waiting(connection, now, patience)][:_AT_ONCE]


def tell(connection: Connection, found: Sequence[Late], now: datetime) -> int:
    """Tell the staff; return of how many cases, as another gateway may have been faster."""
    return sum(notifications.tell(connection, late.case, late.kind, late.mark, NOBODY, now) for late in found)


def _is_told(kind: str) -> list[object]:
    return [told.c.case_id == cases.c.id, told.c.kind == kind]


def _overdue(connection: Connection, now: datetime) -> list[Late]:
    late = is_overdue(now)  # who waits for the visitor is not late
    known = select(told.c.id).where(*_is_told(OVERDUE)).exists()
    played = cases.c.conversation.is_not(None) & cases.c.conversation.like(f"{DEMO}%")
    query = select(cases.c.id).where(late & ~known & ~played).order_by(cases.c.id).limit(_AT_ONCE)
    return [Late(case, OVERDUE, _ONCE) for case in connection.execute(query).scalars()]


def _waiting(connection: Connection, now: datetime, patience: timedelta) -> list[Late]:
    is_open = cases.c.status.in_((NEW, ASSIGNED)) & cases.c.conversation.is_not(None)
    columns = (cases.c.id, cases.c.conversation, cases.c.office, cases.c.created)
    rows = connection.execute(select(*columns).where(is_open & ~cases.c.conversation.like(f"{DEMO}%"))).all()
    found = []
    for start in range(0, len(rows), _PAGE):
        page = rows[start : start + _PAGE]
        since = waits_since(connection, [row.conversation for row in page])
        for row in page:
            # What the assistant answered before the case was opened does not count.
            begin = max(since[row.conversation], row.created) if row.conversation in since else None
            if begin is not None and hours.worked(row.office, begin, now) >= patience:
                found.append(Late(row.id, WAITING, begin.isoformat(timespec="microseconds")))
    return _untold(connection, found)


def _untold(connection: Connection, found: list[Late]) -> list[Late]:
    known = set()
    for start in range(0, len(found), _PAGE):
        chosen = told.c.case_id.in_([late.case for late in found[start : start + _PAGE]])
        query = select(told.c.case_id, told.c.mark).where(chosen & (told.c.kind == WAITING))
        known |= {(case, mark) for case, mark in connection.execute(query)}
    return [late for late in found if (late.case, late.mark) not in known]
