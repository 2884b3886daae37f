"""Erases all that is stored about one person, in one transaction, as desk/data_kinds.yml says for each table.

A case stays as figures: reference, kind, language, channel, office, status, times and who handled it. Nothing in it
leads to the person any more. A conversation that is still to be told of it stays, empty, until that is delivered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from desk import audit, cases, ownership, search_index
from desk import conversations as talks
from desk.audit import Actor
from desk.cases import CLOSED, MOVES
from desk.inventory import DELETED, EMPTIED, STAYS, TableData, inventory
from desk.letter_models import letters
from desk.letters import QUEUED
from desk.messages import PENDING
from desk.models import cases as case_rows
from desk.models import conversations, messages, outbox
from desk.privacy import Scope, whose
from desk.request_models import proof_codes, request_drafts, requests
from desk.tables import metadata
from desk.takeover_models import escalations
from desk.visitor_tables import visitors

REASON = "erased"
"""Why a case was closed: the person asked for deletion."""
SHELL_AT_LEAST, SHELL_AT_MOST = timedelta(minutes=10), timedelta(days=1)
"""How long an emptied conversation stays: a messenger may bring the wish again, and not everybody comes back."""
_TO_DELIVER = ("channel_windows", "ways_back")
"""What an emptied conversation needs until its last message is delivered."""
_WITH_SEQ = ("messages", "outbox", "turns")


@dataclass(frozen=True)
class Farewell:
    """A conversation in which something is still to be said.

    Args:
        conversation: its id.
        seq: number of the first message that stays: the wish for deletion, or what is said next.
        said: what takes the place of the words of that message.
    """

    conversation: str
    seq: int
    said: str = ""


def erase(
    connection: Connection, scope: Scope, actor: Actor, why: str, now: datetime, farewell: Farewell | None = None
) -> dict[str, int]:
    """Erase everything about a person; the audit log says who, when, why, which tables and how many rows.

    Args:
        connection: a write transaction.
        scope: whose data.
        actor: who does it.
        why: code of the reason.
        now: the time.
        farewell: the conversation that is still told of it.

    Returns:
        How many rows of each table were deleted or emptied.

    Raises:
        EpochChanged: a case was changed meanwhile; nothing was erased.
    """
    for identity in sorted(scope.conversations):
        talks.by_id(connection, identity, lock=True)
    addresses = _addresses(connection, scope)
    touched = [case for identity in scope.cases if (case := cases.by_id(connection, identity))]
    for case in touched:
        if CLOSED in MOVES[case.status]:
            cases.set_status(connection, case, CLOSED, actor.id, now, REASON)
        change = update(case_rows).where(case_rows.c.id == case.id)
        connection.execute(change.values(version=case_rows.c.version + 1, updated=now))
        cases.add_event(connection, case.id, actor.id, REASON, {}, now)
    counts = {}
    for table in reversed(metadata.sorted_tables):
        said = inventory().tables[table.name]
        if said.erasure != STAYS:
            counts[table.name] = connection.execute(_statement(table.name, said, scope, farewell)).rowcount
    _forget_addresses(connection, addresses)
    search_index.forget(connection)
    if farewell is not None:
        counts["conversations"] = counts.get("conversations", 0) + _empty(connection, farewell, now)
    _log(connection, scope, actor, [f"why:{why}", *_told(counts)], [case.reference for case in touched], now)
    return {name: number for name, number in counts.items() if number}


def _told(counts: dict[str, int]) -> list[str]:
    return [f"{name}:{number}" for name, number in sorted(counts.items()) if number]


def _log(
    connection: Connection, scope: Scope, actor: Actor, fields: list[str], references: list[str], now: datetime
) -> None:
    subjects = [f"case:{reference}" for reference in references] or [f"conversation:{scope.conversations[0]}"]
    for subject in subjects:
        audit.write(connection, actor, "privacy.erased", subject, now, fields)


def _statement(name: str, said: TableData, scope: Scope, farewell: Farewell | None) -> Any:
    """Return what deletes, empties or thins the rows of a table."""
    table = metadata.tables[name]
    where = whose(name, said, scope)
    if said.erasure == EMPTIED:
        return update(table).where(where).values(**said.emptied)
    if farewell is not None and name == "conversations":
        where = where & (table.c.id != farewell.conversation)
    elif farewell is not None and name in _TO_DELIVER:
        where = where & (table.c.conversation != farewell.conversation)
    elif farewell is not None and name in _WITH_SEQ:
        where = where & ~((table.c.conversation == farewell.conversation) & (table.c.seq >= farewell.seq))
    if said.erasure != DELETED:
        for column, values in said.kept.items():
            where = where & table.c[column].not_in(values)
    return delete(table).where(where)


def _empty(connection: Connection, farewell: Farewell, now: datetime) -> int:
    """Leave nothing in a conversation but its address; who writes again begins anew."""
    talk = talks.by_id(connection, farewell.conversation, lock=True)
    wish = (messages.c.conversation == talk.id) & (messages.c.seq == farewell.seq)
    words = {"text": farewell.said, "do": None, "understood": None}
    connection.execute(update(messages).where(wish).values(**words))
    left = (messages.c.conversation == talk.id) & (messages.c.seq > farewell.seq) & (messages.c.status == PENDING)
    goes_on = connection.execute(select(func.count()).select_from(messages).where(left)).scalar_one()
    ownership.close(connection, talk, now)
    fresh = {"state": None, "created": now, "erased": None if goes_on else now}
    connection.execute(update(conversations).where(conversations.c.id == talk.id).values(**fresh))
    return 1


def _addresses(connection: Connection, scope: Scope) -> list[str]:
    """Return the e-mail addresses of a person: codes and letters in other conversations may have gone there."""
    queries = (
        select(requests.c.email).where(requests.c.case_id.in_(scope.cases)),
        select(escalations.c.address).where(escalations.c.case_id.in_(scope.cases)),
        select(request_drafts.c.email_confirmed).where(request_drafts.c.conversation.in_(scope.conversations)),
        select(visitors.c.email).where(visitors.c.conversation.in_(scope.conversations)),
    )
    return [found for query in queries for found in connection.execute(query).scalars() if found]


def _forget_addresses(connection: Connection, addresses: list[str]) -> None:
    """Delete codes and finished letters to an address; a letter on its way may be a colleague's and goes out."""
    done = letters.c.recipient.in_(addresses) & (letters.c.state != QUEUED)
    connection.execute(delete(letters).where(done))
    connection.execute(delete(proof_codes).where(proof_codes.c.email.in_(addresses)))


def sweep(connection: Connection, now: datetime) -> int:
    """Delete emptied conversations whose last message is delivered, or waits for too long; return how many."""
    waiting = select(outbox.c.id).where((outbox.c.conversation == conversations.c.id) & (outbox.c.state == QUEUED))
    done = (conversations.c.erased < now - SHELL_AT_LEAST) & ~waiting.exists()
    over = done | (conversations.c.erased < now - SHELL_AT_MOST)
    return int(connection.execute(delete(conversations).where(over)).rowcount)
