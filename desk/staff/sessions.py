"""Sessions of the desk's people: kept on the server, listed, and ended at any moment."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from desk.staff.models import staff, staff_sessions
from desk.staff.secrets import hash_code

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
HALF_OPEN = timedelta(minutes=10)
"""How long the second step of a sign-in may take."""
_SEEN_EVERY = timedelta(minutes=1)
_LONGEST_TOKEN = 128


@dataclass(frozen=True)
class Session:
    """One session; `complete` once both steps of the sign-in are done."""

    id: str
    staff: str
    csrf: str
    complete: bool
    network: str
    browser: str
    created: datetime
    seen: datetime
    until: datetime


_columns = [staff_sessions.c[name] for name in Session.__dataclass_fields__]


def open_session(
    connection: Connection, person: str, complete: bool, network: str, browser: str, now: datetime
) -> tuple[Session, str]:
    """Open a session; always a new one, so that nobody can prepare it for somebody else.

    Args:
        connection: a write transaction.
        person: id of the account.
        complete: whether the sign-in is done.
        network: where from, shortened to its network.
        browser: what the browser calls itself.
        now: the time.

    Returns:
        The session and its token (256 random bits), of which only a hash is kept.
    """
    token = secrets.token_urlsafe(32)
    session = Session(
        id=uuid.uuid4().hex,
        staff=person,
        csrf=secrets.token_urlsafe(32),
        complete=complete,
        network=network,
        browser=browser[:200],
        created=now,
        seen=now,
        until=now + (LONGEST if complete else HALF_OPEN),
    )
    connection.execute(staff_sessions.insert().values(token_hash=hash_code(token), **vars(session)))
    return session, token


def by_token(connection: Connection, token: str, now: datetime) -> Session | None:
    """Return the session of a token, if it still counts and its account is in use."""
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    query = select(*_columns).join(staff, staff.c.id == staff_sessions.c.staff)
    row = connection.execute(query.where((staff_sessions.c.token_hash == hash_code(token)) & staff.c.active)).first()
    session = Session(*row) if row else None
    if session is None or session.until <= now or session.seen + IDLE <= now:
        return None
    return session


def must_be_seen(session: Session, now: datetime) -> bool:
    """Whether the use of a session is to be written down; once a minute is enough."""
    return now - session.seen >= _SEEN_EVERY


def seen(connection: Connection, session: Session, now: datetime) -> None:
    """Write down that a session is used, which keeps it alive."""
    connection.execute(update(staff_sessions).where(staff_sessions.c.id == session.id).values(seen=now))


def of_person(connection: Connection, person: str, now: datetime) -> list[Session]:
    """Return the sessions of a person that still count, the newest first."""
    alive = (staff_sessions.c.until > now) & (staff_sessions.c.seen > now - IDLE) & staff_sessions.c.complete
    query = (
        select(*_columns).where((staff_sessions.c.staff == person) & alive).order_by(staff_sessions.c.created.desc())
    )
    return [Session(*row) for row in connection.execute(query)]


def end(connection: Connection, person: str, session: str) -> bool:
    """End one session of a person.

    Returns:
        Whether this person had it.
    """
    mine = (staff_sessions.c.id == session) & (staff_sessions.c.staff == person)
    return bool(connection.execute(delete(staff_sessions).where(mine)).rowcount)


def end_all(connection: Connection, person: str, but: str | None = None) -> int:
    """End the sessions of a person, all but one if that is said; returns how many."""
    mine = staff_sessions.c.staff == person
    where = mine & (staff_sessions.c.id != but) if but else mine
    return int(connection.execute(delete(staff_sessions).where(where)).rowcount)


def delete_old(connection: Connection, now: datetime) -> int:
    """Delete the sessions that no longer count; returns how many."""
    over = (staff_sessions.c.until <= now) | (staff_sessions.c.seen <= now - IDLE)
    return int(connection.execute(delete(staff_sessions).where(over)).rowcount)
