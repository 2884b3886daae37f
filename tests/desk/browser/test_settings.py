"""Settings and webhooks in real browsers: nothing for axe to find, and nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from desk import webhooks
from desk.staff.secrets import Vault
from desk.webhooks import Target
from tests.bot.conftest import QUICK, RunningGateway
from tests.bot.hook_peer import LOOPBACK, Receive, receive
from tests.bot.served import free_port
from tests.bot.stand_in_brain import StandInBrain
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.conftest import DESK

__all__ = ["receive"]

PLACES = [("en", 1280), ("zh", 1280), ("en", 390), ("zh", 390)]


@pytest.fixture
def calling(brain: StandInBrain, sqlite_url: str) -> Iterator[RunningGateway]:
    """A gateway that may call webhooks on this machine."""
    settings = replace(
        QUICK, port=0, database_url=sqlite_url, brain_url=(brain.url,), webhook_networks=LOOPBACK, **DESK
    )  # type: ignore[arg-type]
    running = RunningGateway(replace(settings, staff_authenticator="optional"))
    running.start()
    yield running
    running.stop()


def hook(gateway: RunningGateway, url: str, name: str) -> int:
    with gateway.database.write() as connection:
        target = Target(name, url, ["new", "overdue"])
        made, _ = webhooks.create(connection, Vault(DESK["desk_secret"]), target, gateway.gateway.clock())
        webhooks.queue_test(connection, made, gateway.gateway.clock())
        return made.id


@pytest.mark.parametrize(("language", "width"), PLACES)
def test_settings_and_webhooks_fit_every_screen(
    calling: RunningGateway, open_page: Open, receive: Receive, language: str, width: int
) -> None:
    hook(calling, receive(500, 204).url, "Team chat")
    hook(calling, f"http://127.0.0.1:{free_port()}/a/rather/long/address/of/a/hook", "重庆办公室群聊")
    page = at_the_desk(open_page(language, width), calling, "admin", "Boss", language)
    for path in ("/settings", "/webhooks", "/webhooks/1", "/webhooks/2", "/me"):
        page.goto(f"{calling.url}/desk{path}")
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            assert findings(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_test_delivery_appears_by_itself(calling: RunningGateway, open_page: Open, receive: Receive) -> None:
    receiver = receive()
    identity = hook(calling, receiver.url, "Team chat")
    page = at_the_desk(open_page("en"), calling, "admin", "Boss", "en")
    page.goto(f"{calling.url}/desk/webhooks/{identity}")
    page.get_by_role("button", name="Send a test").click()

    expect(page.locator("#calls-made tbody tr").first).to_contain_text("delivered", timeout=15_000)
    expect(page.locator("#calls-made tbody tr")).to_have_count(2)
