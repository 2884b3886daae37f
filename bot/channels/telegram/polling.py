"""Fetches updates where Telegram cannot reach us: one gateway at a time, nothing confirmed before it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.sending import POLL_SECONDS, code, waits
from bot.channels.telegram.updates import ALLOWED
from bot.gateway import Gateway
from bot.logs import log
from desk import duties

DUTY = "telegram-polling"
DUTY_SECONDS = 3 * POLL_SECONDS
_PAUSE = 1.0
_LONGEST_PAUSE = 30.0


class Poller:
    """Asks for updates for as long as the duty is ours.

    Args:
        bot: asks.
        gateway: gives the database.
        take: stores an update; returns False if it must come again.
        tell: is told "ok" or what is wrong.
    """

    def __init__(
        self, bot: Bot, gateway: Gateway, take: Callable[[Update], Awaitable[bool]], tell: Callable[[str], None]
    ) -> None:
        self._bot = bot
        self._gateway = gateway
        self._take = take
        self._tell = tell
        self._next: int | None = None

    async def run(self) -> None:
        """Poll for ever; when it ends, another gateway may begin at once."""
        pause = _PAUSE
        try:
            while True:
                if not await self._is_mine():
                    self._next = None
                    await asyncio.sleep(_PAUSE)
                    continue
                try:
                    await self.once(POLL_SECONDS)
                    pause = _PAUSE
                except TelegramError as problem:
                    self._tell(code(problem))
                    log().warning("telegram_polling", code=code(problem))
                    await asyncio.sleep(max(waits(problem), pause))
                    pause = min(2 * pause, _LONGEST_PAUSE)
        finally:
            await self._gateway.write(lambda connection: duties.leave(connection, DUTY, self._gateway.holder))

    async def _is_mine(self) -> bool:
        now = self._gateway.clock()
        until = now + timedelta(seconds=DUTY_SECONDS)
        mine = self._gateway.holder
        return await self._gateway.write(lambda connection: duties.take(connection, DUTY, mine, now, until))

    async def once(self, seconds: int) -> None:
        """Fetch and store what has come.

        Args:
            seconds: how long to wait for something to come.

        Raises:
            TelegramError: nothing could be fetched.
        """
        found = await self._bot.get_updates(offset=self._next, timeout=seconds, allowed_updates=list(ALLOWED))
        self._tell("ok")
        left: list[int] = []
        waiting: set[int | None] = set()
        for update in found:
            chat = update.effective_chat.id if update.effective_chat else None
            # Behind one that must come again, nothing of the same chat may overtake it.
            if chat in waiting or not await self._take(update):
                waiting.add(chat)
                left.append(update.update_id)
        if found:
            # What is confirmed never comes again, so the first that is left decides; what follows it is a repeat.
            self._next = min(left, default=found[-1].update_id + 1)
        if left:
            await asyncio.sleep(_PAUSE)
