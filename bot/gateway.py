"""The gateway: takes messages in, has each conversation answered one message at a time, loses nothing.

What waits is in the database, never only in memory. A message begins its turn in the transaction that stores
it; a turn begins the next one in the transaction that ends it; and what a dead process left behind is found
by a look at the database every second.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from sqlalchemy.engine import Connection

from bot.hub import Hub
from bot.logs import log
from bot.supervision import settled
from bot.turn import Draft, Preparation, Storing, apology, without_brain
from desk import turns
from desk.database import Database
from desk.errors import EpochChanged, TurnRepeated
from desk.turns import Accepted, Incoming, Lease, Turn

LEASE_SECONDS = 6.0
SWEEP_SECONDS = 1.0
MAX_ATTEMPTS = 3
_THREADS = 16
Result = TypeVar("Result")


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Limits:
    """How much the gateway takes on at once."""

    pending: int = 30
    parallel_turns: int = 64


class Gateway:
    """Runs turns.

    Args:
        database: where everything is.
        preparation: finds out what to answer.
        storing: stores a turn.
        hub: wakes those who wait for an answer.
        limits: how much at once.
        clock: gives the time.
    """

    def __init__(
        self,
        database: Database,
        preparation: Preparation,
        storing: Storing,
        hub: Hub,
        limits: Limits,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.database = database
        self.hub = hub
        self.clock = clock
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._preparation = preparation
        self._storing = storing
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.parallel_turns)
        self._threads = CapacityLimiter(_THREADS)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._handed: dict[str, Turn] = {}

    async def read(self, query: Callable[[Connection], Result]) -> Result:
        """Run a function in a read transaction, off the event loop."""
        return await self._in_thread(self._run, self.database.read, query)

    async def write(self, change: Callable[[Connection], Result]) -> Result:
        """Run a function in a write transaction, off the event loop."""
        return await self._in_thread(self._run, self.database.write, change)

    @staticmethod
    def _run(transaction: Callable[[], Any], work: Callable[[Connection], Result]) -> Result:
        with transaction() as connection:
            return work(connection)

    async def _in_thread(self, work: Callable[..., Result], *arguments: Any) -> Result:
        return await to_thread.run_sync(work, *arguments, limiter=self._threads)

    def _lease(self) -> Lease:
        now = self.clock()
        return Lease(self.holder, now, now + timedelta(seconds=LEASE_SECONDS))

    async def accept(self, conversation: str, incoming: Incoming) -> Accepted:
        """Store a message and have it answered.

        Args:
            conversation: id of the conversation.
            incoming: the message.

        Returns:
            Where the message stands; for a repeat, the first one.

        Raises:
            UnknownConversation: there is no such conversation.
            QueueFull: too many messages wait in this conversation.
        """
        limit = self._limits.pending
        accepted = await self.write(
            lambda connection: turns.accept(connection, conversation, incoming, self._lease(), limit)
        )
        self.hub.wake(conversation)
        if accepted.turn is not None:
            self._start(accepted.turn)
        return accepted

    def _start(self, turn: Turn) -> None:
        identity = turn.conversation.id
        if identity in self._workers:
            # It has stored its last turn, so this one could begin, but it has not ended yet.
            self._handed[identity] = turn
            return
        self._workers[identity] = asyncio.create_task(self._work(identity, turn))

    async def _work(self, identity: str, turn: Turn | None) -> None:
        try:
            while turn is not None:
                async with self._slots:
                    following, failure = await settled(self._one(turn))
                self.hub.set_typing(identity, False)
                if failure is not None:
                    # The message stays in the database; the sweep tries it again when our lease has run out.
                    seq = turn.message.seq
                    log().error("turn_not_stored", conversation=identity, seq=seq, exc_info=failure)
                    return
                turn = following or self._handed.pop(identity, None)
        finally:
            self._handed.pop(identity, None)
            self._workers.pop(identity, None)

    async def _one(self, turn: Turn) -> Turn | None:
        started = time.monotonic()
        draft = await self._draft(turn)
        following, failure = await settled(self._store(turn, draft, started))
        if isinstance(failure, (EpochChanged, TurnRepeated)):
            log().info("turn_dropped", turn=turn.id, reason=type(failure).__name__)
            self.hub.wake(turn.conversation.id)
            return await self._begin(turn.conversation.id)
        if failure is not None:
            log().error("turn_not_worded", turn=turn.id, exc_info=failure)
            following = await self._store(turn, without_brain(draft, type(failure).__name__), started)
        return following

    async def _draft(self, turn: Turn) -> Draft:
        if turn.message.attempts > MAX_ATTEMPTS:
            return apology(turn.conversation.language, False, "attempts")
        self.hub.set_typing(turn.conversation.id, not turn.conversation.has_person)
        draft, failure = await settled(self._preparation.prepare(turn))
        if draft is None:
            log().error("turn_not_prepared", turn=turn.id, exc_info=failure)
            return apology(turn.conversation.language, False, type(failure).__name__)
        return draft

    async def _store(self, turn: Turn, draft: Draft, started: float) -> Turn | None:
        took = int((time.monotonic() - started) * 1000)
        following = await self.write(
            lambda connection: self._storing.store(connection, turn, draft, self._lease(), took)
        )
        log().info(
            "turn",
            turn=turn.id,
            outcome=draft.outcome,
            reason=draft.reason,
            language=draft.language,
            took_ms=took,
            intent=(draft.understood or {}).get("intent"),
            generation=draft.generation,
        )
        self.hub.wake(turn.conversation.id)
        return following

    async def keep_leases(self) -> None:
        """Renew our claims on the conversations that are being answered here."""
        mine = list(self._workers)
        if mine:
            await self.write(lambda connection: [turns.renew(connection, talk, self._lease()) for talk in mine])

    async def take_over(self) -> int:
        """Begin the turns of conversations where messages wait and nobody is at work.

        Returns:
            How many were begun.
        """
        found = await self.read(lambda connection: turns.abandoned(connection, self.clock()))
        begun = [await self._begin(talk) for talk in found if talk not in self._workers]
        for turn in begun:
            if turn is not None:
                self._start(turn)
        return sum(turn is not None for turn in begun)

    async def _begin(self, talk: str) -> Turn | None:
        return await self.write(lambda connection: turns.begin(connection, talk, self._lease()))

    async def stop(self) -> None:
        """Let the turns under way end, but not for long; the rest waits in the database."""
        working = list(self._workers.values())
        if working:
            await asyncio.wait(working, timeout=LEASE_SECONDS)
        for task in working:
            task.cancel()
