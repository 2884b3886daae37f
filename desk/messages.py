"""Messages: what was said, by whom, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, func, select, text, update
from sqlalchemy.engine import Connection

from desk import outbox, search_index
from desk.errors import UnknownConversation
from desk.models import messages

IN = "in"
OUT = "out"
USER = "user"
PENDING = "pending"
DONE = "done"
FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """One message as it is in the database; `status` and `request_id` only for what people write to us."""

    id: int
    conversation: str
    seq: int
    direction: str
    author: str
    client_id: str | None
    turn_id: str | None
    text: str
    do: dict[str, Any] | None
    parts: list[dict[str, Any]] | None
    blocks: list[dict[str, Any]] | None
    language: str
    understood: dict[str, Any] | None
    created: datetime
    status: str | None
    attempts: int
    request_id: str | None = None


@dataclass(frozen=True)
class Reply:
    """What is to be said, ready in one language."""

    author: str
    text: str
    parts: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    language: str
    turn_id: str | None = None


_columns = [messages.c[name] for name in Message.__dataclass_fields__]

# Statements are built once: building one costs several times as much as running it.
_HERE = messages.c.conversation == bindparam("talk")
_PENDING = _HERE & (messages.c.status == PENDING)
# In words, since SQLAlchemy 1.4 knows no RETURNING for SQLite; one statement, so that two writers wait for each other.
_NUMBER = text("UPDATE conversations SET next_seq = next_seq + 1 WHERE id = :talk RETURNING next_seq - 1")
_INSERT = messages.insert()
_SINCE = (
    select(*_columns)
    .where(_HERE & (messages.c.seq > bindparam("after")))
    .order_by(messages.c.seq)
    .limit(bindparam("page", type_=Integer))
)
_BY_CLIENT_ID = select(*_columns).where(_HERE & (messages.c.client_id == bindparam("client")))
_NEWEST_IN = select(*_columns).where(_HERE & (messages.c.direction == IN)).order_by(messages.c.seq.desc()).limit(1)
_TYPED_BEFORE = (
    select(*_columns)
    .where(_HERE & (messages.c.direction == IN) & messages.c.do.is_(None) & (messages.c.seq < bindparam("number")))
    .order_by(messages.c.seq.desc())
    .limit(bindparam("page", type_=Integer))
)
_OUT_BEFORE = (
    select(*_columns)
    .where(_HERE & (messages.c.direction == OUT) & (messages.c.seq < bindparam("number")))
    .order_by(messages.c.seq.desc())
    .limit(1)
)
_BY_SEQ = select(*_columns).where(_HERE & (messages.c.seq == bindparam("number")))
_BY_IDS = select(*_columns).where(messages.c.id.in_(bindparam("ids", expanding=True))).order_by(messages.c.seq)
_OF_TURN = select(*_columns).where(messages.c.turn_id == bindparam("turn")).order_by(messages.c.seq)
_LATEST_OUT = select(*_columns).where(_HERE & (messages.c.direction == OUT)).order_by(messages.c.seq.desc()).limit(10)
ANY_PENDING = select(messages.c.id).where(_PENDING).exists()
"""Whether a message of the conversation `talk` waits; part of another statement."""
_PENDING_COUNT = select(func.count()).select_from(messages).where(_PENDING)
_FIRST_PENDING = select(*_columns).where(_PENDING).order_by(messages.c.seq).limit(1)
_UPDATE = update(messages).where(messages.c.id == bindparam("row"))
_COUNT_ATTEMPT = _UPDATE.values(attempts=messages.c.attempts + 1)


def take_seq(connection: Connection, conversation: str) -> int:
    """Return the next sequence number.

    Raises:
        UnknownConversation: there is no such conversation.
    """
    taken = connection.execute(_NUMBER, {"talk": conversation}).scalar()
    if taken is None:
        raise UnknownConversation(conversation)
    return int(taken)


def store_inbound(connection: Connection, message: Message) -> Message:
    """Store what a person wrote.

    Args:
        connection: a write transaction that holds the conversation.
        message: the message; its row id does not count.

    Returns:
        The message with its row id.
    """
    row = {name: value for name, value in vars(message).items() if name != "id"}
    identity = int(connection.execute(_INSERT, row).inserted_primary_key[0])
    said = (message.conversation, message.author, message.text, message.created)
    search_index.add_message(connection, identity, *said)
    return replace(message, id=identity)


def say(connection: Connection, conversation: str, channel: str, reply: Reply, now: datetime) -> int:
    """Store what is said to a person and queue it for delivery.

    Args:
        connection: a write transaction.
        conversation: to whom.
        channel: how it goes out.
        reply: the words.
        now: the time.

    Returns:
        The sequence number.
    """
    seq = take_seq(connection, conversation)
    place = {"conversation": conversation, "seq": seq, "direction": OUT, "created": now, "attempts": 0}
    identity = int(connection.execute(_INSERT, {**vars(reply), **place}).inserted_primary_key[0])
    said = search_index.worth(reply.text, reply.blocks)
    search_index.add_message(connection, identity, conversation, reply.author, said, now)
    outbox.queue(connection, identity, conversation, seq, channel, now)
    return seq


def since(connection: Connection, conversation: str, after: int, limit: int = 200) -> list[Message]:
    """Return the messages after a sequence number, in order."""
    return _all(connection, _SINCE, talk=conversation, after=after, page=limit)


def by_client_id(connection: Connection, conversation: str, client_id: str) -> Message | None:
    """Return the message that a client already sent under this id."""
    return _one(connection, _BY_CLIENT_ID, talk=conversation, client=client_id)


def by_seq(connection: Connection, conversation: str, seq: int) -> Message | None:
    """Return one message of a conversation."""
    return _one(connection, _BY_SEQ, talk=conversation, number=seq)


def newest_in(connection: Connection, conversation: str) -> Message | None:
    """Return the last message that the person wrote or pressed."""
    return _one(connection, _NEWEST_IN, talk=conversation)


def typed_before(connection: Connection, conversation: str, seq: int) -> Message | None:
    """Return the last message before another one that the person typed, as opposed to a pressed button."""
    return next(iter(typed_lately(connection, conversation, seq, 1)), None)


def typed_lately(connection: Connection, conversation: str, seq: int, limit: int) -> list[Message]:
    """Return the last messages before another one that the person typed, the newest first."""
    return _all(connection, _TYPED_BEFORE, talk=conversation, number=seq, page=limit)


def last_out_before(connection: Connection, conversation: str, seq: int) -> Message | None:
    """Return the last thing that was said to the person before one of their messages."""
    return _one(connection, _OUT_BEFORE, talk=conversation, number=seq)


def by_ids(connection: Connection, ids: Sequence[int]) -> list[Message]:
    """Return messages by their row ids, in order of sequence."""
    return _all(connection, _BY_IDS, ids=list(ids)) if ids else []


def of_turn(connection: Connection, turn_id: str) -> list[Message]:
    """Return what was said in a turn, in order."""
    return _all(connection, _OF_TURN, turn=turn_id)


def last_with_buttons(connection: Connection, conversation: str) -> Message | None:
    """Return the last thing said, of the latest, that offered buttons."""
    latest = _all(connection, _LATEST_OUT, talk=conversation)
    return next((message for message in latest if any(part["type"] == "buttons" for part in message.parts or [])), None)


def first_pending(connection: Connection, conversation: str) -> Message | None:
    """Return the oldest message that still waits for its turn."""
    return _one(connection, _FIRST_PENDING, talk=conversation)


def _one(connection: Connection, query: Any, **parameters: Any) -> Message | None:
    row = connection.execute(query, parameters).first()
    return Message(*row) if row else None


def _all(connection: Connection, query: Any, **parameters: Any) -> list[Message]:
    return [Message(*row) for row in connection.execute(query, parameters)]


def pending_count(connection: Connection, conversation: str) -> int:
    """Return how many messages of a conversation still wait for their turn."""
    return int(connection.execute(_PENDING_COUNT, {"talk": conversation}).scalar_one())


def settle(
    connection: Connection, identity: int, status: str, language: str, understood: dict[str, Any] | None
) -> None:
    """Write down what became of an inbound message."""
    result = {"row": identity, "status": status, "language": language, "understood": understood}
    connection.execute(_UPDATE, result)


def count_attempt(connection: Connection, identity: int) -> None:
    """Count one more attempt to answer a message, before it is made."""
    connection.execute(_COUNT_ATTEMPT, {"row": identity})
