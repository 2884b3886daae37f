"""Duties: what exactly one of several gateways does, such as asking a messenger for news."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from desk.channel_tables import duties


def take(connection: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Take a duty, or keep it.

    Args:
        connection: a write transaction.
        name: of the duty.
        holder: who wants it.
        now: the time.
        until: how long the claim is good; whoever dies lets go by then.

    Returns:
        Whether the duty is the holder's now.
    """
    free = or_(duties.c.holder == holder, duties.c.until <= now)
    claim = {"holder": holder, "until": until}
    if connection.execute(update(duties).where((duties.c.name == name) & free).values(**claim)).rowcount == 1:
        return True
    try:
        with connection.begin_nested():
            connection.execute(duties.insert().values(name=name, **claim))
    except IntegrityError:
        return False  # somebody has it
    return True


def leave(connection: Connection, name: str, holder: str) -> None:
    """Give a duty up, so that another one has it at once."""
    connection.execute(delete(duties).where((duties.c.name == name) & (duties.c.holder == holder)))
