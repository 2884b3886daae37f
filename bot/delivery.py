"""Sends what is in the outbox through channels that push, with patience, and never out of order.

A piece is claimed before it is sent and reported after. Who dies between the two has it sent again when the
claim runs out: no messenger can tell us whether it took a message whose answer we did not hear.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

from anyio import fail_after
from sqlalchemy.engine import Connection

from bot.channels.channel import DeliveryError, PushChannel, Sent
from bot.gateway import Gateway
from bot.logs import log
from bot.rounds import every
from bot.supervision import settled
from desk import conversations, messages, outbox, paces
from desk.conversations import Conversation
from desk.database import is_away
from desk.messages import Message
from desk.outbox import Delivery

MAX_ATTEMPTS = 24
"""With the pauses between them nearly four hours: an app that is away must not cost anybody an answer."""
SEND_SECONDS = 15.0
END_SECONDS = 5.0
HOLD_SECONDS = 20
"""How long a claim is good; longer than an attempt can take."""
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 900.0
_PAGE = 50
_REPORT_PAUSE = 1.0


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
        self._under_way: set[asyncio.Task[bool]] = set()

    async def run(self, seconds: float) -> None:
        """Deliver for ever; at the end, what is being sent may still be reported.

        Args:
            seconds: seconds between two looks at the outbox.
        """
        if not self._channels:
            return
        try:
            # Nobody waits here: one slow answer must not keep the other conversations waiting.
            await every(seconds, "delivery", self._begin)
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=END_SECONDS)

    async def deliver_due(self) -> int:
        """Deliver what is due now, and return how many attempts were made."""
        return sum(await asyncio.gather(*await self._begin()))

    async def _begin(self) -> list[asyncio.Task[bool]]:
        tasks = []
        for name, channel in self._channels.items():
            can = channel.capabilities
            found = await self._due(name, can.pace.at_once if can.pace else _PAGE, can.apart)
            tasks += [asyncio.create_task(self._deliver(delivery)) for delivery in found]
        for task in tasks:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return tasks

    async def _due(self, name: str, page: int, apart: float) -> list[Delivery]:
        now = self._gateway.clock()
        return await self._gateway.read(lambda connection: outbox.due(connection, [name], now, page, apart))

    async def _deliver(self, delivery: Delivery) -> bool:
        attempted, failure = await settled(self._attempt(delivery))
        if failure is not None:
            log().error("delivery_failed", channel=delivery.channel, delivery=delivery.id, exc_info=failure)
        return bool(attempted)

    async def _attempt(self, delivery: Delivery) -> bool:
        if not await self._gateway.write(lambda connection: self._claim(connection, delivery)):
            return False
        talk, message = await self._gateway.read(lambda connection: _both(connection, delivery))
        try:
            with fail_after(SEND_SECONDS):
                sent = await self._channels[delivery.channel].send(talk, message, delivery.progress)
        except TimeoutError:
            await self._report(self._failed(delivery, DeliveryError("timeout")))
        except DeliveryError as problem:
            await self._report(self._failed(delivery, problem))
        else:
            await self._report(self._done(delivery, sent))
        return True

    def _claim(self, connection: Connection, delivery: Delivery) -> bool:
        """Claim a delivery, unless another gateway was faster or all of them together would be too fast."""
        now, pace = self._gateway.clock(), self._channels[delivery.channel].capabilities.pace
        with connection.begin_nested() as claim:
            if not outbox.claim(connection, delivery, now + timedelta(seconds=HOLD_SECONDS), now):
                return False
            # Behind the claim, so that a message for which several gateways compete counts once.
            if pace is None or paces.take(connection, delivery.channel, pace, now):
                return True
            claim.rollback()
        return False

    def _done(self, delivery: Delivery, sent: Sent) -> Callable[[Connection], None]:
        now = self._gateway.clock()
        if sent.is_last:
            return lambda connection: outbox.report(connection, delivery.id, sent.state, now)
        until = now + timedelta(seconds=self._channels[delivery.channel].capabilities.apart)
        return lambda connection: outbox.advance(connection, delivery, until, now)

    def _failed(self, delivery: Delivery, problem: DeliveryError) -> Callable[[Connection], None]:
        now, made = self._gateway.clock(), delivery.attempts + 1
        log().warning("delivery", channel=delivery.channel, delivery=delivery.id, code=problem.code, attempts=made)
        asked = problem.retry_after > 0
        if problem.permanent or (made >= MAX_ATTEMPTS and not asked):
            return lambda connection: outbox.report(connection, delivery.id, outbox.FAILED, now, problem.code)
        until = now + timedelta(seconds=problem.retry_after if asked else pause(made))
        return lambda connection: outbox.postpone(connection, delivery, until, now, problem.code, not asked)

    async def _report(self, change: Callable[[Connection], None]) -> None:
        """Write down what came of an attempt; what was sent must not be sent again because the database is away."""
        for _ in range(HOLD_SECONDS):
            _, failure = await settled(self._gateway.write(change))
            if failure is None:
                return
            if not is_away(failure):
                raise failure
            await asyncio.sleep(_REPORT_PAUSE)
        log().error("delivery_not_reported")


def _both(connection: Connection, delivery: Delivery) -> tuple[Conversation, Message]:
    talk = conversations.by_id(connection, delivery.conversation)
    return talk, messages.by_ids(connection, [delivery.message])[0]
