"""What is deleted when its time is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from desk.cases import CLOSED, RESOLVED
from desk.conversations import ASSISTANT
from desk.models import cases, conversations


def delete_old(connection: Connection, before: datetime, limit: int = 500) -> tuple[int, int]:
    """Delete finished cases, then conversations, that nobody touched since a moment.

    Args:
        connection: a write transaction.
        before: what was last used earlier goes.
        limit: how many of each at most; the next run takes the rest.

    Returns:
        How many conversations and how many cases were deleted. A conversation with an open case, or one that
        the staff have or are awaited in, stays.
    """
    finished = cases.c.status.in_((RESOLVED, CLOSED)) & (cases.c.updated < before)
    old_cases = select(cases.c.id).where(finished).limit(limit)
    gone_cases = connection.execute(delete(cases).where(cases.c.id.in_(old_cases))).rowcount
    has_case = select(cases.c.id).where(cases.c.conversation == conversations.c.id).exists()
    old = (conversations.c.updated < before) & (conversations.c.owner == ASSISTANT) & ~has_case
    old_talks = select(conversations.c.id).where(old).limit(limit)
    gone_talks = connection.execute(delete(conversations).where(conversations.c.id.in_(old_talks))).rowcount
    return gone_talks, gone_cases
