"""Webhooks: addresses that are told of cases, what they are told, and how far each delivery is.

A delivery keeps its key through all attempts, so that a receiver recognises one that came twice. Secrets are stored
sealed with DESK_SECRET and shown once.
"""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from desk.errors import UnknownWebhook, WebhookRefused
from desk.notification_models import deliveries, webhooks
from desk.staff.secrets import Vault

QUEUED, SENT, FAILED = "queued", "sent", "failed"
TEST = "test"
"""The kind of a delivery that an administrator asked for."""
FAILING, GONE, BY_HAND = "failing", "gone", "by_hand"
"""Why a webhook is off: it failed for days; it said 410; an administrator switched it off."""
OFF = "off"
"""Why a delivery failed: its webhook was switched off before it went out."""
OFF_AFTER = timedelta(days=3)
SECRET_PREFIX = "whsec_"  # noqa: S105
_LONGEST_NAME, _LONGEST_URL, _ERROR_LENGTH = 80, 500, 40


@dataclass(frozen=True)
class Webhook:
    """One webhook, without its secret; `why` says why it is off."""

    id: int
    name: str
    url: str
    kinds: list[str]
    active: bool
    why: str | None
    failing_since: datetime | None
    created: datetime
    updated: datetime


@dataclass(frozen=True)
class Delivery:
    """One call of a webhook: what it says, how far it is, and what came back."""

    id: int
    key: str
    webhook: int
    kind: str
    payload: dict[str, Any]
    state: str
    attempts: int
    next_attempt: datetime
    status: int | None
    error: str | None
    created: datetime
    updated: datetime


_hook = [webhooks.c[name] for name in Webhook.__dataclass_fields__]
_call = [deliveries.c[name] for name in Delivery.__dataclass_fields__]


@dataclass(frozen=True)
class Target:
    """What an administrator says of a webhook.

    Args:
        name: for the pages.
        url: where it is.
        kinds: of notifications.

    Raises:
        WebhookRefused: a value cannot be used; `field` says which.
    """

    name: str
    url: str
    kinds: Sequence[str]

    def __post_init__(self) -> None:
        """Tidy and check every value."""
        object.__setattr__(self, "name", " ".join(self.name.split()))
        object.__setattr__(self, "url", self.url.strip())
        if not (0 < len(self.name) <= _LONGEST_NAME and self.name.isprintable()):
            raise WebhookRefused("name")
        if not _is_address(self.url):
            raise WebhookRefused("url")
        if not self.kinds:
            raise WebhookRefused("kinds")


def _is_address(url: str) -> bool:
    """Whether this is an address of the web with nothing in it that people overlook."""
    if len(url) > _LONGEST_URL or not url.isascii() or not url.isprintable() or any(sign in url for sign in ' "<>\\'):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None and not parts.fragment
    return plain and parts.scheme in ("https", "http") and bool(parts.hostname) and port != 0


def new_secret() -> str:
    """Return a secret of 256 random bits, written as receivers of Standard Webhooks expect it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def create(connection: Connection, vault: Vault, target: Target, now: datetime) -> tuple[Webhook, str]:
    """Make a webhook; return it with its secret, which is not shown again."""
    secret = new_secret()
    row = {"name": target.name, "url": target.url, "kinds": list(target.kinds), "secret": vault.lock(secret)}
    stored = connection.execute(webhooks.insert().values(**row, active=True, created=now, updated=now))
    return by_id(connection, int(stored.inserted_primary_key[0])), secret


def by_id(connection: Connection, identity: int) -> Webhook:
    """Return a webhook.

    Raises:
        UnknownWebhook: there is none with this id.
    """
    row = connection.execute(select(*_hook).where(webhooks.c.id == identity)).first()
    if row is None:
        raise UnknownWebhook(str(identity))
    return Webhook(*row)


def everything(connection: Connection) -> list[Webhook]:
    """Return all webhooks, in the order in which they were made."""
    return [Webhook(*row) for row in connection.execute(select(*_hook).order_by(webhooks.c.id))]


def change(connection: Connection, hook: Webhook, target: Target, active: bool, now: datetime) -> list[str]:
    """Change a webhook; return the names of the fields that are different now.

    One that is switched on again begins afresh; of one that is switched off nothing more goes out.
    """
    values: dict[str, Any] = {"name": target.name, "url": target.url, "kinds": list(target.kinds), "active": active}
    changed = [name for name, value in values.items() if value != getattr(hook, name)]
    mine = webhooks.c.id == hook.id
    connection.execute(update(webhooks).where(mine).values(**values, updated=now))
    if "active" in changed:
        why = None if active else BY_HAND
        connection.execute(update(webhooks).where(mine).values(why=why, failing_since=None))
    if not active:
        _drop_queued(connection, hook.id, now)
    return changed


def renew_secret(connection: Connection, vault: Vault, hook: Webhook, now: datetime) -> str:
    """Give a webhook another secret, from its next delivery on; return it, as it is not shown again."""
    secret = new_secret()
    values = {"secret": vault.lock(secret), "updated": now}
    connection.execute(update(webhooks).where(webhooks.c.id == hook.id).values(**values))
    return secret


def secret_of(connection: Connection, vault: Vault, hook: int) -> str | None:
    """Return the secret of a webhook; None when it was sealed with another DESK_SECRET."""
    sealed = connection.execute(select(webhooks.c.secret).where(webhooks.c.id == hook)).scalar()
    return vault.unlock(sealed) if sealed else None


def remove(connection: Connection, hook: Webhook) -> None:
    """Delete a webhook with its deliveries."""
    connection.execute(delete(webhooks).where(webhooks.c.id == hook.id))


def queue(connection: Connection, kind: str, payload: dict[str, Any], notification: int, now: datetime) -> int:
    """Put a notification on its way to every webhook that wants it, and return how many those are."""
    found = connection.execute(select(webhooks.c.id, webhooks.c.kinds).where(webhooks.c.active).order_by(webhooks.c.id))
    rows = [_row(hook, kind, payload, notification, now) for hook, kinds in found if kind in kinds]
    if rows:
        connection.execute(insert(deliveries), rows)
    return len(rows)


def queue_test(connection: Connection, hook: Webhook, now: datetime) -> None:
    """Put a delivery on its way that only says that it is a test."""
    connection.execute(insert(deliveries), [_row(hook.id, TEST, {}, None, now)])


def _row(hook: int, kind: str, payload: dict[str, Any], notification: int | None, now: datetime) -> dict[str, Any]:
    what = {"key": str(uuid.uuid4()), "webhook": hook, "kind": kind, "payload": payload, "notification": notification}
    return {**what, "state": QUEUED, "attempts": 0, "next_attempt": now, "created": now, "updated": now}


def again(connection: Connection, hook: Webhook, delivery: int, now: datetime) -> bool:
    """Put a delivery that was given up on its way once more, with its key; return whether there was one."""
    mine = (deliveries.c.id == delivery) & (deliveries.c.webhook == hook.id) & (deliveries.c.state == FAILED)
    fresh = {"state": QUEUED, "attempts": 0, "next_attempt": now, "error": None, "status": None, "updated": now}
    return hook.active and bool(connection.execute(update(deliveries).where(mine).values(**fresh)).rowcount)


def log(connection: Connection, hook: Webhook, limit: int = 50) -> list[Delivery]:
    """Return the deliveries of a webhook, the newest first."""
    query = select(*_call).where(deliveries.c.webhook == hook.id).order_by(deliveries.c.id.desc()).limit(limit)
    return [Delivery(*row) for row in connection.execute(query)]


def due(connection: Connection, now: datetime, limit: int = 100) -> list[Delivery]:
    """Return the deliveries that should be made now, the oldest first."""
    query = select(*_call).where((deliveries.c.state == QUEUED) & (deliveries.c.next_attempt <= now))
    return [Delivery(*row) for row in connection.execute(query.order_by(deliveries.c.id).limit(limit))]


def _drop_queued(connection: Connection, hook: int, now: datetime) -> None:
    waiting = (deliveries.c.webhook == hook) & (deliveries.c.state == QUEUED)
    connection.execute(update(deliveries).where(waiting).values(state=FAILED, error=OFF, updated=now))
