"""What staff do with a case: each move changes case, owner, history and audit log together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.engine import Connection

from desk import audit, cases, conversations, endings, merged, messages, ownership, presence
from desk.audit import Actor
from desk.cases import ASSIGNED, CLOSED, NEW, RESOLVED, WAITING, Case
from desk.conversations import PERSON, Conversation
from desk.endings import AskRating, Ending
from desk.errors import EpochChanged, MoveRefused, UnknownCase
from desk.messages import Reply
from desk.models import cases as rows
from desk.staff.accounts import OFFICES, Staff

HERE, BACK, PASSED = "here", "back", "passed"
"""What the person is told: somebody answers now; the assistant does again; a colleague will go on. Of the end:
desk/endings.py."""
Announce = Callable[[Connection, Conversation, str, Staff, datetime], None]
"""Tells the person of a move, in their language; wording is not the desk's."""
LONGEST_REPLY = 8_000


@dataclass(frozen=True)
class Worker:
    """Somebody at work on cases.

    Args:
        person: the account.
        actor: for the audit log.
        now: the time.
        announce: tells the person in the conversation.
        ask_rating: tells them of the end and asks how satisfied they are; None where that is switched off.
    """

    person: Staff
    actor: Actor
    now: datetime
    announce: Announce
    ask_rating: AskRating | None = None


def find(connection: Connection, reference: str) -> Case:
    """Return a case by its reference.

    Raises:
        UnknownCase: there is none.
    """
    case = cases.by_reference(connection, reference)
    if case is None:
        raise UnknownCase(reference)
    return case


def change(connection: Connection, worker: Worker, case: Case, version: int, action: str, **values: Any) -> Case:
    """Write columns of a case that nobody else changed since `version`, with its history and the audit log.

    Args:
        connection: a write transaction.
        worker: who does it.
        case: as it was read.
        version: of the page that this was done on.
        action: how history and audit log name it.
        values: columns.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: it was merged into another one.
    """
    _hold_whole(connection, case)
    where = (rows.c.id == case.id) & (rows.c.version == version)
    written = update(rows).where(where).values(**values, version=version + 1, updated=worker.now)
    if connection.execute(written).rowcount != 1:
        raise EpochChanged(case.reference)
    moved = {"from": {name: getattr(case, name) for name in values}, "to": values}
    cases.add_event(connection, case.id, worker.person.id, action, moved, worker.now)
    log(connection, worker, f"case.{action}", case, list(values))
    return replace(case, **values, version=version + 1, updated=worker.now)


def _hold_whole(connection: Connection, case: Case) -> None:
    """Refuse to move a case that was merged: what there is to do is done with the one that goes on."""
    if merged.into(connection, case.id) is not None:
        raise MoveRefused(f"{case.reference}: merged")


def log(connection: Connection, worker: Worker, action: str, case: Case, fields: Sequence[str] = ()) -> None:
    """Write a line on a case into the audit log."""
    audit.write(connection, worker.actor, action, f"case:{case.reference}", worker.now, fields)


def _talk(connection: Connection, case: Case) -> Conversation:
    if case.conversation is None:
        raise MoveRefused(case.reference)
    return conversations.by_id(connection, case.conversation, lock=True)


def take(connection: Connection, worker: Worker, case: Case, version: int) -> Case:
    """Take a case, and the word in its conversation, from the queue, the assistant or a colleague.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: this person has it already, or the conversation is gone.
    """
    talk = _talk(connection, case)
    ownership.take(connection, talk, worker.person.id, worker.now)
    worker.announce(connection, talk, HERE, worker.person, worker.now)
    return change(connection, worker, case, version, "take", assignee=worker.person.id, status=ASSIGNED)


def assign(connection: Connection, worker: Worker, case: Case, version: int, colleague: Staff | None) -> Case:
    """Give a case to a colleague, or to nobody; the word in the conversation goes with it if a person has it.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: the colleague may not answer, or the case is finished.
    """
    _hold_open(case)
    if colleague is not None and not colleague.may("agent"):
        raise MoveRefused(case.reference)
    given = {"assignee": colleague.id, "status": ASSIGNED} if colleague else {"assignee": None, "status": NEW}
    changed = change(connection, worker, case, version, "assign", **given)
    if colleague is None:
        _release(connection, worker, case)
        return changed
    talk = _talk(connection, case) if case.conversation else None
    if talk is not None and talk.has_person and talk.owner != PERSON + colleague.id:
        ownership.transfer(connection, talk, colleague.id, worker.now)
        worker.announce(connection, talk, HERE, colleague, worker.now)
    return changed


def _hold_open(case: Case) -> None:
    """Refuse to pass on a finished case, which would open it unsaid."""
    if case.status in (RESOLVED, CLOSED):
        raise MoveRefused(f"{case.reference}: {case.status}")


def _release(connection: Connection, worker: Worker, case: Case) -> None:
    """Give up the word in a conversation, if a person has it, for a colleague who has yet to take it."""
    talk = _talk(connection, case) if case.conversation else None
    if talk is not None and talk.has_person:
        ownership.release(connection, talk, worker.now)
        worker.announce(connection, talk, PASSED, worker.person, worker.now)


def move(connection: Connection, worker: Worker, case: Case, version: int, office: str) -> Case:
    """Pass a case to the other office, where nobody has it yet.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: there is no such office, or the case is finished.
    """
    _hold_open(case)
    if office not in OFFICES:
        raise MoveRefused(office)
    changed = change(connection, worker, case, version, "move", office=office, assignee=None, status=NEW)
    _release(connection, worker, case)
    return changed


def reply(connection: Connection, worker: Worker, case: Case, text: str, epoch: int) -> int:
    """Write to the person, through their own channel.

    Args:
        connection: a write transaction.
        worker: who writes; must have the word.
        case: the case.
        text: the words.
        epoch: the epoch of the conversation on the page that this was written on.

    Returns:
        The sequence number.

    Raises:
        EpochChanged: the word went to somebody else meanwhile; nothing was sent.
        MoveRefused: this person does not have the word, or the text is empty or too long.
    """
    words = text.strip()
    _hold_whole(connection, case)
    talk = _talk(connection, case)
    if talk.owner != PERSON + worker.person.id or not words or len(words) > LONGEST_REPLY:
        raise MoveRefused(case.reference)
    ownership.hold_epoch(connection, talk.id, epoch, updated=worker.now)
    said = Reply(PERSON + worker.person.id, words, [{"type": "text", "text": words}], [], talk.language)
    seq = messages.say(connection, talk.id, talk.channel, said, worker.now)
    presence.types(connection, talk.id, presence.STAFF, None)
    cases.add_event(connection, case.id, worker.person.id, "reply", {"seq": seq}, worker.now)
    log(connection, worker, "case.reply", case)
    return seq


def hand_back(connection: Connection, worker: Worker, case: Case, version: int) -> Case:
    """Give the word back to the assistant; the case waits for what the person says next.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: no member of staff has the word.
    """
    talk = _talk(connection, case)
    ownership.hand_back(connection, talk, worker.now)
    worker.announce(connection, talk, BACK, worker.person, worker.now)
    return change(connection, worker, case, version, "hand_back", status=WAITING)


def finish(connection: Connection, worker: Worker, case: Case, version: int, status: str) -> Case:
    """Resolve or close a case; whoever writes again meets the assistant first.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: the status is not an end, or cannot follow the present one.
    """
    if status not in (RESOLVED, CLOSED) or status not in cases.MOVES[case.status]:
        raise MoveRefused(f"{case.reference}: {case.status} → {status}")
    changed = change(connection, worker, case, version, "status", status=status)
    talk = _talk(connection, case) if case.conversation else None
    if talk is None:
        return changed
    goes_on = endings.goes_on(connection, changed)
    if talk.owner != conversations.ASSISTANT and not goes_on:
        ownership.close(connection, talk, worker.now)
    if case.status not in (RESOLVED, CLOSED):  # who was told that it is answered is not told again that it is closed
        endings.tell(connection, worker, talk, Ending(changed, goes_on))
    return changed


def reopen(connection: Connection, worker: Worker, case: Case, version: int) -> Case:
    """Open a finished case again, for whoever does it.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: it is open.
    """
    if case.status not in (RESOLVED, CLOSED):
        raise MoveRefused(case.reference)
    return change(connection, worker, case, version, "status", status=ASSIGNED, assignee=worker.person.id)
