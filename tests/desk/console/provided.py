"""A gateway whose staff may sign in with a real provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from desk import audit
from desk.staff import accounts
from desk.staff.accounts import Staff
from tests.bot.conftest import RunningGateway, Start
from tests.bot.served import free_port
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import DESK
from tests.desk.console.oidc_peer import CLIENT, SECRET, Provider
from tests.desk.staff.conftest import ANNA


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A running provider."""
    running = Provider()
    running.start()
    yield running
    running.stop()


@dataclass
class Site:
    """A gateway with a provider, and a browser that nobody has signed in with."""

    gateway: RunningGateway
    provider: Provider

    def browser(self) -> Colleague:
        return Colleague(self.gateway, None)  # type: ignore[arg-type]

    def begin(self, who: Colleague) -> str:
        """Go to the provider; return the address to which it leads back."""
        away = who.get("/oidc").headers["location"]
        assert away.startswith(self.provider.url)
        return httpx.get(away, trust_env=False).headers["location"]

    def come_back(self, who: Colleague, address: str) -> httpx.Response:
        parts = urlsplit(address)
        return who.http.get(f"{parts.path}?{parts.query}")

    def enter(self, who: Colleague | None = None) -> httpx.Response:
        browser = who or self.browser()
        return self.come_back(browser, self.begin(browser))

    def lines(self) -> list[str]:
        with self.gateway.database.read() as connection:
            return [line.action for line in audit.page(connection)]


Made = Callable[..., Site]


@pytest.fixture
def site(start: Start, sqlite_url: str, provider: Provider) -> Made:
    """Start gateways that know the provider."""

    def make(**changes: Any) -> Site:
        port = free_port()
        given = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, **changes}
        given = {"oidc_name": "City login", "staff_authenticator": "optional", **given, **DESK}
        return Site(start(sqlite_url, public_url=f"http://127.0.0.1:{port}", **given), provider)

    return make


def invite(site: Site, email: str = "ada@desk.example", role: str = "agent") -> Staff:
    with site.gateway.database.write() as connection:
        return accounts.create(connection, replace(ANNA, email=email, role=role), site.gateway.gateway.clock())
