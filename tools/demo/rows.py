"""Which rows are the demo's: every one of them is marked, can be counted and taken away."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from desk import cases as desk_cases
from desk import figure_tables
from desk.cases import NEW
from desk.conversations import ASSISTANT, DEMO, PERSON
from desk.models import canned, case_events, cases, conversations
from desk.staff.models import staff

PREFIX = DEMO
"""What the ids of the demo's conversations and accounts begin with."""
EVENT = "demo"
"""The line in the history of each case of the demo."""
_MARKED = select(case_events.c.case_id).where(case_events.c.event == EVENT)
_IS_TALK = conversations.c.id.like(f"{PREFIX}%")


@dataclass(frozen=True)
class Held:
    """What a database holds: the demo's conversations and cases, and everybody else's."""

    demo: int
    real: int


def new_id() -> str:
    """Return an id for a conversation of the demo."""
    return PREFIX + uuid.uuid4().hex[: 32 - len(PREFIX)]


def mark(connection: Connection, conversation: str) -> None:
    """Mark the cases of a conversation of the demo, in a line of their history that everybody sees."""
    found = connection.execute(select(cases.c.id, cases.c.created).where(cases.c.conversation == conversation))
    for case, created in found.all():
        desk_cases.add_event(connection, case, EVENT, EVENT, {}, created)


def held(connection: Connection) -> Held:
    """Count conversations and cases."""

    def count(table: Any, where: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table).where(where)).scalar_one())

    is_case = cases.c.id.in_(_MARKED)
    demo = count(conversations, _IS_TALK) + count(cases, is_case) + count(staff, staff.c.id.like(f"{PREFIX}%"))
    return Held(demo, count(conversations, ~_IS_TALK) + count(cases, ~is_case))


def remove(connection: Connection, now: datetime) -> int:
    """Take everything of the demo away, and return how many conversations that was.

    What real people left with an account of the demo goes back to where nobody has it yet.

    Args:
        connection: a write transaction.
        now: the time.
    """
    # First the figures: they outlive what they count, and then nobody could tell whose they were.
    connection.execute(delete(figure_tables.visits).where(figure_tables.visits.c.conversation.like(f"{PREFIX}%")))
    connection.execute(delete(figure_tables.cases).where(figure_tables.cases.c.case_id.in_(_MARKED)))
    connection.execute(delete(cases).where(cases.c.id.in_(_MARKED)))
    gone = connection.execute(delete(conversations).where(_IS_TALK)).rowcount
    connection.execute(delete(canned).where(canned.c.owner.like(f"{PREFIX}%")))
    mine = cases.c.assignee.like(f"{PREFIX}%")
    is_open = cases.c.status.in_(("assigned", "waiting"))
    for where, values in ((mine & is_open, {"assignee": None, "status": NEW}), (mine, {"assignee": None})):
        connection.execute(update(cases).where(where).values(version=cases.c.version + 1, updated=now, **values))
    held_talk = conversations.c.owner.like(f"{PERSON}{PREFIX}%")
    change = update(conversations).where(held_talk).values(owner=ASSISTANT, epoch=conversations.c.epoch + 1)
    connection.execute(change)
    connection.execute(delete(staff).where(staff.c.id.like(f"{PREFIX}%")))
    return int(gone)
