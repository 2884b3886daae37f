"""Why a person was asked for, and how the one who asked can be told of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case as when
from sqlalchemy import func, or_, select, update
from sqlalchemy.engine import Connection

from desk import cases, figures, letters, merged
from desk.cases import CLOSED, RESOLVED, Case
from desk.conversations import PERSON
from desk.models import cases as case_rows
from desk.models import conversations, messages
from desk.takeover_models import escalations, presence
from desk.visitor_tables import case_ratings

ASKED, MISUNDERSTOOD, FEEDBACK, GAP, FAILURE = "asked", "misunderstood", "feedback", "gap", "failure"
WHYS = (ASKED, MISUNDERSTOOD, FEEDBACK, GAP, FAILURE)
"""What led to it: the person's own wish, two misunderstandings in a row, a complaint, something not known, a fault."""
LETTER, CLOSING = "answer_waiting", "case_closed"
"""The letters: that an answer is there; that the case is finished."""
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
    """Return the reference of the newest case of a conversation if it is finished, or of the one it was merged into."""
    last = cases.latest(connection, conversation)
    if last is None or last.status not in (RESOLVED, CLOSED):
        return None
    goes_on = merged.survivor(connection, last)
    return (goes_on or last).reference


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
    for kind in (LETTER, CLOSING):
        letters.withdraw(connection, str(case.conversation), kind)
    cases.add_event(connection, case.id, "requester", "address_gone", {}, now)
    return True


@dataclass(frozen=True)
class Unread:
    """Something of the staff that the person has not seen.

    Args:
        case_id: row id of the case.
        reference: of the case.
        conversation: where it was said.
        address: whom to tell.
        language: of the conversation.
        answer: number of the last answer that was not seen or announced; 0 if there is none.
        end: number of the message that the case is finished, likewise.
    """

    case_id: int
    reference: str
    conversation: str
    address: str
    language: str
    answer: int
    end: int

    @property
    def seq(self) -> int:
        """Up to which message it is announced."""
        return max(self.answer, self.end)

    @property
    def letter(self) -> str:
        """Which letter announces it: one alone, and an answer matters more than the end."""
        return LETTER if self.answer else CLOSING


def unread(connection: Connection, before: datetime, limit: int = 50) -> list[Unread]:
    """Return the answers, and ends of cases, that wait for somebody who left an address and was not told of them.

    Args:
        connection: a transaction.
        before: what was said later than this may still be seen on the open page.
        limit: how many at most.
    """
    recent = (messages.c.conversation == conversations.c.id) & (messages.c.created <= before)
    newest = select(func.max(messages.c.seq)).where(recent & (messages.c.created > before - RECENT))
    answer = newest.where(messages.c.author.startswith(PERSON)).scalar_subquery()
    end = newest.where(messages.c.seq == case_ratings.c.seq).scalar_subquery()
    known = func.coalesce(presence.c.seen, 0)
    # A missing number is no news: what is compared with it is not true, on both databases.
    news = [when(((which > escalations.c.told) & (which > known), which), else_=0) for which in (answer, end)]
    query = (
        select(
            case_rows.c.id, case_rows.c.reference, conversations.c.id, escalations.c.address, conversations.c.language
        )
        .add_columns(*news)
        .join(case_rows, case_rows.c.id == escalations.c.case_id)
        .join(conversations, conversations.c.id == case_rows.c.conversation)
        .join(presence, presence.c.conversation == conversations.c.id, isouter=True)
        .join(case_ratings, case_ratings.c.case_id == case_rows.c.id, isouter=True)
        # First what leaves few rows: the messages of all conversations are many.
        .where(escalations.c.address.is_not(None) & (conversations.c.channel == "web"))
        .where(conversations.c.updated > before - RECENT)
        .where(or_(*(which > 0 for which in news)))
        .order_by(case_rows.c.id)
        .limit(limit)
    )
    return [Unread(*row) for row in connection.execute(query)]


def told(connection: Connection, found: Unread) -> bool:
    """Write down that an answer is announced; False when another gateway was faster."""
    mine = (escalations.c.case_id == found.case_id) & (escalations.c.told < found.seq)
    return bool(connection.execute(update(escalations).where(mine).values(told=found.seq)).rowcount)
