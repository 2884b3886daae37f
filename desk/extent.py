"""How much is stored of a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from desk.models import cases, messages


@dataclass(frozen=True)
class Extent:
    """How many messages and cases."""

    messages: int
    cases: int


def of(connection: Connection, conversation: str) -> Extent:
    """Return how much is stored of a conversation."""
    counts = [
        connection.execute(select(func.count()).where(table.c.conversation == conversation)).scalar_one()
        for table in (messages, cases)
    ]
    return Extent(*(int(count) for count in counts))
