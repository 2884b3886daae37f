"""The outbox: what must still reach people, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import and_, bindparam, exists, func, select, update
from sqlalchemy.engine import Connection

from desk.channel_tables import windows
from desk.models import conversations, outbox

QUEUED = "queued"
SENT = "sent"
DELIVERED = "delivered"
FAILED = "failed"
_ERROR_LENGTH = 200


@dataclass(frozen=True)
class Delivery:
    """One message on its way; `progress` is how many of its pieces have been sent."""

    id: int
    message: int
    conversation: str
    seq: int
    channel: str
    attempts: int
    next_attempt: datetime
    progress: int = 0


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
_TALK = conversations.c.id == bindparam("talk")
_POSITION = select(conversations.c.next_seq - 1, conversations.c.acked).where(_TALK)
_ACKNOWLEDGE = update(conversations).where(_TALK & (conversations.c.acked < bindparam("upto")))
_DELIVERED_UP_TO = (
    update(outbox)
    .where(
        (outbox.c.conversation == bindparam("talk"))
        & (outbox.c.seq > bindparam("from"))
        & (outbox.c.seq <= bindparam("upto"))
        & (outbox.c.state != DELIVERED)
    )
    .values(state=DELIVERED)
)


def queue(connection: Connection, message: int, conversation: str, seq: int, channel: str, now: datetime) -> None:
    """Put a stored message on its way."""
    place = {"message": message, "conversation": conversation, "seq": seq, "channel": channel}
    connection.execute(_QUEUE, {**place, "state": QUEUED, "attempts": 0, "next_attempt": now, "updated": now})


def due(
    connection: Connection, channels: Sequence[str], now: datetime, limit: int = 50, apart: float = 0.0
) -> list[Delivery]:
    """Return what should be sent now, never a message before an earlier one of the same conversation.

    Args:
        connection: a transaction.
        channels: on which.
        now: the time.
        limit: how many at most.
        apart: seconds between two messages of one conversation.
    """
    other, window = outbox.alias("other"), windows.alias("held")
    # Of the same channel: what a browser has not confirmed must not hold back a messenger it went on in.
    same = (other.c.conversation == outbox.c.conversation) & (other.c.channel == outbox.c.channel)
    earlier = exists().where(and_(same, other.c.seq < outbox.c.seq, other.c.state == QUEUED))
    held = exists().where((window.c.conversation == outbox.c.conversation) & (window.c.held_until > now))
    where = (outbox.c.state == QUEUED) & outbox.c.channel.in_(channels) & (outbox.c.next_attempt <= now)
    where = where & ~earlier & ~held
    if apart:
        just_sent = (other.c.state == SENT) & (other.c.updated > now - timedelta(seconds=apart))
        where = where & ~exists().where(and_(same, other.c.seq < outbox.c.seq, just_sent))
    query = select(*_columns).where(where).order_by(outbox.c.id).limit(limit)
    return [Delivery(*row) for row in connection.execute(query)]


def claim(connection: Connection, delivery: Delivery, until: datetime, now: datetime) -> bool:
    """Reserve a delivery for one process until a time; counts the attempt before it is made.

    Returns:
        False when another process was faster.
    """
    as_read = {name: getattr(delivery, name) for name in ("id", "attempts", "next_attempt", "progress")}
    where = and_(outbox.c.state == QUEUED, *(outbox.c[name] == value for name, value in as_read.items()))
    change = update(outbox).where(where).values(attempts=delivery.attempts + 1, next_attempt=until, updated=now)
    return bool(connection.execute(change.values(error=None)).rowcount)


def advance(connection: Connection, delivery: Delivery, until: datetime, now: datetime) -> None:
    """Write down that one more piece of a message was sent, and that the next one goes out at a time."""
    values = {"progress": delivery.progress + 1, "attempts": 0, "next_attempt": until, "updated": now, "error": None}
    connection.execute(update(outbox).where(outbox.c.id == delivery.id).values(**values))


def report(connection: Connection, delivery: int, state: str, now: datetime, error: str | None = None) -> None:
    """Write down the end of a delivery: sent, delivered or failed."""
    values = {"state": state, "error": (error or "")[:_ERROR_LENGTH] or None, "updated": now}
    connection.execute(update(outbox).where(outbox.c.id == delivery).values(**values))


def postpone(
    connection: Connection, delivery: Delivery, until: datetime, now: datetime, error: str, counts: bool = True
) -> None:
    """Write down that a delivery is tried again later, and why.

    Args:
        connection: a write transaction.
        delivery: as it was before it was claimed.
        until: when.
        now: the time.
        error: short code.
        counts: whether this was an attempt; to be asked to wait is none.
    """
    values = {"next_attempt": until, "error": error[:_ERROR_LENGTH], "updated": now}
    if not counts:
        values["attempts"] = delivery.attempts
    connection.execute(update(outbox).where(outbox.c.id == delivery.id).values(**values))


def release(connection: Connection, conversation: str, errors: Sequence[str], now: datetime) -> None:
    """Let messages go that wait for something that has happened now.

    Args:
        connection: a write transaction.
        conversation: whose.
        errors: codes of what they wait for.
        now: the time.
    """
    waits = (outbox.c.conversation == conversation) & (outbox.c.state == QUEUED) & outbox.c.error.in_(errors)
    connection.execute(update(outbox).where(waits).values(next_attempt=now, attempts=0, error=None))


def untouched(connection: Connection, conversation: str) -> list[Delivery]:
    """Return what waits in a conversation, in order, up to the first that may be under way already."""
    here = (outbox.c.conversation == conversation) & (outbox.c.state == QUEUED)
    found = [Delivery(*row) for row in connection.execute(select(*_columns).where(here).order_by(outbox.c.seq))]
    return list(takewhile(lambda delivery: delivery.attempts == 0, found))


def waiting(connection: Connection, conversation: str, up_to: int) -> list[int]:
    """Return the row ids of the messages not yet sent, up to a sequence number, in order."""
    return list(connection.execute(_WAITING, {"talk": conversation, "last": up_to}).scalars())


def mark_sent(connection: Connection, message_ids: Sequence[int], now: datetime) -> None:
    """Write down that messages went out as the answer of a request."""
    if message_ids:
        connection.execute(_MARK_SENT, {"ids": list(message_ids), "updated": now})


def mark_responded(connection: Connection, message_ids: Sequence[int], now: datetime) -> None:
    """Write down that messages went out together in the response to a request, without an attempt of the courier."""
    if message_ids:
        change = update(outbox).where(outbox.c.message.in_(message_ids)).values(state=SENT, attempts=0, updated=now)
        connection.execute(change)


def responded_with(connection: Connection, message: int) -> list[int]:
    """Return the messages that went out in the same response as one; none if it did not go out in that way."""
    row = connection.execute(
        select(outbox.c.conversation, outbox.c.updated).where(
            (outbox.c.message == message) & (outbox.c.state == SENT) & (outbox.c.attempts == 0)
        )
    ).first()
    if row is None:
        return []
    same = (outbox.c.conversation == row[0]) & (outbox.c.updated == row[1])
    together = same & (outbox.c.state == SENT) & (outbox.c.attempts == 0)
    return list(connection.execute(select(outbox.c.message).where(together).order_by(outbox.c.seq)).scalars())


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
    last, acked = connection.execute(_POSITION, {"talk": conversation}).one()
    upto = min(seq, int(last))
    if upto <= acked:
        return int(acked)
    connection.execute(_ACKNOWLEDGE, {"talk": conversation, "upto": upto, "acked": upto})
    # What lies before the last acknowledgement is delivered already, and a conversation can be long.
    reached = {"talk": conversation, "from": acked, "upto": upto, "updated": now}
    connection.execute(_DELIVERED_UP_TO, reached)
    return int(connection.execute(_POSITION, {"talk": conversation}).one()[1])


def count_by_state(connection: Connection) -> dict[str, int]:
    """Return how many deliveries are in which state."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return {state: int(number) for state, number in connection.execute(query)}
