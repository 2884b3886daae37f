"""Leases: the claims of gateways on conversations, kept while they work and found when they have died."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.engine import Connection

from desk.messages import PENDING
from desk.models import conversations, messages
from desk.turns import Lease

_KEEP = (
    update(conversations)
    .where(conversations.c.id.in_(bindparam("talks", expanding=True)))
    .where(conversations.c.lease_holder == bindparam("mine"))
)
_PAGE = 500


def renew(connection: Connection, talks: Sequence[str], lease: Lease) -> int:
    """Keep claims during long turns.

    Args:
        connection: a write transaction.
        talks: ids of the conversations.
        lease: the claim, with its new end.

    Returns:
        How many of the claims are still ours.
    """
    kept = 0
    for start in range(0, len(talks), _PAGE):
        claim = {"talks": list(talks[start : start + _PAGE]), "mine": lease.holder, "lease_until": lease.until}
        kept += connection.execute(_KEEP, claim).rowcount
    return kept


def abandoned(connection: Connection, now: datetime, limit: int = 100) -> list[str]:
    """Return conversations where messages wait and nobody is at work, the one that waits longest first."""
    free = or_(conversations.c.lease_until.is_(None), conversations.c.lease_until <= now)
    query = (
        select(messages.c.conversation)
        .join(conversations, conversations.c.id == messages.c.conversation)
        .where((messages.c.status == PENDING) & free)
        .group_by(messages.c.conversation)
        # By time first: for the order of row ids alone SQLite would read every message there is.
        .order_by(func.min(messages.c.created), func.min(messages.c.id))
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def waiting(connection: Connection) -> int:
    """Return how many messages of all conversations wait for the end of their turn."""
    query = select(func.count()).select_from(messages).where(messages.c.status == PENDING)
    return int(connection.execute(query).scalar_one())
