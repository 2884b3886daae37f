"""Who answers: the only moves of a conversation between assistant, queue and person.

Every move raises the epoch, so whatever was being prepared for the former owner can no longer be stored.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.engine import Connection

from desk.conversations import ASSISTANT, PERSON, QUEUE, Conversation
from desk.errors import EpochChanged, MoveRefused
from desk.models import conversations

_HOLD = update(conversations).where(
    (conversations.c.id == bindparam("talk")) & (conversations.c.epoch == bindparam("held"))
)


def hold_epoch(connection: Connection, identity: str, epoch: int, /, **values: Any) -> None:
    """Write to a conversation only if nobody became its owner meanwhile.

    Args:
        connection: a write transaction.
        identity: the conversation.
        epoch: the epoch that was read before.
        values: columns to set.

    Raises:
        EpochChanged: the epoch is another one now; nothing was written.
    """
    if connection.execute(_HOLD, {"talk": identity, "held": epoch, **values}).rowcount != 1:
        raise EpochChanged(identity)


def _move(connection: Connection, conversation: Conversation, owner: str, now: datetime) -> None:
    hold_epoch(
        connection,
        conversation.id,
        conversation.epoch,
        owner=owner,
        epoch=conversation.epoch + 1,
        updated=now,
    )


def take(connection: Connection, conversation: Conversation, person: str, now: datetime) -> None:
    """Give the word to a member of staff, from the assistant, the queue or a colleague.

    Args:
        connection: a write transaction.
        conversation: as it was read.
        person: id of the member of staff.
        now: the time.

    Raises:
        EpochChanged: somebody was faster.
        MoveRefused: this person already has it.
    """
    if conversation.owner == PERSON + person:
        raise MoveRefused(conversation.id)
    _move(connection, conversation, PERSON + person, now)


def transfer(connection: Connection, conversation: Conversation, person: str, now: datetime) -> None:
    """Pass a conversation from one member of staff to another.

    Raises:
        EpochChanged: somebody was faster.
        MoveRefused: no member of staff has it.
    """
    if not conversation.has_person:
        raise MoveRefused(conversation.id)
    take(connection, conversation, person, now)


def hand_back(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """Give the word back to the assistant; the next message is answered by it.

    Raises:
        EpochChanged: somebody was faster.
        MoveRefused: no member of staff has it.
    """
    if not conversation.has_person:
        raise MoveRefused(conversation.id)
    _move(connection, conversation, ASSISTANT, now)


def release(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """Put a conversation that a member of staff has back into the queue, for a colleague.

    Raises:
        EpochChanged: somebody was faster.
        MoveRefused: no member of staff has it.
    """
    if not conversation.has_person:
        raise MoveRefused(conversation.id)
    _move(connection, conversation, QUEUE, now)


def close(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """End the desk's part; whoever writes again meets the assistant first.

    Raises:
        EpochChanged: somebody was faster.
    """
    _move(connection, conversation, ASSISTANT, now)


def ask_person(connection: Connection, conversation: Conversation, now: datetime) -> bool:
    """Put a conversation into the queue for the desk.

    Returns:
        Whether it moved; a second request changes nothing.

    Raises:
        EpochChanged: somebody was faster.
    """
    if conversation.owner != ASSISTANT:
        return False
    _move(connection, conversation, QUEUE, now)
    return True


def stop_waiting(connection: Connection, conversation: Conversation, now: datetime) -> bool:
    """Take a conversation out of the queue again.

    Returns:
        Whether it moved; nothing happens if nobody was asked for.

    Raises:
        EpochChanged: somebody was faster.
    """
    if conversation.owner != QUEUE:
        return False
    _move(connection, conversation, ASSISTANT, now)
    return True
