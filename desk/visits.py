"""Who looks at a case, and up to where they have read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from desk.staff.models import case_visits, staff

PRESENT = timedelta(seconds=40)
"""Two beats of an open page; who has not been heard of for longer has gone."""


def look(connection: Connection, case: int, person: str, seq: int, now: datetime) -> None:
    """Write down that somebody looks at a case.

    Args:
        connection: a write transaction.
        case: row id of the case.
        person: id of the account.
        seq: the last message on the page; what was read stays read.
        now: the time.
    """
    mine = (case_visits.c.case_id == case) & (case_visits.c.staff == person)
    known = connection.execute(select(case_visits.c.seq).where(mine)).scalar()
    if known is None:
        connection.execute(insert(case_visits).values(case_id=case, staff=person, at=now, seq=seq))
    else:
        connection.execute(update(case_visits).where(mine).values(at=now, seq=max(known, seq)))


def leave(connection: Connection, case: int, person: str) -> None:
    """Write down that somebody no longer looks at a case."""
    mine = (case_visits.c.case_id == case) & (case_visits.c.staff == person)
    gone = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    connection.execute(update(case_visits).where(mine).values(at=gone))


def present(connection: Connection, case: int, but: str, now: datetime) -> list[str]:
    """Return the names of the colleagues who look at a case now."""
    here = (case_visits.c.case_id == case) & (case_visits.c.at > now - PRESENT) & (case_visits.c.staff != but)
    query = select(staff.c.name).join(case_visits, case_visits.c.staff == staff.c.id).where(here).order_by(staff.c.name)
    return list(connection.execute(query).scalars())


def read_up_to(connection: Connection, person: str, cases: list[int]) -> dict[int, int]:
    """Return for each case that somebody has seen the last message they saw."""
    mine = (case_visits.c.staff == person) & case_visits.c.case_id.in_(cases)
    query = select(case_visits.c.case_id, case_visits.c.seq).where(mine)
    return {row[0]: row[1] for row in connection.execute(query)}
