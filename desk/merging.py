"""Two cases become one: the other is closed as merged, and everything that comes goes to the one that remains."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import insert, update
from sqlalchemy.engine import Connection

from desk import case_links, cases, conversations, endings, handling, history, merged, ownership, privacy
from desk.cases import CLOSED, COOPERATION, CORRECTION, PRIORITIES, RESOLVED, Case
from desk.errors import EpochChanged, MoveRefused
from desk.handling import Worker
from desk.merged import MERGED
from desk.models import case_links as links
from desk.models import cases as rows

TOGETHER = "together"
"""What the person is told in the conversation of the merged case, if it is another one."""


class MergeRefused(MoveRefused):
    """Two cases cannot be merged; the text is a code."""


@dataclass(frozen=True)
class Merge:
    """Which case is merged, as it stood on the page that was confirmed.

    Args:
        other: the case that is closed.
        version: of the remaining case.
        other_version: of the other.
        is_sure: that they are one person's, where nothing here shows it.
    """

    other: Case
    version: int
    other_version: int
    is_sure: bool


def fault(connection: Connection, case: Case, other: Case) -> str | None:
    """Return the code of why a case cannot be merged into another; None if it can."""
    if case.id == other.id:
        return "same"
    alone = fault_of_one(connection, case) or fault_of_one(connection, other)
    if alone is not None:
        return alone
    if CORRECTION in (case.kind, other.kind) and case.kind != other.kind:
        return "correction"
    return "request" if other.kind == COOPERATION and case.kind != COOPERATION else None


def fault_of_one(connection: Connection, case: Case) -> str | None:
    """Return the code of why a case cannot be merged with any other; None if it can."""
    if merged.into(connection, case.id):
        return "merged"
    return "finished" if case.status in (RESOLVED, CLOSED) else None


def is_same_person(connection: Connection, case: Case, other: Case) -> bool:
    """Whether the desk knows by itself that two cases are one visitor's: by conversation, account of a messenger, or
    the sign-in of a site."""
    if case.conversation is None or other.conversation is None:
        return case.conversation == other.conversation
    return other.conversation in privacy.of_conversation(connection, case.conversation).conversations


def candidates(connection: Connection, case: Case) -> list[tuple[Case, Case]]:
    """Return what can be merged of a case and those of its conversation or linked with it.

    Args:
        connection: a transaction.
        case: which; it remains unless the other has to.

    Returns:
        Pairs: which remains, which goes.
    """
    linked = [link.case for link in case_links.of_case(connection, case)]
    found = []
    for each in {each.id: each for each in [*history.others(connection, case), *linked]}.values():
        ways = ((case, each), (each, case))
        found += [pair for pair in ways if fault(connection, *pair) is None][:1]
    return found


def merge(connection: Connection, worker: Worker, case: Case, asked: Merge) -> Case:
    """Merge a case into another; the person is told nothing twice, and replies go on in one conversation.

    Args:
        connection: a write transaction.
        worker: who does it.
        case: the one that remains.
        asked: the other, and what was confirmed.

    Returns:
        The remaining case.

    Raises:
        EpochChanged: somebody else changed one of the two since they were read.
        MergeRefused: they cannot become one, or nobody has confirmed that they are one person's.
    """
    other = asked.other
    code = fault(connection, case, other)
    if code is None and not (asked.is_sure or is_same_person(connection, case, other)):
        code = "unsure"
    if code is not None:
        raise MergeRefused(code)
    # The earlier promise and the greater urgency hold for both.
    due = min((each for each in (case.due, other.due) if each is not None), default=None)
    priority = max(case.priority, other.priority, key=PRIORITIES.index)
    kept = _write(connection, worker, case, asked.version, due=due, priority=priority)
    gone = _write(connection, worker, other, asked.other_version, status=CLOSED)
    # What was merged into the other before goes on here too: one step leads from each to the case that remains.
    for each in (*merged.of_case(connection, other), other):
        case_links.unlink(connection, case, each)
        case_links.unlink(connection, other, each)
        row = {"case_id": case.id, "other_id": each.id, "kind": MERGED, "created": worker.now}
        connection.execute(insert(links).values(**row))
    for one, event, second in ((kept, "merge", gone), (gone, "merged", kept)):
        cases.add_event(connection, one.id, worker.person.id, event, {"other": second.reference}, worker.now)
        handling.log(connection, worker, "case.merge", one, ["status", "links", "due", "priority"])
    _leave(connection, worker, kept, gone)
    return kept


def _write(connection: Connection, worker: Worker, case: Case, version: int, **values: object) -> Case:
    where = (rows.c.id == case.id) & (rows.c.version == version)
    change = update(rows).where(where).values(**values, version=version + 1, updated=worker.now)
    if connection.execute(change).rowcount != 1:
        raise EpochChanged(case.reference)
    return replace(case, **values, version=version + 1, updated=worker.now)  # type: ignore[arg-type]


def _leave(connection: Connection, worker: Worker, kept: Case, gone: Case) -> None:
    """Give up the word in the conversation of the merged case, if it is another one, and say where it goes on."""
    if gone.conversation is None or gone.conversation == kept.conversation:
        return
    talk = conversations.by_id(connection, gone.conversation, lock=True)
    if endings.goes_on(connection, gone):
        return
    if talk.owner != conversations.ASSISTANT:
        ownership.close(connection, talk, worker.now)
    worker.announce(connection, talk, TOGETHER, worker.person, worker.now)
