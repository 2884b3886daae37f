"""Looks for cases that have become late, and writes to staff what has happened, a letter each every few minutes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.gateway import Gateway
from bot.logs import log
from bot.mail_settings import mail_is_on, mailbox
from bot.rounds import every
from bot.settings import Settings
from desk import digests, lateness

EVERY_SECONDS = 20.0


class Notifier:
    """Notifies for this process.

    Args:
        gateway: gives the database and the time.
        settings: mail, and how long is long.
    """

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._is_on = bool(settings.desk_secret)
        self._patience = timedelta(minutes=settings.notify_waiting_minutes)
        self._apart = timedelta(minutes=settings.notify_mail_minutes)
        box = mailbox(settings) if mail_is_on(settings) else None
        self._site = box.site if box else ""

    async def run(self) -> None:
        """Look for ever, if there is a desk."""
        if self._is_on:
            await every(EVERY_SECONDS, "notifier", self.once)

    async def once(self) -> int:
        """Look once, and return how many letters were queued."""
        now = self._gateway.clock()
        late = await self._gateway.read(lambda connection: lateness.find(connection, now, self._patience))
        if late:
            await self._gateway.write(lambda connection: lateness.tell(connection, late, now))
        before = now - digests.FORGOTTEN if self._site else None
        if await self._gateway.read(lambda connection: digests.is_stale(connection, before)):
            await self._gateway.write(lambda connection: digests.forget(connection, before))
        if not self._site:
            return 0
        people = await self._gateway.read(lambda connection: digests.due(connection, now, self._apart))
        written = [
            await self._gateway.write(partial(digests.write, identity=each, site=self._site, now=now))
            for each in people
        ]
        queued = [letter for letter in written if letter is not None]
        if queued:
            log().info("digests", count=len(queued))
        return len(queued)
