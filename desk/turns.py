"""Turns: one at a time per conversation, in order, each stored once.

A short lease in the database keeps two gateways apart. It only saves work: what makes a turn count once is
the unique turn id, and what keeps a late reply out is the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from desk import conversations as talks
from desk import messages
from desk.conversations import Conversation
from desk.errors import QueueFull, TurnRepeated
from desk.messages import Message
from desk.models import conversations, turns

_TALK = conversations.c.id == bindparam("talk")
_ADVANCE = update(conversations).where(_TALK).values(next_seq=conversations.c.next_seq + 1)
_IS_FREE = or_(conversations.c.lease_until.is_(None), conversations.c.lease_until <= bindparam("now"))
_TAKE = update(conversations).where(_TALK & _IS_FREE)
_CLAIM = update(conversations).where(_TALK & or_(_IS_FREE, conversations.c.lease_holder == bindparam("mine")))
_KEEP = update(conversations).where(_TALK & (conversations.c.lease_holder == bindparam("mine")))
_FREE = _KEEP.where(~messages.ANY_PENDING).values(lease_holder=None, lease_until=None)
_RECORD = turns.insert()


@dataclass(frozen=True)
class Turn:
    """A message whose turn has begun, with the conversation as it was at that moment."""

    conversation: Conversation
    message: Message

    @property
    def id(self) -> str:
        """The id under which the turn is stored; the same whoever computes it."""
        return id_of(self.message)


def id_of(message: Message) -> str:
    """Return the id of the turn that answers a message."""
    return f"{message.conversation}-{message.seq}"


def seq_of(turn_id: str) -> int:
    """Return the sequence number of the message that a turn answers."""
    return int(turn_id.rpartition("-")[2])


@dataclass(frozen=True)
class Lease:
    """A gateway's claim on a conversation."""

    holder: str
    now: datetime
    until: datetime


@dataclass(frozen=True)
class Incoming:
    """What is to be stored of one inbound message; the request id leads from it to every log line of its turn."""

    text: str
    do: dict[str, Any] | None
    client_id: str | None
    request_id: str | None = None


@dataclass(frozen=True)
class Accepted:
    """The answer to an inbound message: where it stands, and the turn if it could begin at once."""

    message: Message
    repeated: bool
    turn: Turn | None


def accept(connection: Connection, conversation: str, incoming: Incoming, lease: Lease, limit: int) -> Accepted:
    """Store a message and begin its turn, unless the conversation is being worked on.

    Args:
        connection: a write transaction.
        conversation: id of the conversation.
        incoming: the message.
        lease: the claim of this gateway.
        limit: how many messages may wait in one conversation.

    Returns:
        The stored message; for a repeated client id the first one, and nothing new is stored.

    Raises:
        UnknownConversation: there is no such conversation.
        QueueFull: too many messages wait already.
    """
    talk = talks.by_id(connection, conversation, lock=True)
    if incoming.client_id:
        first = messages.by_client_id(connection, conversation, incoming.client_id)
        if first:
            return Accepted(first, True, None)
    waiting = messages.pending_count(connection, conversation)
    if waiting >= limit:
        raise QueueFull(conversation)
    free = talk.lease_until is None or talk.lease_until <= lease.now
    begins = free and not waiting
    stored = messages.store_inbound(connection, _message(talk, incoming, lease.now, attempts=int(begins)))
    claim: dict[str, Any] = {"lease_holder": lease.holder, "lease_until": lease.until} if begins else {}
    if talk.erased is not None:
        claim["erased"] = None  # somebody who had everything deleted writes again, and so begins anew
    connection.execute(_ADVANCE, {"talk": conversation, "updated": lease.now, **claim})
    if begins:
        return Accepted(stored, False, Turn(talk, stored))
    return Accepted(stored, False, begin(connection, conversation, lease) if free else None)


def _message(talk: Conversation, incoming: Incoming, now: datetime, attempts: int) -> Message:
    return Message(
        id=0,
        conversation=talk.id,
        seq=talk.next_seq,
        direction=messages.IN,
        author=messages.USER,
        client_id=incoming.client_id,
        turn_id=None,
        text=incoming.text,
        do=incoming.do,
        parts=None,
        blocks=None,
        language=talk.language,
        understood=None,
        created=now,
        status=messages.PENDING,
        attempts=attempts,
        request_id=incoming.request_id,
    )


def begin(connection: Connection, conversation: str, lease: Lease, again: bool = False) -> Turn | None:
    """Begin the turn of the oldest waiting message.

    Args:
        connection: a write transaction.
        conversation: id of the conversation.
        lease: the claim of this gateway.
        again: the claim may already be ours, since a turn of ours has to be begun anew; otherwise such a claim
            means that the turn is under way here.

    Returns:
        The turn, or None when nothing waits or somebody is at work.
    """
    claim = {"talk": conversation, "now": lease.now, "lease_holder": lease.holder, "lease_until": lease.until}
    taken = connection.execute(_CLAIM, {**claim, "mine": lease.holder}) if again else connection.execute(_TAKE, claim)
    if taken.rowcount != 1:
        return None
    return go_on(connection, conversation, lease)


def go_on(connection: Connection, conversation: str, lease: Lease) -> Turn | None:
    """End a turn in the transaction that stored it: begin the next one or free the conversation.

    Both in one transaction, so that no message can fall between "nothing waits" and "free".

    Returns:
        The next turn; None when nothing waits, or when the claim was lost to another gateway.
    """
    mine = {"talk": conversation, "mine": lease.holder}
    if connection.execute(_FREE, mine).rowcount == 1:
        return None
    message = messages.first_pending(connection, conversation)
    values = {"lease_holder": lease.holder, "lease_until": lease.until}
    if message is None or connection.execute(_KEEP, {**mine, **values}).rowcount != 1:
        return None
    messages.count_attempt(connection, message.id)
    return Turn(talks.by_id(connection, conversation), replace(message, attempts=message.attempts + 1))


def record(
    connection: Connection,
    turn: Turn,
    outcome: str,
    took_ms: int,
    now: datetime,
    model: str | None = None,
    generation: str | None = None,
) -> None:
    """Store that a turn happened.

    Args:
        connection: a write transaction; it must be rolled back when this raises.
        turn: which.
        outcome: answered, apologised, silent or answered_here.
        took_ms: how long it took.
        now: the time.
        model: name of the model that understood the message.
        generation: the state of the knowledge that answered it.

    Raises:
        TurnRepeated: it is stored already.
    """
    row = {
        "turn_id": turn.id,
        "conversation": turn.conversation.id,
        "seq": turn.message.seq,
        "epoch": turn.conversation.epoch,
        "outcome": outcome,
        "model": model,
        "generation": generation,
        "took_ms": took_ms,
        "created": now,
    }
    try:
        connection.execute(_RECORD, row)
    except IntegrityError as problem:
        raise TurnRepeated(turn.id) from problem
