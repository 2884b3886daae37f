"""Why a person was asked for, and how the one who asked can be told of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from desk import cases, figures, letters
from desk.cases import CLOSED, RESOLVED, Case
from desk.conversations import PERSON
from desk.models import cases as case_rows
from desk.models import conversations, messages
from desk.takeover_models import escalations, presence

ASKED, MISUNDERSTOOD, FEEDBACK, GAP, FAILURE = "asked", "misunderstood", "feedback", "gap", "failure"
WHYS = (ASKED, MISUNDERSTOOD, FEEDBACK, GAP, FAILURE)
"""What led to it: the person's own wish, two misunderstandings in a row, a complaint, something not known, a fault."""
LETTER = "answer_waiting"
RECENT = timedelta(days=3)
"""An answer older than that is no longer announced by letter."""


@dataclass(frozen=True)
class Escalation:
    """What is known of a case beside the case.

    Args:
        case_id: row id of the case.
        why: one of WHYS.
        previous: reference of the finished case of the same conversation before it.
        address: where the person wants to be told of an answer.
        consent: key of the sentence after which the address was given.
        told: the last message that a letter announced.
    """

    case_id: int
    why: str
    previous: str | None
    address: str | None
    consent: str | None
    told: int


_columns = [escalations.c[name] for name in Escalation.__dataclass_fields__]


def previous_of(connection: Connection, conversation: str) -> str | None:
    """Return the reference of the newest case of a conversation if it is finished."""
    last = cases.latest(connection, conversation)
    return last.reference if last is not None and last.status in (RESOLVED, CLOSED) else None


def note(connection: Connection, case: Case, why: str, previous: str | None) -> None:
    """Write down why a case was opened, and which one it follows."""
    connection.execute(escalations.insert().values(case_id=case.id, why=why, previous=previous, told=0))
    figures.because(connection, case.id, why)


def of_case(connection: Connection, case: int) -> Escalation | None:
    """Return what is known of a case; None if it is no escalation, or older than this table."""
    row = connection.execute(select(*_columns).where(escalations.c.case_id == case)).first()
    return Escalation(*row) if row else None


def give_address(connection: Connection, case: Case, address: str, consent: str, now: datetime) -> None:
    """Keep where the person wants to be told; the address stands nowhere else, the history only says that it came."""
    if of_case(connection, case.id) is None:
        note(connection, case, ASKED, None)
    mine = escalations.c.case_id == case.id
    connection.execute(update(escalations).where(mine).values(address=address, consent=consent))
    cases.add_event(connection, case.id, "requester", "address", {"consent": consent}, now)


def forget_address(connection: Connection, case: Case, now: datetime) -> bool:
    """Forget the address and take back letters that have not gone out; return whether there was one."""
    known = of_case(connection, case.id)
    if known is None or known.address is None:
        return False
    mine = escalations.c.case_id == case.id
    connection.execute(update(escalations).where(mine).values(address=None, consent=None))
    letters.withdraw(connection, str(case.conversation), LETTER)
    cases.add_event(connection, case.id, "requester", "address_gone", {}, now)
    return True


@dataclass(frozen=True)
class Unread:
    """An answer of the staff that the person has not seen: whom to tell, in which language, up to which message."""

    case_id: int
    reference: str
    conversation: str
    address: str
    language: str
    seq: int


def unread(connection: Connection, before: datetime, limit: int = 50) -> list[Unread]:
    """Return the answers that wait for somebody who left an address and was not told of them.

    Args:
        connection: a transaction.
        before: answers later than this may still be seen on the open page.
        limit: how many at most.
    """
    newest = (
        select(func.max(messages.c.seq))
        .where((messages.c.conversation == conversations.c.id) & messages.c.author.startswith(PERSON))
        .where((messages.c.created <= before) & (messages.c.created > before - RECENT))
        .scalar_subquery()
    )
    query = (
        select(
            case_rows.c.id,
            case_rows.c.reference,
            conversations.c.id,
            escalations.c.address,
            conversations.c.language,
            newest.label("seq"),
        )
        .join(case_rows, case_rows.c.id == escalations.c.case_id)
        .join(conversations, conversations.c.id == case_rows.c.conversation)
        .join(presence, presence.c.conversation == conversations.c.id, isouter=True)
        # First what leaves few rows: the messages of all conversations are many.
        .where(escalations.c.address.is_not(None) & (conversations.c.channel == "web"))
        .where(conversations.c.updated > before - RECENT)
        .where((newest > escalations.c.told) & (newest > func.coalesce(presence.c.seen, 0)))
        .order_by(case_rows.c.id)
        .limit(limit)
    )
    return [Unread(*row) for row in connection.execute(query)]


def told(connection: Connection, found: Unread) -> bool:
    """Write down that an answer is announced; False when another gateway was faster."""
    mine = (escalations.c.case_id == found.case_id) & (escalations.c.told < found.seq)
    return bool(connection.execute(update(escalations).where(mine).values(told=found.seq)).rowcount)
