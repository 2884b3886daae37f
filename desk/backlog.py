"""How much waits: messages for an answer, answers for their delivery. For those who watch over the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from desk.letter_models import letters
from desk.messages import PENDING
from desk.models import messages, outbox
from desk.notification_models import deliveries
from desk.outbox import QUEUED

_WAITING = select(func.count(), func.min(messages.c.created)).where(messages.c.status == PENDING)
_QUEUED = (
    select(outbox.c.channel, func.count(), func.min(outbox.c.next_attempt))
    .where(outbox.c.state == QUEUED)
    .group_by(outbox.c.channel)
)
_CALLS = select(func.count(), func.min(deliveries.c.created)).where(deliveries.c.state == QUEUED)
_LETTERS = select(func.count(), func.min(letters.c.created)).where(letters.c.state == QUEUED)


@dataclass(frozen=True)
class Waiting:
    """A number of things that wait, and for how many seconds the oldest has."""

    count: int
    oldest: float


@dataclass(frozen=True)
class Backlog:
    """What waits in the database, whichever gateway will see to it."""

    messages: Waiting
    outbox: dict[str, Waiting]


def backlog(connection: Connection, now: datetime) -> Backlog:
    """Count what waits.

    Args:
        connection: a transaction.
        now: the time.

    Returns:
        Messages without an answer, and for each channel the deliveries that are neither sent nor acknowledged;
        on the web those of visitors who left before the last answer are among them. Letters are the channel mail,
        calls of webhooks the channel webhook.
    """
    count, oldest = connection.execute(_WAITING).one()
    queued = {channel: _waiting(number, since, now) for channel, number, since in connection.execute(_QUEUED)}
    for name, query in (("mail", _LETTERS), ("webhook", _CALLS)):
        number, since = connection.execute(query).one()
        if number:
            queued[name] = _waiting(number, since, now)
    return Backlog(_waiting(count, oldest, now), queued)


def _waiting(count: int, since: datetime | None, now: datetime) -> Waiting:
    return Waiting(int(count), max(0.0, (now - since).total_seconds()) if since else 0.0)
