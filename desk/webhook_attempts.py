"""What becomes of an attempt to deliver to a webhook: one gateway makes it, and what was answered is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from desk import audit
from desk.audit import NOBODY, Actor
from desk.notification_models import deliveries, webhooks
from desk.webhooks import FAILED, FAILING, GONE, OFF, OFF_AFTER, QUEUED, SENT, Delivery, Webhook, by_id

_ITSELF = Actor(NOBODY, "webhooks")
_GONE = 410


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: the status of the answer, and a code if it failed."""

    status: int | None
    error: str | None


def claim(connection: Connection, delivery: Delivery, until: datetime, now: datetime) -> bool:
    """Reserve a delivery for one gateway until a time; counts the attempt before it is made.

    Returns:
        False when another gateway was faster, or the webhook was switched off meanwhile.
    """
    rows = deliveries.c
    as_read = (rows.id == delivery.id) & (rows.state == QUEUED) & (rows.attempts == delivery.attempts)
    # A claim that ran out counts no attempt twice: the time it was good for is part of what was read.
    as_read = as_read & (rows.next_attempt == delivery.next_attempt)
    change = update(deliveries).where(as_read).values(attempts=delivery.attempts + 1, next_attempt=until, updated=now)
    return bool(connection.execute(change.values(status=None, error=None)).rowcount)


def arrived(connection: Connection, delivery: Delivery, status: int, now: datetime) -> None:
    """Write down that the receiver took a delivery."""
    _end(connection, delivery, SENT, Outcome(status, None), now)
    hook = webhooks.c.id == delivery.webhook
    connection.execute(update(webhooks).where(hook).values(failing_since=None))


def missed(
    connection: Connection, delivery: Delivery, outcome: Outcome, until: datetime | None, now: datetime
) -> Webhook | None:
    """Write down that an attempt failed; a webhook that has failed for days, or says that it is gone, is switched off.

    Args:
        connection: a write transaction.
        delivery: which.
        outcome: what came of it.
        until: when it is tried again; None to give it up.
        now: the time.

    Returns:
        The webhook if it was switched off by this.
    """
    if until is None:
        _end(connection, delivery, FAILED, outcome, now)
    else:
        mine = (deliveries.c.id == delivery.id) & (deliveries.c.state == QUEUED)
        values = {"next_attempt": until, "status": outcome.status, "error": outcome.error, "updated": now}
        connection.execute(update(deliveries).where(mine).values(**values))
    mine = webhooks.c.id == delivery.webhook
    since = {"failing_since": func.coalesce(webhooks.c.failing_since, now)}
    connection.execute(update(webhooks).where(mine & webhooks.c.active).values(**since))
    failing = connection.execute(select(webhooks.c.failing_since).where(mine & webhooks.c.active)).scalar()
    if failing is None:
        return None
    why = GONE if outcome.status == _GONE else FAILING if now - failing >= OFF_AFTER else None
    return _switch_off(connection, delivery.webhook, why, now) if why else None


def _end(connection: Connection, delivery: Delivery, state: str, outcome: Outcome, now: datetime) -> None:
    mine = (deliveries.c.id == delivery.id) & (deliveries.c.state == QUEUED)
    values = {"state": state, "status": outcome.status, "error": outcome.error, "updated": now}
    connection.execute(update(deliveries).where(mine).values(**values))


def _switch_off(connection: Connection, hook: int, why: str, now: datetime) -> Webhook | None:
    mine = (webhooks.c.id == hook) & webhooks.c.active
    if connection.execute(update(webhooks).where(mine).values(active=False, why=why, updated=now)).rowcount != 1:
        return None  # another gateway did
    waiting = (deliveries.c.webhook == hook) & (deliveries.c.state == QUEUED)
    connection.execute(update(deliveries).where(waiting).values(state=FAILED, error=OFF, updated=now))
    audit.write(connection, _ITSELF, "webhook.off", f"webhook:{hook}", now, [why])
    return by_id(connection, hook)
