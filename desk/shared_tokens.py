"""Short-lived access tokens that all gateways share; they are stored sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from desk.channel_tables import tokens


def find(connection: Connection, name: str, now: datetime) -> str | None:
    """Return the sealed token of a name, if it is still good."""
    good = (tokens.c.name == name) & (tokens.c.until > now)
    found = connection.execute(select(tokens.c.sealed).where(good)).scalar()
    return None if found is None else str(found)


def keep(connection: Connection, name: str, sealed: str, until: datetime) -> None:
    """Store a sealed token in place of the one before."""
    connection.execute(delete(tokens).where(tokens.c.name == name))
    connection.execute(tokens.insert().values(name=name, sealed=sealed, until=until))
