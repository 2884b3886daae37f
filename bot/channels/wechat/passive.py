"""Answers in the request that asked: what is ready within WeChat's five seconds goes out as the response itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy.engine import Connection

from bot.channels.wechat import texts
from bot.gateway import Gateway
from desk import conversations, messages, outbox, windows
from desk.messages import Message
from desk.turns import Accepted

_LANDING = timedelta(seconds=1)
"""What else is to be sent waits until the response has arrived."""


class Passive:
    """Makes the responses.

    Args:
        gateway: gives the messages and the news.
        page: address of the page with more.
    """

    def __init__(self, gateway: Gateway, page: str) -> None:
        self._gateway = gateway
        self._page = page

    async def text(self, accepted: Accepted, end: float) -> str:
        """Wait for the answer to a message.

        Args:
            accepted: the message.
            end: when the event loop's clock says that it is too late.

        Returns:
            What to respond; empty if the answer comes later or needs more room.
        """
        loop, talk = asyncio.get_running_loop(), accepted.message.conversation
        try:
            with self._gateway.hub.subscribe(talk) as news:
                # Any position differs from this one, so a turn made by another gateway is seen too.
                news.seen = (-1, -1, True)
                while True:
                    found = await self._gateway.write(lambda connection: self._collect(connection, accepted.message))
                    if found is not None:
                        return found
                    if loop.time() >= end or not await news.wait_to_read(end - loop.time()):
                        break
        finally:
            await asyncio.shield(self._let_go(talk))
        return ""

    async def _let_go(self, talk: str) -> None:
        until = self._gateway.clock() + _LANDING
        await self._gateway.write(lambda connection: windows.hold(connection, talk, until))

    def _collect(self, connection: Connection, message: Message) -> str | None:
        """Take what waits as far as it fits into one response; None while the turn is not over."""
        talk = conversations.by_id(connection, message.conversation, lock=True)
        asked = messages.by_seq(connection, talk.id, message.seq)
        if asked is None or asked.status == messages.PENDING:
            return None
        own = messages.of_turn(connection, f"{talk.id}-{message.seq}")
        # The request before this one responded, and WeChat did not hear it: the same again.
        again = outbox.responded_with(connection, own[0].id) if own else []
        if again:
            return texts.joined(messages.by_ids(connection, again), self._page)[0]
        waiting = outbox.untouched(connection, talk.id)
        whole = [delivery.message for delivery in waiting if delivery.progress == 0]
        found = messages.by_ids(connection, whole) if len(whole) == len(waiting) else []
        text, count = texts.joined(found, self._page)
        outbox.mark_responded(connection, [each.id for each in found[:count]], self._gateway.clock())
        return text
