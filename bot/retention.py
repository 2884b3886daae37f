"""Deletes what is too old, once an hour, as the privacy notice promises."""

from __future__ import annotations

from datetime import timedelta

from bot.gateway import Gateway
from bot.logs import log
from bot.rounds import every
from desk import letters
from desk.retention import delete_old

EVERY_SECONDS = 3600.0
LETTERS_KEPT = timedelta(days=30)
"""How long it can be seen whether a letter went out; what it said is erased at once."""


async def keep_tidy(gateway: Gateway, days: int) -> None:
    """Delete for ever.

    Args:
        gateway: gives the database and the time.
        days: how long a conversation is kept after it was last used.
    """

    async def once() -> None:
        before = gateway.clock() - timedelta(days=days)
        conversations, cases = await gateway.write(lambda connection: delete_old(connection, before))
        sent = await gateway.write(
            lambda connection: letters.delete_ended(
                connection, gateway.clock() - min(LETTERS_KEPT, timedelta(days=days))
            )
        )
        if conversations or cases or sent:
            log().info("retention", conversations=conversations, cases=cases, letters=sent)

    await every(EVERY_SECONDS, "retention", once)
