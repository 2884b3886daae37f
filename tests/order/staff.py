"""The staff in a plan: the moves that the console makes, noted in the transaction that makes them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone

from sqlalchemy.engine import Connection

from bot.staff_desk import announce, ask_rating
from desk import cases, conversations, handling, labelling, ownership
from desk.audit import Actor
from desk.cases import Case
from desk.conversations import Conversation
from desk.database import Database
from desk.errors import EpochChanged, MoveRefused
from desk.handling import Worker
from desk.staff.accounts import AGENT, Staff
from tests.order import plans
from tests.order.history import Person, Talk

_BORN = datetime(2026, 1, 1, tzinfo=timezone.utc)
_ANNA, _BO = (
    Staff(name, f"{name}@desk.example", name, AGENT, office, ["en"], "en", False, True, _BORN, _BORN)
    for name, office in (("anna", "brussels"), ("bo", "beijing"))
)
Move = Callable[[Connection, Worker, Case], object]


def _give(connection: Connection, worker: Worker, case: Case) -> None:
    handling.assign(connection, worker, case, case.version, _BO)


def _pass(connection: Connection, worker: Worker, case: Case) -> None:
    other = next(office for office in cases.OFFICES.values() if office != case.office)
    handling.move(connection, worker, case, case.version, other)


def _reopen(connection: Connection, worker: Worker, case: Case) -> None:
    """Open a case again, unless another one took its place."""
    if cases.open_escalation(connection, str(case.conversation)) is None:
        handling.reopen(connection, worker, case, case.version)


_MOVES: dict[str, Move] = {
    plans.TAKE: lambda held, worker, case: handling.take(held, worker, case, case.version),
    plans.BACK: lambda held, worker, case: handling.hand_back(held, worker, case, case.version),
    plans.GIVE: _give,
    plans.PASS: _pass,
    plans.CLOSE: lambda held, worker, case: handling.finish(held, worker, case, case.version, cases.CLOSED),
    plans.REOPEN: _reopen,
    plans.NOTE: lambda held, worker, case: labelling.note(held, worker, case, "ask the mayor"),
}


class Desk:
    """One member of staff, Anna, who works at the database, as the console does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def does(self, what: str, talk: Talk) -> None:
        """Make a move; one that the state does not allow changes nothing."""
        await asyncio.to_thread(self._does, what, talk)

    def _does(self, what: str, talk: Talk) -> None:
        """Make a move, and note the epoch and the numbers in the transaction that made it."""
        with suppress(EpochChanged, MoveRefused):
            with self._database.write() as connection:
                before = conversations.by_id(connection, talk.id, lock=True)
                self._move(connection, what, before)
                after = conversations.by_id(connection, talk.id)
            if before.has_person and after.epoch != before.epoch:
                talk.persons[-1] = replace(talk.persons[-1], until=before.next_seq)
            if after.has_person and after.epoch != before.epoch:
                talk.persons.append(Person(after.epoch, after.next_seq))

    @staticmethod
    def _move(connection: Connection, what: str, talk: Conversation) -> None:
        """Make a move on the newest case; where there is none yet, the word itself can be taken and given back."""
        case, now = cases.latest(connection, talk.id), datetime.now(timezone.utc)
        if case is not None:
            _MOVES[what](connection, Worker(_ANNA, Actor(_ANNA.id, "-"), now, announce, ask_rating), case)
        elif what == plans.TAKE:
            ownership.take(connection, talk, _ANNA.id, now)
        elif what == plans.BACK:
            ownership.hand_back(connection, talk, now)
