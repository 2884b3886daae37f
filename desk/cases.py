"""Cases: cooperation requests and escalations, each with a reference that cannot be guessed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from desk import figures, notifications, search_index
from desk.conversations import Conversation
from desk.errors import EpochChanged, MoveRefused
from desk.models import case_events, cases

COOPERATION = "cooperation"
ESCALATION = "escalation"
CORRECTION = "correction"
KINDS = (COOPERATION, ESCALATION)
"""What visitors open."""
ALL_KINDS = (*KINDS, CORRECTION)
"""A correction is opened by staff: a record is wrong."""
NEW, ASSIGNED, WAITING, RESOLVED, CLOSED = "new", "assigned", "waiting", "resolved", "closed"
OPEN = (NEW, ASSIGNED, WAITING)
"""What staff still have to do something about, or wait for."""
MOVES = {
    NEW: (ASSIGNED, WAITING, RESOLVED, CLOSED),
    ASSIGNED: (NEW, WAITING, RESOLVED, CLOSED),
    WAITING: (ASSIGNED, RESOLVED, CLOSED),
    RESOLVED: (ASSIGNED, CLOSED),
    CLOSED: (ASSIGNED,),
}
PRIORITIES = ("low", "normal", "high")
OFFICES = {"en": "brussels", "zh": "beijing"}
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread on paper
_SUFFIX = 6
_LOOKALIKES = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class Case:
    """One case as it is in the database."""

    id: int
    reference: str
    kind: str
    conversation: str | None
    language: str
    channel: str
    asked: str
    records: list[str]
    status: str
    office: str
    assignee: str | None
    priority: str
    tags: list[str]
    due: datetime | None
    version: int
    created: datetime
    updated: datetime


_columns = [cases.c[name] for name in Case.__dataclass_fields__]


def new_reference(now: datetime) -> str:
    """Return a reference such as CB-2026-7K3Q9F; the last part is random."""
    return f"CB-{now.year}-" + "".join(secrets.choice(_ALPHABET) for _ in range(_SUFFIX))


def tidy_reference(reference: str) -> str:
    """Return a reference as it is written here, whatever case, spaces or look-alikes a person typed."""
    compact = "".join(reference.upper().split()).replace("—", "-").replace("–", "-")
    head, dash, suffix = compact.rpartition("-")
    return head + dash + suffix.translate(_LOOKALIKES)


@dataclass(frozen=True)
class Wish:
    """What a case is opened for.

    Args:
        kind: cooperation or escalation.
        asked: what the person wants, in their words.
        records: refs of the records it is about.
        language: the requester's language; it decides the office.
        due: when an answer may be expected.
        office: the office that is asked; None for the one of the language.
    """

    kind: str
    asked: str
    records: Sequence[str]
    language: str
    due: datetime | None
    office: str | None = None


def open_case(connection: Connection, conversation: Conversation, wish: Wish, now: datetime) -> Case:
    """Open a case for the office of the language.

    Args:
        connection: a write transaction.
        conversation: where it comes from.
        wish: what for.
        now: the time.

    Returns:
        The new case.
    """
    row = {
        **vars(wish),
        "records": list(wish.records),
        "conversation": conversation.id,
        "channel": conversation.channel,
        "office": wish.office or OFFICES[wish.language],
    }
    case = store(connection, row, "requester", now)
    figures.opened(connection, conversation, case, by_person=case.kind == ESCALATION)
    return case


def store(connection: Connection, values: dict[str, Any], actor: str, now: datetime) -> Case:
    """Store a new case with a reference of its own; `values` are the columns that differ from case to case."""
    reference = new_reference(now)
    while connection.execute(select(cases.c.id).where(cases.c.reference == reference)).first():
        reference = new_reference(now)
    begins = {"status": NEW, "priority": "normal", "tags": [], "version": 1, "created": now, "updated": now}
    connection.execute(cases.insert().values(**begins, **values, reference=reference))
    case = _one(connection, cases.c.reference == reference)
    assert case is not None
    add_event(connection, case.id, actor, "opened", {"kind": case.kind}, now)
    search_index.add_asked(connection, case.id, case.asked, now)
    return case


def _one(connection: Connection, where: Any) -> Case | None:
    query = select(*_columns).where(where).order_by(cases.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return Case(*row) if row else None


def open_escalation(connection: Connection, conversation: str) -> Case | None:
    """Return the escalation of a conversation that still waits for an answer."""
    return latest_open(connection, conversation, ESCALATION)


def latest_open(connection: Connection, conversation: str, kind: str | None = None) -> Case | None:
    """Return the newest case of a conversation, of one kind if that is said, that still waits for an answer."""
    where = (cases.c.conversation == conversation) & cases.c.status.in_(OPEN)
    return _one(connection, where & (cases.c.kind == kind) if kind else where)


def latest_of_kind(connection: Connection, conversation: str, kind: str) -> Case | None:
    """Return the newest case of one kind of a conversation, finished or not."""
    return _one(connection, (cases.c.conversation == conversation) & (cases.c.kind == kind))


def add_words(connection: Connection, case: Case, words: str, now: datetime) -> None:
    """Add what the person wrote later to a case, in its history and on top of what moved last."""
    connection.execute(update(cases).where(cases.c.id == case.id).values(updated=now))
    add_event(connection, case.id, "requester", "added", {"text": words}, now)


def of_reference(connection: Connection, conversation: str, reference: str) -> Case | None:
    """Return a case by its reference, for the conversation it belongs to only."""
    mine = cases.c.conversation == conversation
    return _one(connection, mine & (cases.c.reference == tidy_reference(reference)))


def by_id(connection: Connection, identity: int) -> Case | None:
    """Return a case by its row id."""
    return _one(connection, cases.c.id == identity)


def by_reference(connection: Connection, reference: str) -> Case | None:
    """Return a case by its reference, for the staff; a requester asks through `of_reference`."""
    return _one(connection, cases.c.reference == tidy_reference(reference))


def latest(connection: Connection, conversation: str) -> Case | None:
    """Return the newest case of a conversation."""
    return _one(connection, cases.c.conversation == conversation)


def set_status(
    connection: Connection, case: Case, status: str, actor: str, now: datetime, reason: str | None = None
) -> None:
    """Move a case to another status.

    Args:
        connection: a write transaction.
        case: as it was read; somebody else's change since then wins.
        status: the new status.
        actor: who did it.
        now: the time.
        reason: code of the reason, if there is one.

    Raises:
        MoveRefused: this status cannot follow the present one.
        EpochChanged: the case changed since it was read.
    """
    if status not in MOVES[case.status]:
        raise MoveRefused(f"{case.reference}: {case.status} → {status}")
    where = (cases.c.id == case.id) & (cases.c.version == case.version)
    change = update(cases).where(where).values(status=status, version=case.version + 1, updated=now)
    if connection.execute(change).rowcount != 1:
        raise EpochChanged(case.reference)
    add_event(connection, case.id, actor, "status", {"from": case.status, "to": status, "reason": reason}, now)


def add_event(connection: Connection, case: int, actor: str, event: str, data: dict[str, Any], now: datetime) -> None:
    """Write a line of a case's history."""
    line = {"case_id": case, "at": now, "actor": actor, "event": event, "data": data}
    stored = int(connection.execute(case_events.insert(), line).inserted_primary_key[0])
    said = search_index.NOTES.get(event)
    if said:
        search_index.add_note(connection, stored, case, said, data["text"], now)
    figures.follow(connection, case, actor, event, now)
    notifications.follow(connection, stored, case, actor, event, data, now)


def is_withdrawn(connection: Connection, case: Case) -> bool:
    """Tell whether a case is closed because the one who opened it no longer wants it."""
    closed = [data for _, event, data in events(connection, case.id) if event == "status"]
    return case.status == CLOSED and bool(closed) and closed[-1].get("reason") == "withdrawn"


def events(connection: Connection, case: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the history of a case as (actor, event, data), oldest first."""
    query = select(case_events.c.actor, case_events.c.event, case_events.c.data)
    rows = connection.execute(query.where(case_events.c.case_id == case).order_by(case_events.c.id))
    return [(actor, event, data) for actor, event, data in rows]
