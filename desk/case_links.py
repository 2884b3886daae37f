"""Links between cases: the same requester, the same wish twice, one that goes on from another; seen from both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.engine import Connection

from desk import audit, merged
from desk import cases as all_cases
from desk.cases import Case
from desk.errors import MoveRefused
from desk.handling import Worker, find
from desk.merged import MERGED, MERGED_INTO
from desk.models import case_links, cases

REQUESTER, DUPLICATE, FOLLOWS, FOLLOWED = "requester", "duplicate", "follows", "followed"
KINDS = (REQUESTER, DUPLICATE, FOLLOWS, FOLLOWED)
"""What a case may be to another; FOLLOWED is FOLLOWS seen from the other side, and is stored as that."""
_OTHER_SIDE = {FOLLOWS: FOLLOWED, FOLLOWED: FOLLOWS, MERGED: MERGED_INTO}
MOST = 30


@dataclass(frozen=True)
class Link:
    """A link as it is seen from one of its cases."""

    case: Case
    kind: str


def link(connection: Connection, case: Case, other: Case, kind: str, now: datetime) -> None:
    """Link two cases; a link that they have is replaced.

    Args:
        connection: a write transaction.
        case: the one.
        other: the other.
        kind: what the other is to the one, of KINDS.
        now: the time.

    Raises:
        MoveRefused: it is the same case, there is no such kind, the case has too many links, or they were merged.
    """
    if case.id == other.id or kind not in KINDS or len(of_case(connection, case)) >= MOST:
        raise MoveRefused(case.reference)
    _hold_merge(connection, case, other)
    unlink(connection, case, other)
    first, second = (other, case) if kind == FOLLOWED else (case, other)
    stored = FOLLOWS if kind == FOLLOWED else kind
    values = {"case_id": first.id, "other_id": second.id, "kind": stored, "created": now}
    connection.execute(case_links.insert().values(**values))


def _hold_merge(connection: Connection, case: Case, other: Case) -> None:
    """Refuse to touch the link between a case and one that was merged into it."""
    if merged.into(connection, case.id) == other.id or merged.into(connection, other.id) == case.id:
        raise MoveRefused(f"{case.reference}: merged with {other.reference}")


def unlink(connection: Connection, case: Case, other: Case) -> bool:
    """Take the link between two cases away; returns whether there was one."""
    rows = case_links.c
    either = ((rows.case_id == case.id) & (rows.other_id == other.id)) | (
        (rows.case_id == other.id) & (rows.other_id == case.id)
    )
    return bool(connection.execute(delete(case_links).where(either)).rowcount)


def connect(connection: Connection, worker: Worker, case: Case, reference: str, kind: str) -> None:
    """Link a case with the one of a reference, for a member of staff; both get a line in their history.

    Raises:
        UnknownCase: no case has this reference.
        MoveRefused: as `link`.
    """
    other = find(connection, reference)
    link(connection, case, other, kind, worker.now)
    _write(connection, worker, "link", case, other)


def disconnect(connection: Connection, worker: Worker, case: Case, reference: str) -> None:
    """Take a link away, for a member of staff.

    Raises:
        UnknownCase: no case has this reference.
        MoveRefused: one was merged into the other.
    """
    other = find(connection, reference)
    _hold_merge(connection, case, other)
    if unlink(connection, case, other):
        _write(connection, worker, "unlink", case, other)


def _write(connection: Connection, worker: Worker, event: str, case: Case, other: Case) -> None:
    for one, second in ((case, other), (other, case)):
        all_cases.add_event(connection, one.id, worker.person.id, event, {"other": second.reference}, worker.now)
        audit.write(connection, worker.actor, f"case.{event}", f"case:{one.reference}", worker.now, ["links"])


def of_case(connection: Connection, case: Case) -> list[Link]:
    """Return the links of a case, from whichever side they were made, the newest first."""
    rows = case_links.c
    found: dict[int, str] = {}
    query = select(rows.case_id, rows.other_id, rows.kind).where(or_(rows.case_id == case.id, rows.other_id == case.id))
    for first, second, kind in connection.execute(query.order_by(rows.created.desc())):
        other, seen = (second, kind) if first == case.id else (first, _OTHER_SIDE.get(kind, kind))
        found[other] = seen
    by_id = {each.id: each for each in _cases(connection, list(found))}
    return [Link(by_id[identity], kind) for identity, kind in found.items()]


def _cases(connection: Connection, identities: list[int]) -> list[Case]:
    columns: list[Any] = [cases.c[name] for name in Case.__dataclass_fields__]
    return [Case(*row) for row in connection.execute(select(*columns).where(cases.c.id.in_(identities)))]
