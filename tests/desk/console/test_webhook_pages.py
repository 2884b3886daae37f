"""Administrators make, test and end webhooks; a secret is shown once, and what came back is shown for good."""

from __future__ import annotations

import re
import time

import pytest

from desk import audit, webhooks
from tests.bot.conftest import RunningGateway, Start
from tests.bot.hook_peer import LOOPBACK, Receive, is_signed, receive
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import DESK, hire
from tests.desk.console.waiting import HOSTILE

__all__ = ["receive"]

EVERYTHING = {"kinds": ["new", "overdue"]}


@pytest.fixture
def calling(start: Start, sqlite_url: str) -> RunningGateway:
    """A gateway that may call webhooks on this machine."""
    return start(sqlite_url, staff_authenticator="optional", webhook_networks=LOOPBACK, **DESK)


def made(admin: Colleague, url: str, name: str = "Team chat") -> str:
    """Make a webhook and return its secret."""
    page = admin.post("/webhooks", csrf=admin.csrf(), name=name, url=url, **EVERYTHING)
    return re.findall(r'value="(whsec_[^"]+)"', page.text)[0]


def eventually(admin: Colleague, path: str, words: str) -> str:
    end = time.monotonic() + 20
    while words not in (page := admin.reads(path)):
        assert time.monotonic() < end, page
        time.sleep(0.1)
    return page


def test_a_webhook_is_made_tested_and_its_secret_is_never_shown_again(
    calling: RunningGateway, receive: Receive
) -> None:
    receiver, admin = receive(), hire(calling, "admin", "Ada")
    secret = made(admin, receiver.url)
    admin.post("/webhooks/1/test", csrf=admin.csrf())

    page = eventually(admin, "/webhooks/1", "delivered 204")

    assert is_signed(receiver.calls[0], secret) and receiver.calls[0].said["type"] == "test"
    for path in ("/webhooks/1", "/webhooks", "/settings", "/log"):
        assert secret not in admin.get(path).text
    assert "Team chat" in admin.reads("/settings") and receiver.calls[0].headers["webhook-id"] in page
    with calling.database.read() as connection:
        stored = connection.exec_driver_sql("SELECT secret FROM webhooks").scalar()
        lines = [(line.action, line.fields) for line in audit.page(connection, subject="webhook:1")]
    assert secret not in str(stored)
    assert lines == [("webhook.test", []), ("webhook.add", ["url", "kinds"])]


def test_another_secret_ends_the_one_before(calling: RunningGateway, receive: Receive) -> None:
    receiver, admin = receive(), hire(calling, "admin", "Ada")
    old = made(admin, receiver.url)
    page = admin.post("/webhooks/1/secret", csrf=admin.csrf())
    (new,) = re.findall(r'value="(whsec_[^"]+)"', page.text)
    admin.post("/webhooks/1/test", csrf=admin.csrf())
    eventually(admin, "/webhooks/1", "delivered")

    assert is_signed(receiver.calls[0], new) and not is_signed(receiver.calls[0], old)


def test_what_failed_is_shown_and_can_be_sent_once_more(calling: RunningGateway, receive: Receive) -> None:
    receiver, admin = receive(), hire(calling, "admin", "Ada", "zh")
    made(admin, receiver.url)
    with calling.database.write() as connection:
        hook = webhooks.by_id(connection, 1)
        webhooks.queue_test(connection, hook, calling.gateway.clock().replace(year=2035))
        webhooks.change(connection, hook, webhooks.Target("Team chat", receiver.url, ["new"]), False, hook.created)
    assert "已由管理员停用" in admin.reads("/webhooks/1") and "推送前Webhook已停用" in admin.reads("/webhooks/1")
    admin.post("/webhooks/1", csrf=admin.csrf(), name="Chat", url=receiver.url, active="yes", **EVERYTHING)
    admin.post("/webhooks/1/again", csrf=admin.csrf(), delivery="1")
    eventually(admin, "/webhooks/1", "已送达 204")
    admin.post("/webhooks/1/remove", csrf=admin.csrf())

    assert admin.get("/webhooks/1").status_code == 404 and "尚无Webhook" in admin.reads("/webhooks")


@pytest.mark.parametrize(
    ("url", "said"),
    [("http://chat.city.example/", "must begin with https"), ("https://10.0.0.1/", "an address inside"),
     ("https://[::1]/x", "an address inside"), ("ftp://chat.city.example/", "no address such as"),
     ("https://user:word@chat.city.example/", "no address such as"), ("https://", "no address such as"),
     ("javascript:alert(1)", "no address such as"), ("https://chat.city.example/#x", "no address such as")],
)  # fmt: skip
def test_what_cannot_be_called_is_refused_with_a_reason(desk: RunningGateway, url: str, said: str) -> None:
    admin = hire(desk, "admin", "Ada")
    page = admin.post("/webhooks", csrf=admin.csrf(), name="Chat", url=url, **EVERYTHING)
    without = admin.post("/webhooks", csrf=admin.csrf(), name="Chat", url="https://chat.city.example/")

    assert page.status_code == 422 and said in page.text and without.status_code == 422
    with desk.database.read() as connection:
        assert webhooks.everything(connection) == []


def test_hostile_names_are_words_on_the_pages_of_webhooks(calling: RunningGateway) -> None:
    admin = hire(calling, "admin", "Ada")
    made(admin, "https://chat.city.example/?a=%3Cimg%20src=x%3E", HOSTILE.replace("\u202e", "")[:80])

    for path in ("/webhooks", "/webhooks/1", "/settings"):
        assert "<img src=x" not in admin.get(path).text and "<script>alert" not in admin.get(path).text
