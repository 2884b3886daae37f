"""The staff in a plan: the moves that the console makes, noted in the transaction that makes them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone

from desk import conversations, ownership
from desk.database import Database
from desk.errors import EpochChanged, MoveRefused
from tests.order.history import Person, Talk


class Staff:
    """One member of staff who works at the database, as the console does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, talk: Talk) -> None:
        """Take the word in a conversation, if nobody has it."""
        await asyncio.to_thread(self._move, talk, lambda *said: ownership.take(said[0], said[1], "anna", said[2]))

    async def hand_back(self, talk: Talk) -> None:
        """Give the word back, if a person has it."""
        await asyncio.to_thread(self._move, talk, ownership.hand_back)

    def _move(self, talk: Talk, move: Callable[..., None]) -> None:
        """Make a move, and note the epoch and the next number in the transaction that made it."""
        with suppress(EpochChanged, MoveRefused):
            with self._database.write() as connection:
                move(connection, conversations.by_id(connection, talk.id), datetime.now(timezone.utc))
                after = conversations.by_id(connection, talk.id)
            if after.has_person:
                talk.persons.append(Person(after.epoch, after.next_seq))
            elif talk.persons:
                talk.persons[-1] = replace(talk.persons[-1], until=after.next_seq)
