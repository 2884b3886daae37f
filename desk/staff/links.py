"""Links by which somebody chooses a password: for a new account and for a forgotten one."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from desk.staff.accounts import Staff, by_id
from desk.staff.errors import LinkSpent
from desk.staff.models import staff_links
from desk.staff.secrets import hash_code

GOOD_FOR = timedelta(hours=48)
GOOD_FOR_RESET = timedelta(hours=2)
"""A link that a letter brings; whoever asked for it is waiting."""
_TOKEN_LENGTH = 43


def issue(connection: Connection, person: Staff, now: datetime, good_for: timedelta = GOOD_FOR) -> str:
    """Make a link for a person; the ones made before are no longer good.

    Returns:
        Its token (256 random bits), of which only a hash is kept.
    """
    token = secrets.token_urlsafe(32)
    connection.execute(delete(staff_links).where(staff_links.c.staff == person.id))
    connection.execute(staff_links.insert().values(token_hash=hash_code(token), staff=person.id, until=now + good_for))
    return token


def holder(connection: Connection, token: str, now: datetime) -> Staff:
    """Return whose link this is, without using it.

    Raises:
        LinkSpent: it was used, has expired, its account is closed, or it never was a link.
    """
    if len(token) != _TOKEN_LENGTH:
        raise LinkSpent
    good = (staff_links.c.token_hash == hash_code(token)) & (staff_links.c.until > now)
    person = connection.execute(select(staff_links.c.staff).where(good)).scalar()
    if person is None or not by_id(connection, person).active:
        raise LinkSpent
    return by_id(connection, person)


def use(connection: Connection, token: str, now: datetime) -> Staff:
    """Use a link up.

    Raises:
        LinkSpent: as `holder`, also when somebody used it a moment ago.
    """
    person = holder(connection, token, now)
    if connection.execute(delete(staff_links).where(staff_links.c.token_hash == hash_code(token))).rowcount != 1:
        raise LinkSpent
    return person
