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
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TypeVar

from sqlalchemy.engine import Connection

from bot.capacity import Crowd, Limits
from bot.drafts import Draft, apology, without_brain
from bot.hub import Hub
from bot.logs import about_request, current_request, log
from bot.metrics import Metrics
from bot.scrubbing import Scrubber
from bot.settling import Settling
from bot.supervision import settled
from bot.transactions import Transactions
from bot.turn import Preparation, Storing
from desk import leases, messages, turns
from desk.database import Database
from desk.errors import EpochChanged, TurnRepeated
from desk.turns import Accepted, Incoming, Lease, Turn

LEASE_SECONDS = 6.0
MAX_ATTEMPTS = 3
LAST_CHANCE = 0.05
"""Seconds that the brain has for a message whose time passed while it waited: mostly enough for what needs no brain."""
Result = TypeVar("Result")


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(timezone.utc)


class Gateway:
    """Runs turns.

    Args:
        database: where everything is.
        preparation: finds out what to answer.
        storing: stores a turn.
        hub: wakes those who wait for an answer.
        limits: how much at once.
        clock: gives the time.
        metrics: what is counted and timed.
    """

    def __init__(
        self,
        database: Database,
        preparation: Preparation,
        storing: Storing,
        hub: Hub,
        limits: Limits,
        clock: Callable[[], datetime] = utc_now,
        metrics: Metrics | None = None,
    ) -> None:
        self.database = database
        self.metrics = metrics or Metrics()
        self.hub = hub
        self.clock = clock
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._preparation = preparation
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.parallel_turns)
        self.crowd = Crowd(limits.waiting, limits.per_network)
        self._transactions = Transactions(database)
        self.scrubber = Scrubber(database)
        self._settling = Settling(self, storing)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._handed: dict[str, Turn] = {}

    async def read(self, query: Callable[[Connection], Result]) -> Result:
        """Run a function in a read transaction, off the event loop."""
        return await self._transactions.read(query)

    async def write(self, change: Callable[[Connection], Result], care: bool = False) -> Result:
        """Run a function in a write transaction, off the event loop; care does not queue behind requests."""
        return await self._transactions.write(change, care)

    def lease(self) -> Lease:
        """Return a claim of this gateway, from now on."""
        now = self.clock()
        return Lease(self.holder, now, now + timedelta(seconds=LEASE_SECONDS))

    async def accept(self, conversation: str, incoming: Incoming, network: str | None = None) -> Accepted:
        """Store a message and have it answered.

        Args:
            conversation: id of the conversation.
            incoming: the message.
            network: where it comes from, if that tells visitors apart.

        Returns:
            Where the message stands; for a repeat, the first one.

        Raises:
            UnknownConversation: there is no such conversation.
            QueueFull: too many messages wait in this conversation.
            Crowded: too many messages wait in all conversations together, or too many of one network.
        """
        if not self.crowd.has_room(network):
            return await self._repeated(conversation, incoming)
        limit = self.crowd.share(self._limits.pending)
        incoming = replace(incoming, request_id=current_request())
        accepted = await self.write(
            lambda connection: turns.accept(connection, conversation, incoming, self.lease(), limit)
        )
        if not accepted.repeated:
            self.crowd.came(turns.id_of(accepted.message), network)
        self.hub.wake(conversation)
        if accepted.turn is not None:
            self._start(accepted.turn)
        return accepted

    async def _repeated(self, conversation: str, incoming: Incoming) -> Accepted:
        """Return the first result of a message that was taken before; nothing else is taken now."""
        client_id = incoming.client_id
        if client_id:
            first = await self.read(lambda connection: messages.by_client_id(connection, conversation, client_id))
            if first is not None:
                return Accepted(first, True, None)
        raise self.crowd.refusal()

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
                until = time.monotonic() + self._limits.seconds
                # A turn may be taken up from another process or in the task of an earlier request.
                with about_request(turn.message.request_id or turn.id):
                    following, failure = await settled(self._in_turn(turn, until))
                    self.hub.set_typing(identity, False)
                    if failure is not None:
                        # The message stays in the database; the sweep tries it again when our lease has run out.
                        log().error("turn_not_stored", turn=turn.id, exc_info=failure)
                        return
                turn = following or self._handed_after(turn)
        finally:
            self._handed.pop(identity, None)
            self._workers.pop(identity, None)

    def _handed_after(self, turn: Turn) -> Turn | None:
        """Return the turn that was begun meanwhile, unless it is one that was begun twice and is over."""
        handed = self._handed.pop(turn.conversation.id, None)
        return handed if handed is not None and handed.message.seq > turn.message.seq else None

    async def _in_turn(self, turn: Turn, until: float) -> Turn | None:
        started = time.monotonic()
        self.hub.set_typing(turn.conversation.id, not turn.conversation.has_person)
        # Outside the slots: those who wait for a brain must not keep another one's "talk to a person" waiting.
        await self._preparation.wait_for_brain(turn)
        async with self._slots:
            return await self._one(turn, started, until)

    async def _one(self, turn: Turn, started: float, until: float) -> Turn | None:
        draft = await self._draft(turn, max(LAST_CHANCE, until - time.monotonic()))
        following, failure = await self._settling.at_last(turn, draft, started)
        if isinstance(failure, (EpochChanged, TurnRepeated)):
            log().info("turn_dropped", turn=turn.id, reason=type(failure).__name__)
            self.hub.wake(turn.conversation.id)
            return await self._begin(turn.conversation.id, again=True)
        if failure is not None:
            log().error("turn_not_worded", turn=turn.id, exc_info=failure)
            following = await self._settling.once(turn, without_brain(draft, type(failure).__name__), started)
        return following

    async def _draft(self, turn: Turn, seconds: float) -> Draft:
        if turn.message.attempts > MAX_ATTEMPTS:
            return apology(turn.conversation.language, False, "attempts", turn.message.text)
        draft, failure = await settled(self._preparation.prepare(turn, seconds))
        if draft is None:
            log().error("turn_not_prepared", turn=turn.id, exc_info=failure)
            return apology(turn.conversation.language, False, type(failure).__name__, turn.message.text)
        return draft

    async def keep_leases(self) -> None:
        """Renew our claims on the conversations that are being answered here."""
        mine = list(self._workers)
        if mine:
            await self.write(lambda connection: leases.renew(connection, mine, self.lease()), care=True)

    async def take_over(self) -> int:
        """Begin the turns of conversations where messages wait and nobody is at work.

        Returns:
            How many were begun.
        """
        self.crowd.counted(await self.read(leases.waiting))
        # No more than can soon be worked at: another gateway may be idle.
        room = 2 * self._limits.parallel_turns - len(self._workers)
        if room <= 0 or not self.crowd.waiting:
            return 0
        found = await self.read(lambda connection: leases.abandoned(connection, self.clock(), room))
        begun = [await self._begin(talk) for talk in found if talk not in self._workers]
        for turn in begun:
            if turn is not None:
                self._start(turn)
        return sum(turn is not None for turn in begun)

    async def _begin(self, talk: str, again: bool = False) -> Turn | None:
        return await self.write(lambda connection: turns.begin(connection, talk, self.lease(), again))

    async def stop(self) -> None:
        """Let the turns under way end, but not for long; the rest waits in the database."""
        working = list(self._workers.values())
        if working:
            await asyncio.wait(working, timeout=LEASE_SECONDS)
        for task in working:
            task.cancel()
