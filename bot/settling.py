"""The end of a turn: stored, however long the database is away, counted, and told to whoever listens."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bot import privacy_effects
from bot.drafts import Draft
from bot.logs import log
from bot.supervision import settled
from bot.turn import Storing
from desk.database import is_away
from desk.turns import Turn

if TYPE_CHECKING:
    from bot.gateway import Gateway

_AGAIN_SECONDS = 1.0
_AGAIN_TIMES = 600


class Settling:
    """Stores what a turn came to.

    Args:
        gateway: gives the database, the claim, the listeners and the numbers.
        storing: stores a turn in a transaction.
    """

    def __init__(self, gateway: Gateway, storing: Storing) -> None:
        self._gateway = gateway
        self._storing = storing

    async def at_last(self, turn: Turn, draft: Draft, started: float) -> tuple[Turn | None, BaseException | None]:
        """Store a turn; while the database is away, again and again, for an answer must not become an apology.

        Args:
            turn: the turn.
            draft: what it came to.
            started: when it began, on the clock that only goes forward.

        Returns:
            The next turn of the conversation, or how storing failed for another reason.
        """
        for _ in range(_AGAIN_TIMES):
            following, failure = await settled(self.once(turn, draft, started))
            if not is_away(failure):
                break
            log().error("turn_waits_for_database", turn=turn.id, reason=type(failure).__name__, exc_info=failure)
            self._gateway.hub.set_delayed(turn.conversation.id, True)
            await asyncio.sleep(_AGAIN_SECONDS)
        self._gateway.hub.set_delayed(turn.conversation.id, False)
        return following, failure

    async def once(self, turn: Turn, draft: Draft, started: float) -> Turn | None:
        """Store a turn, and return the next one of the conversation."""
        gateway, began = self._gateway, time.monotonic()
        took = int((began - started) * 1000)
        following = await gateway.write(
            lambda connection: self._storing.store(connection, turn, draft, gateway.lease(), took)
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
        if any(effect["type"] == privacy_effects.ERASE for effect in draft.effects):
            gateway.scrubber.soon()
        gateway.crowd.left(turn.id)
        self._count(turn, draft, started, began)
        gateway.hub.wake(turn.conversation.id)
        return following

    def _count(self, turn: Turn, draft: Draft, started: float, storing: float) -> None:
        ended = time.monotonic()
        waited = (self._gateway.clock() - turn.message.created).total_seconds() - (ended - started)
        steps = {"wait": max(0.0, waited), "store": ended - storing}
        self._gateway.metrics.stored(turn, draft, steps, ended - started)
