"""Reads from the database what became of a conversation."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from desk import conversations, messages
from desk.cases import CLOSED, RESOLVED
from desk.database import Database
from desk.models import cases, outbox
from desk.models import messages as message_rows
from desk.models import turns as turn_rows
from tests.order.history import USER, Stored, Talk, TurnRow

_FINISHED = (RESOLVED, CLOSED)


def is_quiet(database: Database, talk: str, heard: int) -> bool:
    """Return whether nothing waits in a conversation, nobody works on it, and everything was heard."""
    with database.read() as connection:
        now = conversations.by_id(connection, talk)
        return now.lease_holder is None and not messages.pending_count(connection, talk) and heard >= now.next_seq - 1


def complete(database: Database, talk: Talk) -> None:
    """Put into a history what the database says."""
    with database.read() as connection:
        now = conversations.by_id(connection, talk.id)
        found = messages.since(connection, talk.id, 0, limit=10_000)
        rows = connection.execute(
            select(turn_rows).where(turn_rows.c.conversation == talk.id).order_by(turn_rows.c.seq)
        ).all()
        opened = connection.execute(
            select(cases.c.id).where(
                (cases.c.conversation == talk.id) & (cases.c.kind == "escalation") & cases.c.status.not_in(_FINISHED)
            )
        ).all()
        queued = Counter(connection.execute(select(outbox.c.seq).where(outbox.c.conversation == talk.id)).scalars())
    talk.stored = [
        Stored(each.seq, each.author, each.text, each.client_id, each.turn_id, each.status == messages.PENDING)
        for each in found
    ]
    talk.turns = [TurnRow(row.turn_id, row.seq, row.epoch, row.outcome) for row in rows]
    talk.state_turns = (now.state or {"slots": {}})["slots"].get("turns", 0)
    talk.next_seq, talk.owner, talk.leased = now.next_seq, now.owner, now.lease_holder is not None
    talk.open_escalations = len(opened)
    said = [each.seq for each in talk.stored if each.author != USER]
    talk.undelivered = [seq for seq in said if queued[seq] != 1]


def waiting_rows(database: Database) -> int:
    """Return how many messages of all conversations wait."""
    with database.read() as connection:
        query = select(message_rows.c.id).where(message_rows.c.status == messages.PENDING)
        return len(connection.execute(query).all())
