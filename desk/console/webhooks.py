"""The pages about webhooks, for administrators: where to, what for, what came back."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, webhooks
from desk.addresses import may_be_called
from desk.console.access import Door, Refused, Visit, go
from desk.console.desk_pages import DeskPages
from desk.errors import UnknownWebhook, WebhookRefused
from desk.notifications import KINDS
from desk.webhooks import QUEUED, Target, Webhook

_PLACE, _ONE = "/webhooks", "/webhooks/{hook}"


class WebhookPages(DeskPages):
    """Lists webhooks and takes changes of them."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [
            Door(_PLACE, "GET", "admin", self.show),
            Door(_PLACE, "POST", "admin", self.add),
            Door(_ONE, "GET", "admin", self.show_one),
            Door(_ONE, "POST", "admin", self.change),
            Door(f"{_ONE}/secret", "POST", "admin", self.renew_secret),
            Door(f"{_ONE}/test", "POST", "admin", self.test),
            Door(f"{_ONE}/again", "POST", "admin", self.again),
            Door(f"{_ONE}/remove", "POST", "admin", self.remove),
        ]

    def _page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        given = {"kinds": KINDS, "now": self._desk.clock(), **values}
        return self._pages.page(template, visit.words, visit.who, status, **given)

    def _log(self, connection: Connection, visit: Visit, action: str, hook: int, fields: list[str]) -> None:
        now = self._desk.clock()
        audit.write(connection, self._access.actor(visit), f"webhook.{action}", f"webhook:{hook}", now, fields)

    async def show(self, visit: Visit) -> Response:
        """List all webhooks, with the form for a new one."""
        return await self._list(visit)

    async def _list(self, visit: Visit, wrong: str = "", status: int = 200) -> Response:
        hooks = await self._desk.database.read(webhooks.everything)
        return self._page(visit, "webhooks.html", status, hooks=hooks, wrong=wrong, given=self._given(visit))

    @staticmethod
    def _given(visit: Visit) -> dict[str, Any]:
        kinds = [str(kind) for kind in visit.form.getlist("kinds")] if visit.form else list(KINDS)
        return {"name": visit.value("name"), "url": visit.value("url"), "kinds": kinds}

    def _target(self, visit: Visit) -> Target:
        """Return what was typed.

        Raises:
            WebhookRefused: it cannot be used; what only the network knows is found out with each call.
        """
        given = self._given(visit)
        target = Target(**{**given, "kinds": [kind for kind in KINDS if kind in given["kinds"]]})
        parts = urlsplit(target.url)
        if parts.scheme != "https" and not self._desk.networks:
            raise WebhookRefused("https")
        try:
            address = str(ip_address(str(parts.hostname)))
        except ValueError:
            return target
        if not may_be_called([address], self._desk.networks, parts.scheme == "https"):
            raise WebhookRefused("inside")
        return target

    async def add(self, visit: Visit) -> Response:
        """Make a webhook and show its secret, once."""

        def change(connection: Connection) -> tuple[Webhook, str]:
            made = webhooks.create(connection, self._desk.vault, self._target(visit), self._desk.clock())
            self._log(connection, visit, "add", made[0].id, ["url", "kinds"])
            return made

        try:
            hook, secret = await self._desk.database.write(change)
        except WebhookRefused as problem:
            return await self._list(visit, problem.field, 422)
        return self._page(visit, "webhook_secret.html", hook=hook, secret=secret)

    async def _hook(self, visit: Visit) -> Webhook:
        asked = visit.request.path_params["hook"]
        identity = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        try:
            return await self._desk.database.read(lambda connection: webhooks.by_id(connection, identity))
        except UnknownWebhook as problem:
            raise Refused(404, "error.unknown_webhook") from problem

    async def show_one(self, visit: Visit) -> Response:
        """Show one webhook with what became of its deliveries; a request of htmx gets the deliveries alone."""
        hook = await self._hook(visit)
        template = "webhook_log.html" if "hx-request" in visit.request.headers else "webhook.html"
        return await self._one(visit, hook, template)

    async def _one(self, visit: Visit, hook: Webhook, template: str, wrong: str = "", status: int = 200) -> Response:
        calls = await self._desk.database.read(lambda connection: webhooks.log(connection, hook))
        is_moving = any(call.state == QUEUED and not call.attempts for call in calls)
        given = self._given(visit) if wrong else {"name": hook.name, "url": hook.url, "kinds": hook.kinds}
        values = {"hook": hook, "calls": calls, "is_moving": is_moving, "given": given, "wrong": wrong}
        return self._page(visit, template, status, **values)

    async def change(self, visit: Visit) -> Response:
        """Change a webhook, or switch it on or off."""
        hook, active = await self._hook(visit), visit.value("active") == "yes"

        def change(connection: Connection) -> None:
            fields = webhooks.change(connection, hook, self._target(visit), active, self._desk.clock())
            self._log(connection, visit, "change", hook.id, fields)

        try:
            await self._desk.database.write(change)
        except WebhookRefused as problem:
            return await self._one(visit, hook, "webhook.html", problem.field, 422)
        return go(f"/webhooks/{hook.id}")

    async def renew_secret(self, visit: Visit) -> Response:
        """Make another secret and show it, once."""
        hook = await self._hook(visit)

        def change(connection: Connection) -> str:
            self._log(connection, visit, "secret", hook.id, ["secret"])
            return webhooks.renew_secret(connection, self._desk.vault, hook, self._desk.clock())

        secret = await self._desk.database.write(change)
        return self._page(visit, "webhook_secret.html", hook=hook, secret=secret)

    async def test(self, visit: Visit) -> Response:
        """Have a test delivery made."""
        return await self._do(visit, "test", lambda held, hook: webhooks.queue_test(held, hook, self._desk.clock()))

    async def again(self, visit: Visit) -> Response:
        """Have a delivery that was given up made once more."""
        number = visit.number("delivery")
        return await self._do(
            visit, "again", lambda held, hook: webhooks.again(held, hook, number, self._desk.clock())
        )  # fmt: skip

    async def remove(self, visit: Visit) -> Response:
        """Delete a webhook with its deliveries."""
        await self._do(visit, "remove", webhooks.remove)
        return go(_PLACE)

    async def _do(self, visit: Visit, action: str, work: Callable[[Connection, Webhook], object]) -> Response:
        hook = await self._hook(visit)

        def change(connection: Connection) -> None:
            self._log(connection, visit, action, hook.id, [])
            work(connection, hook)

        await self._desk.database.write(change)
        return go(f"/webhooks/{hook.id}")
