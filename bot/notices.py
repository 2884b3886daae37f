"""Tells people by letter that their answer is there, when they left an address and have not seen it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from babel.dates import format_datetime
from sqlalchemy.engine import Connection

from bot.channels.way_back import link_for
from bot.gateway import Gateway
from bot.logs import log
from bot.mail_settings import mail_is_on, mailbox
from bot.rounds import every
from bot.settings import Settings
from bot.wording.catalogue import catalogue
from bot.wording.values import LOCALES
from desk import escalations, letters, ways_back
from desk.cases import OFFICES as OFFICE_OF
from desk.escalations import Unread
from desk.hours import OFFICES

UNREAD_AFTER = timedelta(minutes=3)
"""Whoever still sits at the open page sees an answer within this time."""
EVERY_SECONDS = 20.0


def _day(at: datetime, language: str) -> str:
    local = at.astimezone(OFFICES[OFFICE_OF[language]].zone)
    return str(format_datetime(local, catalogue().text("date.day", language), locale=LOCALES[language]))


class Notices:
    """Queues the letters.

    Args:
        gateway: gives the database and the time.
        settings: mail and secret.
    """

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._secret = settings.desk_secret
        box = mailbox(settings) if mail_is_on(settings) and settings.desk_secret else None
        self._site = box.site if box else ""

    async def run(self, seconds: float = EVERY_SECONDS) -> None:
        """Look for ever, if letters can be sent."""
        if self._site:
            await every(seconds, "notices", self.queue_due)

    async def queue_due(self) -> int:
        """Queue a letter for each answer or end of a case that nobody has seen for minutes, and return how many."""
        before = self._gateway.clock() - UNREAD_AFTER
        found = await self._gateway.read(lambda connection: escalations.unread(connection, before))
        for one in found:
            await self._gateway.write(partial(self._queue, one=one))
        return len(found)

    def _queue(self, connection: Connection, one: Unread) -> None:
        if not escalations.told(connection, one):
            return
        now = self._gateway.clock()
        way = ways_back.issue(connection, one.conversation, ways_back.LINK, now)
        values = {
            "reference": one.reference,
            "link": link_for(self._secret, self._site, way),
            "until": _day(now + ways_back.GOOD_FOR, one.language),
        }
        letter = letters.enqueue(
            connection, one.address, one.letter, one.language, values, now, one.conversation, one.case_id
        )
        log().info("notice", case=one.reference, letter=letter)
