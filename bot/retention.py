"""Deletes what is too old, once an hour, and emptied conversations every minute, as the privacy notice promises."""

from __future__ import annotations

from bot.gateway import Gateway
from bot.logs import log
from bot.rounds import every
from bot.settings import Settings
from desk import erasure
from desk.audit import NOBODY, Actor
from desk.retention import Periods, apply

EVERY_SECONDS = 3600.0
SWEEP_SECONDS = 60.0
_BY_ITSELF = Actor(NOBODY, "retention")


def periods(settings: Settings) -> Periods:
    """Return how long each kind of data is kept."""
    return Periods(
        conversations=settings.retention_days,
        cases=settings.retention_cases_days,
        drafts=settings.retention_drafts_days,
        letters=settings.retention_letters_days,
        codes=settings.retention_codes_days,
        signins=settings.retention_signins_days,
        audit=settings.retention_audit_days,
    )


async def keep_tidy(gateway: Gateway, kept: Periods) -> None:
    """Delete for ever.

    Args:
        gateway: gives the database and the time.
        kept: how long each kind of data is kept.
    """

    async def once() -> None:
        found = await gateway.write(lambda connection: apply(connection, kept, _BY_ITSELF, gateway.clock()))
        if any(one.rows for one in found):
            await gateway.scrubber.now()
            log().info("retention", **{one.kind: one.rows for one in found if one.rows})

    await every(EVERY_SECONDS, "retention", once)


async def sweep_emptied(gateway: Gateway) -> None:
    """Delete for ever the conversations that were emptied and whose last message is delivered.

    Args:
        gateway: gives the database and the time.
    """

    async def once() -> None:
        gone = await gateway.write(lambda connection: erasure.sweep(connection, gateway.clock()))
        if gone:
            await gateway.scrubber.now()
            log().info("erased_conversations_gone", count=gone)

    await every(SWEEP_SECONDS, "erased", once)
