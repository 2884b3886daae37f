"""Calls webhooks: what waits is sent by one gateway at a time, with patience, signed, and not for ever.

The form is that of Standard Webhooks (https://www.standardwebhooks.com), for which receivers have libraries: the
signature is HMAC-SHA256 over id, time and body. Webhooks are called side by side, the deliveries of one in order.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta, timezone

from sqlalchemy.engine import Connection

from bot.gateway import Gateway
from bot.logs import log
from bot.mail_settings import mail_is_on, mailbox
from bot.outgoing import Outgoing, OutgoingError
from bot.proxies import proxy, proxy_problem
from bot.rounds import every
from bot.settings import Settings
from bot.supervision import settled
from desk import letters, webhook_attempts, webhooks
from desk.addresses import networks
from desk.staff import accounts
from desk.staff.secrets import Vault
from desk.webhook_attempts import Outcome
from desk.webhooks import SECRET_PREFIX, Delivery, Webhook

EVERY_SECONDS = 1.0
HOLD_SECONDS = 60
"""How long a delivery is ours: much longer than an attempt may take."""
MAX_ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 15.0, 3600.0
"""The pause doubles: twelve attempts take a little more than four hours."""
_OFF_LETTER = "webhook_off"


def pause(attempts: int) -> float:
    """Return the seconds to wait after so many failed attempts."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (attempts - 1))


def signature(secret: str, key: str, at: int, body: bytes) -> str:
    """Return the signature of a delivery.

    Args:
        secret: of the webhook, with its prefix.
        key: of the delivery.
        at: when it is sent, in seconds since 1970.
        body: what is sent.
    """
    content = f"{key}.{at}.".encode() + body
    mac = hmac.new(base64.b64decode(secret.removeprefix(SECRET_PREFIX)), content, hashlib.sha256)
    return "v1," + base64.b64encode(mac.digest()).decode()


def body_of(delivery: Delivery, site: str) -> bytes:
    """Return what a delivery says.

    Args:
        delivery: which.
        site: where the desk is; empty if that is not set.
    """
    data = dict(delivery.payload)
    if site and "reference" in data:
        data["link"] = f"{site}/desk/cases/{data['reference']}"
    event = delivery.kind if delivery.kind == webhooks.TEST else f"case.{delivery.kind}"
    at = delivery.created.astimezone(timezone.utc).isoformat(timespec="seconds")
    return json.dumps({"type": event, "timestamp": at, "data": data}, ensure_ascii=False, sort_keys=True).encode()


class Webhooks:
    """Calls for this process.

    Args:
        gateway: gives the database and the time.
        settings: secret, public address, networks inside.
        outgoing: makes the calls.
    """

    def __init__(self, gateway: Gateway, settings: Settings, outgoing: Outgoing | None = None) -> None:
        self._gateway = gateway
        self._vault = Vault(settings.desk_secret) if settings.desk_secret else None
        self._site = settings.public_url.rstrip("/")
        self._mail_site = _mail_site(settings)
        wrong = proxy_problem(settings)
        if wrong:
            log().error("proxy_setting", what=wrong)
        through = None if wrong else proxy(settings)
        self._outgoing = outgoing or Outgoing(networks(settings.webhook_networks), proxy=through)
        self._no_way = wrong is not None
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Call for ever, if there is a desk; at the end, what is being sent may still be reported."""
        if self._vault is None:
            return
        try:
            await every(EVERY_SECONDS, "webhooks", self._begin)
        finally:
            for task in list(self._under_way.values()):
                task.cancel()

    async def _begin(self) -> None:
        """Begin to make what is due; who answers slowly keeps no other webhook waiting."""
        now = self._gateway.clock()
        waiting: dict[int, list[Delivery]] = {}
        for delivery in await self._gateway.read(lambda connection: webhooks.due(connection, now)):
            waiting.setdefault(delivery.webhook, []).append(delivery)
        for hook, theirs in waiting.items():
            if hook not in self._under_way:
                self._under_way[hook] = asyncio.create_task(self._all(hook, theirs))

    async def _all(self, hook: int, found: list[Delivery]) -> None:
        try:
            for delivery in found:
                _, failure = await settled(self._attempt(delivery))
                if failure is not None:
                    # What was claimed is tried again when the claim has run out.
                    log().error("webhook_failed", webhook=hook, exc_info=failure)
                    return
        finally:
            self._under_way.pop(hook, None)

    async def _attempt(self, delivery: Delivery) -> None:
        now, vault = self._gateway.clock(), self._vault
        assert vault is not None

        def begin(connection: Connection) -> tuple[Webhook, str | None] | None:
            if not webhook_attempts.claim(connection, delivery, now + timedelta(seconds=HOLD_SECONDS), now):
                return None
            hook = webhooks.by_id(connection, delivery.webhook)
            return hook, webhooks.secret_of(connection, vault, hook.id)

        claimed = await self._gateway.write(begin)
        if claimed is None:
            return
        hook, secret = claimed
        outcome = await self._call(hook, secret, delivery, now) if secret else Outcome(None, "secret")
        await self._report(hook, delivery, outcome)

    async def _call(self, hook: Webhook, secret: str, delivery: Delivery, now: datetime) -> Outcome:
        if self._no_way:  # a proxy was wished for: calling past it would be against what the operator said
            return Outcome(None, "proxy")
        body, at = body_of(delivery, self._site), int(now.timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "CityBridge",
            "webhook-id": delivery.key,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(secret, delivery.key, at, body),
        }
        try:
            status = await self._outgoing.post(hook.url, body, headers)
        except OutgoingError as problem:
            return Outcome(None, str(problem))
        if 200 <= status < 300:
            return Outcome(status, None)
        return Outcome(status, "redirect" if 300 <= status < 400 else "status")

    async def _report(self, hook: Webhook, delivery: Delivery, outcome: Outcome) -> None:
        now, made = self._gateway.clock(), delivery.attempts + 1
        if outcome.error is None:
            status = outcome.status or 0
            await self._gateway.write(lambda held: webhook_attempts.arrived(held, delivery, status, now))
            return
        log().warning("webhook", webhook=hook.id, code=outcome.error, status=outcome.status, attempts=made)
        until = None if made >= MAX_ATTEMPTS else now + timedelta(seconds=pause(made))

        def report(connection: Connection) -> Webhook | None:
            off = webhook_attempts.missed(connection, delivery, outcome, until, now)
            if off is not None:
                self._tell(connection, off, now)
            return off

        if await self._gateway.write(report):
            log().error("webhook_off", webhook=hook.id)

    def _tell(self, connection: Connection, hook: Webhook, now: datetime) -> None:
        """Write to the administrators, where letters can be sent; the page of settings says it in any case."""
        for person in accounts.everybody(connection) if self._mail_site else ():
            if person.may(accounts.ADMIN):
                link = f"{self._mail_site}/desk/webhooks/{hook.id}"
                values = {"name": person.name, "webhook": hook.name, "link": link}
                letters.enqueue(connection, person.email, _OFF_LETTER, person.language, values, now)


def _mail_site(settings: Settings) -> str:
    box = mailbox(settings) if mail_is_on(settings) else None
    return box.site if box else ""
