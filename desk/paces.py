"""Paces: how fast all gateways together may send on a channel, whichever of them sends.

The database keeps one moment for each channel: when the next message would go out if each kept its distance. A
message may be ahead of it by a few others, so that a handful goes out at once, and never by more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from desk.channel_tables import paces


@dataclass(frozen=True)
class Pace:
    """How fast. In no second are there more than both numbers together.

    Args:
        per_second: messages a second in the long run.
        at_once: messages that may go out at the same moment.
    """

    per_second: int
    at_once: int

    @property
    def apart(self) -> timedelta:
        """The distance of two messages in the long run."""
        return timedelta(seconds=1 / self.per_second)


def take(connection: Connection, name: str, pace: Pace, now: datetime) -> bool:
    """Count one message, if it may go out now.

    Args:
        connection: a write transaction; until its end no other gateway counts on this channel.
        name: of the channel.
        pace: how fast.
        now: the time.

    Returns:
        Whether it may.
    """
    known = _held(connection, name, now)
    # No further ahead than it can be: a gateway whose clock was wrong must not silence the others.
    ahead = min(max(known, now), now + pace.at_once * pace.apart)
    if ahead - now > (pace.at_once - 1) * pace.apart:
        return False
    connection.execute(update(paces).where(paces.c.name == name).values(ahead=ahead + pace.apart))
    return True


def _held(connection: Connection, name: str, now: datetime) -> datetime:
    """Return the moment of a channel, locked; a channel that has none begins now."""
    query = select(paces.c.ahead).where(paces.c.name == name).with_for_update()
    found: datetime | None = connection.execute(query).scalar()
    if found is not None:
        return found
    try:
        with connection.begin_nested():
            connection.execute(paces.insert().values(name=name, ahead=now))
    except IntegrityError:
        return _held(connection, name, now)  # another gateway was first
    return now
