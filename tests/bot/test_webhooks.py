"""Webhooks are called through a real receiver: signed, once, with patience, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.webhooks import MAX_ATTEMPTS, pause
from desk import audit, letters, webhooks
from desk.staff import accounts
from desk.staff.secrets import Vault
from desk.webhooks import FAILED, QUEUED, SENT, Delivery, Target, Webhook
from tests.bot.conftest import RunningGateway, Start
from tests.bot.hook_peer import LOOPBACK, Receive, Receiver, is_signed, receive
from tests.bot.mail_peer import settings_for
from tests.bot.served import free_port
from tests.desk.console.waiting import waiting
from tests.desk.staff.conftest import ANNA

__all__ = ["receive"]

SECRET = "a secret of the tests"  # noqa: S105
ON = {"desk_secret": SECRET, "webhook_networks": LOOPBACK}


def hook_to(running: RunningGateway, url: str, kinds: tuple[str, ...] = ("new",)) -> tuple[Webhook, str]:
    with running.database.write() as connection:
        return webhooks.create(connection, Vault(SECRET), Target("Chat", url, kinds), running.gateway.clock())


def ask_test(running: RunningGateway, hook: Webhook) -> None:
    """Ask for a test delivery."""
    with running.database.write() as connection:
        webhooks.queue_test(connection, hook, running.gateway.clock())


def delivery(running: RunningGateway, hook: Webhook, until: Callable[[Delivery], bool]) -> Delivery:
    """Return the newest delivery of a webhook once a condition holds."""
    end, found = time.monotonic() + 30, None
    while time.monotonic() < end:
        with running.database.read() as connection:
            found = next(iter(webhooks.log(connection, hook)), None)
        if found is not None and until(found):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def tried_until(running: RunningGateway, hook: Webhook, attempts: int) -> Delivery:
    """Let time pass to each next attempt, until so many were made."""
    for made in range(1, attempts + 1):
        found = delivery(running, hook, lambda one, made=made: one.attempts >= made and one.error is not None)
        if made < attempts:
            running.gateway.clock = lambda found=found: found.next_attempt
    return found


def test_new_case_is_told_signed_and_without_words(start: Start, database_url: str, receive: Receive) -> None:
    receiver = receive()
    running = start(database_url, public_url="https://help.city.example", **ON)
    hook, secret = hook_to(running, receiver.url)
    _, reference = waiting(running, "zh")

    sent = delivery(running, hook, lambda one: one.state == SENT)

    (call,) = receiver.calls
    assert is_signed(call, secret) and not is_signed(call, webhooks.new_secret())
    assert call.headers["webhook-id"] == sent.key and call.headers["content-type"] == "application/json"
    assert call.said["type"] == "case.new" and call.said["timestamp"].endswith("+00:00")
    data = call.said["data"]
    assert data.pop("due")
    assert data == {
        "reference": reference, "kind": "escalation", "office": "beijing", "language": "zh", "channel": "web",
        "status": "new", "priority": "normal", "has_assignee": False,
        "link": f"https://help.city.example/desk/cases/{reference}",
    }  # fmt: skip
    assert (sent.status, sent.attempts, sent.error) == (204, 1, None)


def test_two_gateways_call_once(start: Start, database_url: str, receive: Receive) -> None:
    receiver = receive()
    running = [start(database_url, **ON) for _ in range(2)]
    hook, _ = hook_to(running[0], receiver.url)
    for _ in range(8):
        ask_test(running[0], hook)
    end = time.monotonic() + 20
    while len(receiver.calls) < 8 and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1.5)  # another gateway's look

    assert len({call.headers["webhook-id"] for call in receiver.calls}) == len(receiver.calls) == 8


def test_failure_is_tried_again_with_the_same_key_and_a_growing_pause(
    start: Start, sqlite_url: str, receive: Receive
) -> None:
    receiver = receive(500, 503)
    running = start(sqlite_url, **ON)
    hook, secret = hook_to(running, receiver.url)
    ask_test(running, hook)

    first = delivery(running, hook, lambda one: one.error is not None)
    assert (first.state, first.status, first.error) == (QUEUED, 500, "status")
    assert (first.next_attempt - first.updated).total_seconds() == pause(1) == 15
    running.gateway.clock = lambda: first.next_attempt
    second = delivery(running, hook, lambda one: one.attempts == 2 and one.status == 503)
    assert (second.next_attempt - second.updated).total_seconds() == 30
    running.gateway.clock = lambda: second.next_attempt
    sent = delivery(running, hook, lambda one: one.state == SENT)

    assert sent.attempts == 3 and len({call.headers["webhook-id"] for call in receiver.calls}) == 1
    assert len({call.body for call in receiver.calls}) == 1 and all(is_signed(call, secret) for call in receiver.calls)
    with running.database.read() as connection:
        assert webhooks.by_id(connection, hook.id).failing_since is None


def test_target_that_is_down_is_given_up_after_a_while_and_others_are_served(
    start: Start, sqlite_url: str, receive: Receive
) -> None:
    receiver = receive()
    running = start(sqlite_url, **ON)
    down, _ = hook_to(running, f"http://127.0.0.1:{free_port()}/")
    well, _ = hook_to(running, receiver.url)
    for hook in (down, well):
        ask_test(running, hook)

    failed = tried_until(running, down, MAX_ATTEMPTS)

    assert (failed.state, failed.error, failed.attempts) == (FAILED, "connection", MAX_ATTEMPTS)
    assert delivery(running, well, lambda one: one.state == SENT).attempts == 1
    with running.database.write() as connection:
        there = webhooks.by_id(connection, down.id)
        assert there.active and there.failing_since is not None
        assert webhooks.again(connection, there, failed.id, running.gateway.clock())
    assert delivery(running, down, lambda one: one.attempts == 1).key == failed.key


@pytest.mark.parametrize(("answer", "days", "why"), [(410, 0, "gone"), (500, 4, "failing")])
def test_target_that_fails_for_days_or_is_gone_is_switched_off_and_administrators_are_told(
    start: Start, sqlite_url: str, receive: Receive, answer: int, days: int, why: str
) -> None:
    running = start(sqlite_url, **ON, **settings_for(None))
    with running.database.write() as connection:
        accounts.create(connection, ANNA, running.gateway.clock())
    hook, _ = hook_to(running, receive(500, answer, answer).url)
    ask_test(running, hook)
    delivery(running, hook, lambda one: one.error is not None)
    after = running.gateway.clock() + timedelta(days=days, minutes=1)
    running.gateway.clock = lambda: after

    delivery(running, hook, lambda one: one.state == FAILED)

    with running.database.read() as connection:
        off = webhooks.by_id(connection, hook.id)
        written = [each.kind for each in letters.due(connection, after + timedelta(days=1))]
        lines = [(line.action, line.fields) for line in audit.page(connection, subject=f"webhook:{hook.id}")]
        assert webhooks.queue(connection, "new", {}, 1, after) == 0
    assert (off.active, off.why) == (False, why)
    assert written == ["webhook_off"] and lines == [("webhook.off", [why])]


def test_address_inside_is_refused_and_said_so(start: Start, sqlite_url: str, receive: Receive) -> None:
    receiver = receive()
    running = start(sqlite_url, desk_secret=SECRET)
    hook, _ = hook_to(running, receiver.url)
    ask_test(running, hook)

    refused = delivery(running, hook, lambda one: one.error is not None)

    assert (refused.error, refused.status, receiver.calls) == ("address", None, [])


def test_redirect_is_a_failure(start: Start, sqlite_url: str, receive: Receive) -> None:
    other = receive()
    running = start(sqlite_url, **ON)
    hook, _ = hook_to(running, receive(other.url).url)
    ask_test(running, hook)

    found = delivery(running, hook, lambda one: one.error is not None)

    assert (found.error, found.status, other.calls) == ("redirect", 302, [])


def test_secret_of_another_desk_key_calls_nobody(start: Start, sqlite_url: str, receive: Receive) -> None:
    receiver: Receiver = receive()
    running = start(sqlite_url, **ON)
    with running.database.write() as connection:
        target = Target("Chat", receiver.url, ("new",))
        hook, _ = webhooks.create(connection, Vault("another secret there"), target, running.gateway.clock())
    ask_test(running, hook)

    assert delivery(running, hook, lambda one: one.error is not None).error == "secret" and receiver.calls == []
