"""Channels that push: every message goes out, in order, with patience."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.capacity import Limits
from bot.channels.channel import Capabilities, DeliveryError, Sent
from bot.delivery import FIRST_PAUSE, MAX_ATTEMPTS, Courier, pause
from bot.gateway import Gateway
from bot.hub import Hub
from desk import conversations, messages
from desk.conversations import Conversation
from desk.database import Database
from desk.messages import Message, Reply
from desk.models import outbox
from desk.paces import Pace
from tests.databases import NOW


class Messenger:
    """A messenger that fails as often as it is told to."""

    name = "telegram"
    capabilities = Capabilities(pushes=True, buttons=True, greets=True, longest=4096)

    def __init__(self) -> None:
        self.failures: list[DeliveryError] = []
        self.sent: list[tuple[str, str]] = []

    async def send(self, conversation: Conversation, message: Message, piece: int) -> Sent:
        """Send, or fail; a message with bars falls into pieces there."""
        if self.failures:
            raise self.failures.pop(0)
        pieces = message.text.split("|")
        self.sent.append((conversation.external_user, pieces[piece]))
        return Sent("sent", piece + 1 == len(pieces))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


@pytest.fixture
def messenger() -> Messenger:
    return Messenger()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def courier(database: Database, messenger: Messenger, clock: Clock) -> Iterator[Courier]:
    with database.write() as connection:
        for user in ("anna", "bo"):
            talk, _ = conversations.open_for_user(connection, "telegram", user, "en", NOW)
            for number in (1, 2):
                words = Reply("assistant", f"{user} {number}", [], [], "en")
                messages.say(connection, talk.id, "telegram", words, NOW)
    # Nothing is prepared or stored here, so these two parts are never asked.
    gateway = Gateway(database, None, None, Hub(), Limits(), clock)  # type: ignore[arg-type]
    yield Courier(gateway, {"telegram": messenger})


def deliver(courier: Courier, rounds: int = 1) -> int:
    """Deliver what is due, so many times, and return how many attempts were made."""

    async def work() -> int:
        return sum([await courier.deliver_due() for _ in range(rounds)])

    return asyncio.run(work())


def states(database: Database) -> list[tuple[str, str | None]]:
    with database.read() as connection:
        rows = connection.execute(select(outbox.c.state, outbox.c.error).order_by(outbox.c.id))
        return [(state, error) for state, error in rows]


def test_messages_go_out_once_and_in_order(database: Database, courier: Courier, messenger: Messenger) -> None:
    attempts = deliver(courier, rounds=4)

    assert attempts == 4
    assert [text for user, text in messenger.sent if user == "anna"] == ["anna 1", "anna 2"]
    assert [text for user, text in messenger.sent if user == "bo"] == ["bo 1", "bo 2"]
    assert states(database) == [("sent", None)] * 4


def test_failed_message_is_tried_again_and_holds_back_only_its_own_conversation(
    courier: Courier, messenger: Messenger, clock: Clock
) -> None:
    messenger.failures = [DeliveryError("timeout")]
    deliver(courier, rounds=3)
    before = {user for user, _ in messenger.sent}
    clock.now += timedelta(seconds=FIRST_PAUSE + 1)
    deliver(courier, rounds=2)

    assert len(before) == 1
    for user in ("anna", "bo"):
        assert [text for to, text in messenger.sent if to == user] == [f"{user} 1", f"{user} 2"]


def test_channel_that_asks_to_wait_is_obeyed(courier: Courier, messenger: Messenger, clock: Clock) -> None:
    messenger.failures = [DeliveryError("flood", retry_after=300), DeliveryError("flood", retry_after=300)]
    deliver(courier)
    clock.now += timedelta(seconds=299)
    early = deliver(courier)
    clock.now += timedelta(seconds=2)

    assert (early, deliver(courier)) == (0, 2)


def test_hopeless_message_is_given_up_at_once_and_the_next_one_goes_out(
    database: Database, courier: Courier, messenger: Messenger
) -> None:
    messenger.failures = [DeliveryError("blocked_by_user", permanent=True)]
    deliver(courier, rounds=3)

    assert sorted(states(database), key=str).count(("failed", "blocked_by_user")) == 1
    assert len(messenger.sent) == 3


def test_message_is_given_up_after_the_last_attempt(
    database: Database, courier: Courier, messenger: Messenger, clock: Clock
) -> None:
    messenger.failures = [DeliveryError("timeout")] * (2 * MAX_ATTEMPTS)
    for _ in range(MAX_ATTEMPTS):
        deliver(courier)
        clock.now += timedelta(seconds=3600)

    assert states(database).count(("failed", "timeout")) == 2


def test_two_couriers_send_nothing_twice(courier: Courier, messenger: Messenger) -> None:
    async def work() -> None:
        await asyncio.gather(courier.deliver_due(), courier.deliver_due(), courier.deliver_due())

    asyncio.run(work())

    assert len(messenger.sent) == len(set(messenger.sent)) >= 2  # a third look may already find what comes next


def test_message_in_pieces_goes_on_where_it_stopped_and_holds_back_the_next_one(
    database: Database, courier: Courier, messenger: Messenger, clock: Clock
) -> None:
    with database.write() as connection:
        talk, _ = conversations.open_for_user(connection, "telegram", "cy", "en", NOW)
        for words in ("one|two|three", "four"):
            messages.say(connection, talk.id, "telegram", Reply("assistant", words, [], [], "en"), NOW)
    deliver(courier)
    messenger.failures = [DeliveryError("timeout")] * 3
    for _ in range(6):
        deliver(courier)
        clock.now += timedelta(seconds=10)

    assert [text for user, text in messenger.sent if user == "cy"] == ["one", "two", "three", "four"]
    assert states(database).count(("sent", None)) == 6


def test_two_messages_to_one_person_keep_their_distance_but_others_go_out(
    courier: Courier, messenger: Messenger, clock: Clock
) -> None:
    messenger.capabilities = replace(messenger.capabilities, apart=1.0)
    first, at_once = deliver(courier), deliver(courier)
    clock.now += timedelta(seconds=1.1)

    assert (first, at_once, deliver(courier)) == (2, 0, 2)


def test_no_more_goes_out_in_a_second_than_the_channel_allows(
    courier: Courier, messenger: Messenger, clock: Clock
) -> None:
    messenger.capabilities = replace(messenger.capabilities, pace=Pace(per_second=1, at_once=2))
    at_once = [deliver(courier) for _ in range(3)]
    clock.now += timedelta(seconds=1.1)

    assert (at_once, [deliver(courier) for _ in range(3)]) == ([2, 0, 0], [1, 0, 0])


def test_several_gateways_keep_the_pace_together(
    database: Database, courier: Courier, messenger: Messenger, clock: Clock
) -> None:
    messenger.capabilities = replace(messenger.capabilities, pace=Pace(per_second=1, at_once=1))
    other = Courier(Gateway(database, None, None, Hub(), Limits(), clock), {"telegram": messenger})  # type: ignore[arg-type]
    sent = []
    for _ in range(4):
        sent.append(deliver(courier) + deliver(other) + deliver(courier))
        clock.now += timedelta(seconds=1.1)

    assert sent == [1, 1, 1, 1]
    assert states(database) == [("sent", None)] * 4


def test_to_be_asked_to_wait_is_no_attempt(
    database: Database, courier: Courier, messenger: Messenger, clock: Clock
) -> None:
    messenger.failures = [DeliveryError("flood", retry_after=5)] * (4 * MAX_ATTEMPTS)
    for _ in range(2 * MAX_ATTEMPTS + 3):
        deliver(courier)
        clock.now += timedelta(seconds=6)

    assert states(database) == [("sent", None)] * 4


def test_pauses_grow_but_not_for_ever() -> None:
    assert [pause(1), pause(2), pause(3), pause(50)] == [2.0, 4.0, 8.0, 900.0]
