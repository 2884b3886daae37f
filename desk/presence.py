"""Who is writing in a conversation now, and up to where the visitor has seen it: from real events only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from desk.takeover_models import presence

TYPING_LASTS = timedelta(seconds=10)
"""Somebody whose last key press is longer ago is no longer writing, whatever was lost on the way."""
STAFF, VISITOR = "staff_typing", "visitor_typing"


@dataclass(frozen=True)
class Presence:
    """The signs of life of a conversation.

    Args:
        staff_typing: last key press of a member of staff.
        visitor_typing: last key press of the visitor.
        seen: the last message that was on the visitor's open page.
    """

    staff_typing: datetime | None = None
    visitor_typing: datetime | None = None
    seen: int = 0

    def staff_types(self, now: datetime) -> bool:
        """Whether a member of staff is writing."""
        return self.staff_typing is not None and now < self.staff_typing + TYPING_LASTS

    def visitor_types(self, now: datetime) -> bool:
        """Whether the visitor is writing."""
        return self.visitor_typing is not None and now < self.visitor_typing + TYPING_LASTS


_columns = [presence.c[name] for name in Presence.__dataclass_fields__]


def of(connection: Connection, conversation: str) -> Presence:
    """Return the signs of life of a conversation."""
    row = connection.execute(select(*_columns).where(presence.c.conversation == conversation)).first()
    return Presence(*row) if row else Presence()


def _set(connection: Connection, conversation: str, where: Any, **values: Any) -> None:
    mine = presence.c.conversation == conversation
    if connection.execute(update(presence).where(mine & where).values(**values)).rowcount:
        return
    if connection.execute(select(presence.c.seen).where(mine)).first() is not None:
        return
    try:
        with connection.begin_nested():
            connection.execute(presence.insert().values(conversation=conversation, **{"seen": 0, **values}))
    except IntegrityError:
        # Another request made the row in the same moment.
        connection.execute(update(presence).where(mine & where).values(**values))


def types(connection: Connection, conversation: str, who: str, at: datetime | None) -> None:
    """Write down that somebody pressed a key, or (None) that they are done.

    Args:
        connection: a write transaction.
        conversation: where.
        who: STAFF or VISITOR.
        at: when.
    """
    _set(connection, conversation, presence.c.seen >= 0, **{who: at})


def see(connection: Connection, conversation: str, seq: int) -> None:
    """Write down that the visitor has had everything up to a message before their eyes; it never goes back."""
    _set(connection, conversation, presence.c.seen < seq, seen=seq)
