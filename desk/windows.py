"""Windows: on some channels we may write only for a time after the person did, and only so many messages.

What cannot be sent any more waits for the next thing that the person writes. The window is also where a request of
the channel that waits for its answer keeps the courier away from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from desk import outbox
from desk.channel_tables import windows

CLOSED, SPENT = "window_closed", "window_spent"
"""Codes of messages that wait until the person writes again: too late, or too many already."""


@dataclass(frozen=True)
class Opening:
    """What something that a person does allows us.

    Args:
        seconds: how long we may write.
        budget: how many messages.
        held: seconds for which the answer is left to the request that brought it.
    """

    seconds: float
    budget: int
    held: float = 0.0


@dataclass(frozen=True)
class Window:
    """Until when we may write, how many messages, and how many of them are used."""

    closes: datetime
    budget: int
    used: int

    @property
    def left(self) -> int:
        """How many messages are left, were it still open."""
        return max(0, self.budget - self.used)

    def fault(self, now: datetime) -> str | None:
        """Return why nothing may be sent, as a code; None if something may."""
        if now >= self.closes:
            return CLOSED
        return None if self.left else SPENT


_columns = [windows.c[name] for name in Window.__dataclass_fields__]


def open_now(connection: Connection, conversation: str, opening: Opening, now: datetime) -> None:
    """Open the window, because the person did something; what waited for it goes out.

    Args:
        connection: a write transaction that holds the conversation.
        conversation: its id.
        opening: what is allowed; a window that allows more stays.
        now: the time.
    """
    known = of(connection, conversation)
    closes = now + timedelta(seconds=opening.seconds)
    values: dict[str, object] = {"held_until": now + timedelta(seconds=opening.held)}
    if known is None or known.fault(now) or known.closes <= closes:
        values |= {"closes": closes, "budget": opening.budget, "used": 0}
    if known is None:
        connection.execute(windows.insert().values(conversation=conversation, **values))
    else:
        connection.execute(update(windows).where(windows.c.conversation == conversation).values(**values))
    outbox.release(connection, conversation, (CLOSED, SPENT), now)


def hold(connection: Connection, conversation: str, until: datetime | None) -> None:
    """Keep the courier away until a time, or let it go on.

    Args:
        connection: a write transaction.
        conversation: whose window; it has been opened before.
        until: the time; None lets go.
    """
    connection.execute(update(windows).where(windows.c.conversation == conversation).values(held_until=until))


def of(connection: Connection, conversation: str) -> Window | None:
    """Return the window of a conversation; None if its channel has none."""
    row = connection.execute(select(*_columns).where(windows.c.conversation == conversation)).first()
    return Window(*row) if row else None


def spend(connection: Connection, conversation: str, now: datetime) -> str | None:
    """Use one message of the window.

    Returns:
        None if it may be sent; otherwise why not, as a code.
    """
    window = of(connection, conversation)
    if window is None or window.fault(now):
        return CLOSED if window is None else window.fault(now)
    _count(connection, conversation, 1)
    return None


def give_back(connection: Connection, conversation: str) -> None:
    """Give a message back that was not sent after all."""
    _count(connection, conversation, -1)


def _count(connection: Connection, conversation: str, number: int) -> None:
    change = update(windows).where(windows.c.conversation == conversation)
    connection.execute(change.values(used=windows.c.used + number))
