"""Which case goes on for one that was merged, and what was merged into a case; read from their link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from desk import cases as all_cases
from desk.cases import CLOSED, RESOLVED, Case
from desk.messages import Message
from desk.models import case_links, cases

MERGED, MERGED_INTO = "merged", "merged_into"
"""The kind of the link as the remaining case sees it, and as the merged one does; stored from the remaining one."""
_is_merge = case_links.c.kind == MERGED


def into(connection: Connection, case: int) -> int | None:
    """Return the row id of the case that another was merged into; None if it was not merged."""
    query = select(case_links.c.case_id).where(_is_merge & (case_links.c.other_id == case))
    found = connection.execute(query).scalar()
    return int(found) if found is not None else None


def survivor(connection: Connection, case: Case) -> Case | None:
    """Return the case that goes on for a merged one; None if it was not merged."""
    found = into(connection, case.id)
    return all_cases.by_id(connection, found) if found is not None else None


def of_case(connection: Connection, case: Case) -> list[Case]:
    """Return the cases that were merged into one, also by way of others, the first merged first."""
    query = select(case_links.c.other_id).where(_is_merge & (case_links.c.case_id == case.id))
    found = connection.execute(query.order_by(case_links.c.created, case_links.c.other_id)).scalars()
    return [each for identity in found if (each := all_cases.by_id(connection, identity)) is not None]


def among(connection: Connection, found: list[int]) -> set[int]:
    """Return which of some cases, by their row ids, were merged into others."""
    query = select(case_links.c.other_id).where(_is_merge & case_links.c.other_id.in_(found))
    return set(connection.execute(query).scalars())


def elsewhere(connection: Connection, conversation: str) -> tuple[Case, Case] | None:
    """Return a merged case of a conversation and the open one that goes on for it in another; None if there is none.

    Whoever has another open case in the conversation writes about that one.
    """
    merged_here = select(cases.c.id).join(case_links, case_links.c.other_id == cases.c.id)
    query = merged_here.where(_is_merge & (cases.c.conversation == conversation)).order_by(cases.c.id.desc())
    identity = connection.execute(query).scalar()
    case = all_cases.by_id(connection, identity) if identity is not None else None
    goes_on = survivor(connection, case) if case is not None else None
    if case is None or goes_on is None or goes_on.status in (RESOLVED, CLOSED):
        return None
    if goes_on.conversation == conversation or all_cases.latest_open(connection, conversation) is not None:
        return None
    return case, goes_on


def wrote(connection: Connection, message: Message, now: datetime) -> bool:
    """Note on the case that goes on that its person wrote in the conversation of a merged one.

    The words are not copied: they stay where they were written, and the history leads there.

    Args:
        connection: the write transaction of the turn.
        message: what was written.
        now: the time.

    Returns:
        Whether a case goes on elsewhere.
    """
    found = elsewhere(connection, message.conversation)
    if found is None:
        return False
    case, goes_on = found
    connection.execute(cases.update().where(cases.c.id == goes_on.id).values(updated=now))
    all_cases.add_event(
        connection, goes_on.id, "requester", "wrote_there", {"other": case.reference, "seq": message.seq}, now
    )
    return True
