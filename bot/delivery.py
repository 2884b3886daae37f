"""Sends what is in the outbox through channels that push, with patience, and never out of order."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from bot.channels.channel import DeliveryError, PushChannel
from bot.gateway import Gateway
from bot.logs import log
from bot.rounds import every
from desk import conversations, messages, outbox
from desk.outbox import Delivery

MAX_ATTEMPTS = 8
HOLD_SECONDS = 60
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 900.0


def pause(attempts: int) -> float:
    """Return the seconds to wait after so many failed attempts: it doubles up to a quarter of an hour."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (attempts - 1))


class Courier:
    """Delivers for the push channels of this process.

    Args:
        gateway: gives the database and the time.
        channels: the channels by name.
    """

    def __init__(self, gateway: Gateway, channels: Mapping[str, PushChannel]) -> None:
        self._gateway = gateway
        self._channels = channels

    async def run(self, seconds: float) -> None:
        """Deliver for ever.

        Args:
            seconds: seconds between two looks at the outbox.
        """
        await every(seconds, "delivery", self.deliver_due)

    async def deliver_due(self) -> int:
        """Deliver what is due now, and return how many attempts were made."""
        names = list(self._channels)
        if not names:
            return 0
        due = await self._gateway.read(lambda connection: outbox.due(connection, names, self._gateway.clock()))
        attempts = await asyncio.gather(*(self._deliver(delivery) for delivery in due))
        return sum(attempts)

    async def _deliver(self, delivery: Delivery) -> bool:
        now = self._gateway.clock()
        until = now + timedelta(seconds=HOLD_SECONDS)
        if not await self._gateway.write(lambda connection: outbox.claim(connection, delivery, until, now)):
            return False
        talk = await self._gateway.read(lambda connection: conversations.by_id(connection, delivery.conversation))
        found = await self._gateway.read(lambda connection: messages.by_ids(connection, [delivery.message]))
        try:
            state = await self._channels[delivery.channel].send(talk, found[0])
        except DeliveryError as problem:
            await self._failed(delivery, problem)
            return True
        await self._gateway.write(
            lambda connection: outbox.report(connection, delivery.id, state, self._gateway.clock())
        )
        return True

    async def _failed(self, delivery: Delivery, problem: DeliveryError) -> None:
        now, made = self._gateway.clock(), delivery.attempts + 1
        log().warning("delivery", channel=delivery.channel, delivery=delivery.id, code=problem.code, attempts=made)
        if problem.permanent or made >= MAX_ATTEMPTS:
            await self._gateway.write(
                lambda connection: outbox.report(connection, delivery.id, outbox.FAILED, now, problem.code)
            )
            return
        until = now + timedelta(seconds=max(problem.retry_after, pause(made)))
        await self._gateway.write(lambda connection: outbox.postpone(connection, delivery.id, until, now, problem.code))
