"""What people think of an answer: helpful or not, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from desk import figures, messages
from desk.errors import UnknownMessage
from desk.messages import OUT, Message
from desk.models import messages as messages_table
from desk.visitor_tables import feedback

UP, DOWN = "up", "down"
VERDICTS = (UP, DOWN)
REASONS = ("wrong", "incomplete", "outdated", "misunderstood", "other")
LONGEST = 500
"""Characters of what somebody says in their own words."""


@dataclass(frozen=True)
class Opinion:
    """What somebody thinks of an answer.

    Args:
        verdict: up or down.
        reason: one of REASONS, or None.
        words: in the person's own words, or None.
    """

    verdict: str
    reason: str | None = None
    words: str | None = None


def give(connection: Connection, conversation: str, seq: int, opinion: Opinion, now: datetime) -> None:
    """Keep an opinion about an answer; a later one takes the place of the one before.

    Args:
        connection: a write transaction.
        conversation: id of the conversation.
        seq: number of the answer.
        opinion: what the person thinks.
        now: the time.

    Raises:
        UnknownMessage: this conversation has no such answer.
    """
    answer = _answer(connection, conversation, seq)
    row = answer.id
    said = {**vars(opinion), "updated": now}
    if connection.execute(update(feedback).where(feedback.c.message == row).values(**said)).rowcount == 0:
        connection.execute(insert(feedback).values(message=row, conversation=conversation, created=now, **said))
    figures.rated(connection, answer.turn_id, opinion.verdict, opinion.reason)


def take_back(connection: Connection, conversation: str, seq: int) -> None:
    """Forget an opinion.

    Raises:
        UnknownMessage: this conversation has no such answer.
    """
    answer = _answer(connection, conversation, seq)
    connection.execute(delete(feedback).where(feedback.c.message == answer.id))
    figures.rated(connection, answer.turn_id, None, None)


def _answer(connection: Connection, conversation: str, seq: int) -> Message:
    message = messages.by_seq(connection, conversation, seq)
    if message is None or message.direction != OUT:
        raise UnknownMessage(f"{conversation}: {seq}")
    return message


def of_conversation(connection: Connection, conversation: str) -> dict[int, Opinion]:
    """Return the opinions about the answers of a conversation, by their number."""
    query = select(messages_table.c.seq, feedback.c.verdict, feedback.c.reason, feedback.c.words)
    joined = query.join(messages_table, messages_table.c.id == feedback.c.message)
    rows = connection.execute(joined.where(feedback.c.conversation == conversation))
    return {row[0]: Opinion(row[1], row[2], row[3]) for row in rows}
