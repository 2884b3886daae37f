"""Notifications of the staff: each change of a case that somebody must know of is written down once, with who is told.

It happens in the transaction of the change: who is told by mail (desk/digests.py) and which webhooks are called
(desk/webhooks.py) is decided there, and sent later by whichever gateway comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from desk import webhooks
from desk.conversations import DEMO
from desk.models import cases
from desk.notification_models import notification_choices, notification_mails, notifications
from desk.staff.models import staff

NEW, PASSED, GIVEN, WAITING, OVERDUE = "new", "passed", "given", "waiting", "overdue"
KINDS = (NEW, PASSED, GIVEN, WAITING, OVERDUE)
"""A case was opened; waits for somebody of an office again; was given to somebody; its visitor waits for too long;
its due time is over. Webhooks are called for these."""
NAMED = "named"
"""A colleague was named in a note: between colleagues, so no webhook is told."""
_ANSWERS = ("agent", "admin")
"""Roles that can do something about a case; a viewer is not told."""


@dataclass(frozen=True)
class Choice:
    """What one member of staff wants to be told by mail.

    Args:
        fresh: cases of their office that nobody has: new, passed on, and what becomes late among them.
        mine: a case was given to them by somebody else.
        late: one of their cases waits for too long, or is overdue.
        named: a colleague named them in a note.
        always: also outside the hours of their office.
    """

    fresh: bool = True
    mine: bool = True
    late: bool = True
    named: bool = True
    always: bool = False


_CHOICES = [notification_choices.c[name] for name in Choice.__dataclass_fields__]
_CASE = [cases.c[name] for name in ("id", "reference", "kind", "conversation", "language", "channel", "office")]
_CASE += [cases.c[name] for name in ("status", "assignee", "priority", "due")]


def follow(
    connection: Connection, event: int, case: int, actor: str, name: str, data: dict[str, Any], now: datetime
) -> None:
    """Tell the staff of a line of a case's history, if they need to know.

    Args:
        connection: the write transaction of the event.
        event: row id of the line.
        case: row id of the case, as it is after the event.
        actor: who did it; nobody is told of what they did themselves.
        name: of the event.
        data: of the event.
        now: the time.
    """
    kind = _kind(actor, name, data)
    if kind is not None:
        tell(connection, case, kind, str(event), actor, now, data.get("named", ()))


def _kind(actor: str, name: str, data: dict[str, Any]) -> str | None:
    if name == "opened":
        return NEW
    if name == "move":
        return PASSED
    if name == "note":
        return NAMED if data.get("named") else None
    if name == "assign":
        assignee = data["to"].get("assignee")
        return PASSED if assignee is None else None if assignee == actor else GIVEN
    return None


def tell(
    connection: Connection, case: int, kind: str, mark: str, actor: str, now: datetime, named: Sequence[str] = ()
) -> bool:
    """Write down that something happened to a case, and for whom.

    Args:
        connection: a write transaction.
        case: row id of the case.
        kind: one of KINDS.
        mark: what makes it differ from others of its kind on this case.
        actor: who did it; they are not told.
        now: the time.
        named: ids of the accounts that a note names.

    Returns:
        Whether it is new; False if it is written down already, perhaps by another gateway.
    """
    row = connection.execute(select(*_CASE).where(cases.c.id == case)).one()
    if (row.conversation or "").startswith(DEMO):
        return False
    said = {"case_id": case, "kind": kind, "mark": mark, "at": now}
    try:
        with connection.begin_nested():
            stored = connection.execute(notifications.insert().values(**said))
    except IntegrityError:
        return False
    identity = int(stored.inserted_primary_key[0])
    told = _named(connection, named) if kind == NAMED else _recipients(connection, row, kind, actor)
    if told:
        connection.execute(insert(notification_mails), [{"staff": each, "notification": identity} for each in told])
    webhooks.queue(connection, kind, _payload(row), identity, now)
    return True


def _recipients(connection: Connection, case: Any, kind: str, actor: str) -> list[str]:
    """Return the accounts that want to know: whose case it is; of a case of nobody those of its office."""
    query = select(staff.c.id, staff.c.office, *_CHOICES).outerjoin(notification_choices)
    query = query.where(staff.c.active & staff.c.role.in_(_ANSWERS) & (staff.c.id != actor)).order_by(staff.c.id)
    people = {row[0]: (row[1], _choice(row[2:])) for row in connection.execute(query)}
    if case.assignee in people and kind not in (NEW, PASSED):
        choice = people[case.assignee][1]
        return [case.assignee] if (choice.mine if kind == GIVEN else choice.late) else []
    if kind == GIVEN or case.assignee == actor:
        return []
    return [identity for identity, (office, choice) in people.items() if office == case.office and choice.fresh]


def _named(connection: Connection, people: Sequence[str]) -> list[str]:
    """Return those who answer and want to know that a note names them; a viewer has the mark alone."""
    query = select(staff.c.id).where(staff.c.id.in_(people) & staff.c.role.in_(_ANSWERS)).order_by(staff.c.id)
    return [each for each in connection.execute(query).scalars() if choice_of(connection, each).named]


def _choice(values: Any) -> Choice:
    return Choice() if values[0] is None else Choice(*values)


def _payload(case: Any) -> dict[str, Any]:
    """Return what a webhook is told: nothing that somebody wrote, and nobody's name."""
    codes = {name: getattr(case, name) for name in ("reference", "kind", "office", "language", "channel", "status")}
    due = case.due.isoformat(timespec="seconds") if case.due else None
    return {**codes, "priority": case.priority, "has_assignee": case.assignee is not None, "due": due}


def choice_of(connection: Connection, person: str) -> Choice:
    """Return what somebody wants to be told; who has chosen nothing is told of everything within office hours."""
    found = connection.execute(select(*_CHOICES).where(notification_choices.c.staff == person)).first()
    return Choice(*found) if found else Choice()


def choose(connection: Connection, person: str, choice: Choice) -> None:
    """Store what somebody wants to be told."""
    remember(connection, person, **vars(choice))


def remember(connection: Connection, person: str, **values: Any) -> None:
    """Write columns of somebody's choice, which begins with the usual ones."""
    mine = notification_choices.c.staff == person
    if connection.execute(notification_choices.update().where(mine).values(**values)).rowcount == 0:
        connection.execute(notification_choices.insert().values(**{**vars(Choice()), "staff": person, **values}))
