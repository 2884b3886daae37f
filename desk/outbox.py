"""The outbox: what must still reach people, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, select, update
from sqlalchemy.engine import Connection

from desk.models import conversations, outbox

QUEUED = "queued"
SENT = "sent"
DELIVERED = "delivered"
FAILED = "failed"
_ERROR_LENGTH = 200


@dataclass(frozen=True)
class Delivery:
    """One message on its way."""

    id: int
    message: int
    conversation: str
    seq: int
    channel: str
    attempts: int
    next_attempt: datetime


_columns = [outbox.c[name] for name in Delivery.__dataclass_fields__]
_QUEUE = outbox.insert()
_WAITING = (
    select(outbox.c.message)
    .where(
        (outbox.c.conversation == bindparam("talk")) & (outbox.c.state == QUEUED) & (outbox.c.seq <= bindparam("last"))
    )
    .order_by(outbox.c.seq)
)
_MARK_SENT = (
    update(outbox)
    .where(outbox.c.message.in_(bindparam("ids", expanding=True)) & (outbox.c.state == QUEUED))
    .values(state=SENT, attempts=1)
)


def queue(connection: Connection, message: int, conversation: str, seq: int, channel: str, now: datetime) -> None:
    """Put a stored message on its way."""
    place = {"message": message, "conversation": conversation, "seq": seq, "channel": channel}
    connection.execute(_QUEUE, {**place, "state": QUEUED, "attempts": 0, "next_attempt": now, "updated": now})


def due(connection: Connection, channels: Sequence[str], now: datetime, limit: int = 50) -> list[Delivery]:
    """Return what should be sent now, never a message before an earlier one of the same conversation."""
    earlier = outbox.alias("earlier")
    blocked = exists().where(
        and_(
            earlier.c.conversation == outbox.c.conversation,
            earlier.c.seq < outbox.c.seq,
            earlier.c.state == QUEUED,
        )
    )
    where = (outbox.c.state == QUEUED) & outbox.c.channel.in_(channels) & (outbox.c.next_attempt <= now) & ~blocked
    query = select(*_columns).where(where).order_by(outbox.c.id).limit(limit)
    return [Delivery(*row) for row in connection.execute(query)]


def claim(connection: Connection, delivery: Delivery, until: datetime, now: datetime) -> bool:
    """Reserve a delivery for one process until a time; counts the attempt before it is made.

    Returns:
        False when another process was faster.
    """
    where = (outbox.c.id == delivery.id) & (outbox.c.state == QUEUED) & (outbox.c.attempts == delivery.attempts)
    change = update(outbox).where(where).values(attempts=delivery.attempts + 1, next_attempt=until, updated=now)
    return bool(connection.execute(change).rowcount)


def report(connection: Connection, delivery: int, state: str, now: datetime, error: str | None = None) -> None:
    """Write down the end of a delivery: sent, delivered or failed."""
    values = {"state": state, "error": (error or "")[:_ERROR_LENGTH] or None, "updated": now}
    connection.execute(update(outbox).where(outbox.c.id == delivery).values(**values))


def postpone(connection: Connection, delivery: int, until: datetime, now: datetime, error: str) -> None:
    """Write down that a delivery is tried again later, and why."""
    values = {"next_attempt": until, "error": error[:_ERROR_LENGTH], "updated": now}
    connection.execute(update(outbox).where(outbox.c.id == delivery).values(**values))


def waiting(connection: Connection, conversation: str, up_to: int) -> list[int]:
    """Return the row ids of the messages not yet sent, up to a sequence number, in order."""
    return list(connection.execute(_WAITING, {"talk": conversation, "last": up_to}).scalars())


def mark_sent(connection: Connection, message_ids: Sequence[int], now: datetime) -> None:
    """Write down that messages went out as the answer of a request."""
    if message_ids:
        connection.execute(_MARK_SENT, {"ids": list(message_ids), "updated": now})


def acknowledge(connection: Connection, conversation: str, seq: int, now: datetime) -> int:
    """Write down that a client has everything up to a sequence number.

    Args:
        connection: a write transaction.
        conversation: whose.
        seq: the last sequence number the client has; one that does not exist yet counts as the last one.
        now: the time.

    Returns:
        The sequence number acknowledged so far; it never goes back.
    """
    where = conversations.c.id == conversation
    last = int(connection.execute(select(conversations.c.next_seq - 1).where(where)).scalar_one())
    upto = max(0, min(seq, last))
    connection.execute(update(conversations).where(where & (conversations.c.acked < upto)).values(acked=upto))
    mine = (outbox.c.conversation == conversation) & (outbox.c.seq <= upto) & (outbox.c.state != DELIVERED)
    connection.execute(update(outbox).where(mine).values(state=DELIVERED, updated=now))
    return int(connection.execute(select(conversations.c.acked).where(where)).scalar_one())


def count_by_state(connection: Connection) -> dict[str, int]:
    """Return how many deliveries are in which state."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return {state: int(number) for state, number in connection.execute(query)}
