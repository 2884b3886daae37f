"""Signing in with a provider in a real browser: across two sites and back, with the cookies it really sends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.staff import accounts
from tests.bot.conftest import RunningGateway, Start
from tests.bot.served import free_port
from tests.browsing import findings
from tests.desk.browser.conftest import Open
from tests.desk.console.conftest import DESK
from tests.desk.console.oidc_peer import CLIENT, SECRET, Provider
from tests.desk.console.provided import provider
from tests.desk.staff.conftest import ANNA

__all__ = ["provider"]


def with_provider(start: Start, url: str, provider: Provider, name: str) -> RunningGateway:
    """The provider is at 127.0.0.1 and the desk at localhost: two sites for a browser."""
    port = free_port()
    known = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_name": name}
    site = {"port": port, "public_url": f"http://localhost:{port}", "staff_authenticator": "optional"}
    return start(url, **known, **site, **DESK)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 390)])
def test_one_press_leads_to_the_inbox_and_a_stranger_is_told_why_not(
    start: Start, sqlite_url: str, provider: Provider, open_page: Open, language: str, width: int
) -> None:
    name = {"en": "City login", "zh": "统一身份认证"}[language]
    served = with_provider(start, sqlite_url, provider, name)
    page, site = open_page(language, width), served.settings.public_url
    page.goto(f"{site}/desk/signin")
    assert findings(page) == []
    page.get_by_role("link", name=name).click()
    page.wait_for_selector(".problem")
    assert findings(page) == [] and {"en": "No account of this desk", "zh": "没有与您在"}[language] in page.content()
    with served.database.write() as connection:
        profile = replace(ANNA, email="ada@desk.example", role="agent", language=language)
        accounts.create(connection, profile, served.gateway.clock())
    page.get_by_role("link", name=name).click()
    page.wait_for_selector("#list")

    assert page.url == f"{site}/desk/" and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
