"""Delivery: in order, by one process, and never forgotten."""

from __future__ import annotations

from desk import messages, outbox
from desk.conversations import Conversation
from desk.database import Database
from desk.messages import Reply
from tests.databases import NOW, later


def say(database: Database, talk: Conversation, channel: str = "telegram") -> int:
    with database.write() as connection:
        return messages.say(connection, talk.id, channel, Reply("assistant", "x", [], [], "en"), NOW)


def test_later_message_waits_for_the_earlier_one(database: Database, talk: Conversation) -> None:
    say(database, talk)
    say(database, talk)
    with database.write() as connection:
        first = outbox.due(connection, ["telegram"], NOW)
        outbox.postpone(connection, first[0], later(60), NOW, "timeout")
        while_waiting = outbox.due(connection, ["telegram"], NOW)
        outbox.report(connection, first[0].id, outbox.SENT, NOW)
        then = outbox.due(connection, ["telegram"], NOW)

    assert [delivery.seq for delivery in first] == [1]
    assert while_waiting == []
    assert [delivery.seq for delivery in then] == [2]


def test_delivery_is_claimed_once(database: Database, talk: Conversation) -> None:
    say(database, talk)
    with database.write() as connection:
        due = outbox.due(connection, ["telegram"], NOW)[0]
        claims = [outbox.claim(connection, due, later(60), NOW) for _ in range(2)]
        during, after = (
            outbox.due(connection, ["telegram"], NOW),
            outbox.due(connection, ["telegram"], later(61)),
        )

    assert claims == [True, False]
    assert during == []
    assert [delivery.attempts for delivery in after] == [1]


def test_other_channels_are_left_alone(database: Database, talk: Conversation) -> None:
    say(database, talk, "web")
    with database.read() as connection:
        assert outbox.due(connection, ["telegram"], NOW) == []


def test_acknowledged_messages_are_delivered_and_it_never_goes_back(database: Database, talk: Conversation) -> None:
    for _ in range(3):
        say(database, talk, "web")
    with database.write() as connection:
        answers = [outbox.acknowledge(connection, talk.id, seq, NOW) for seq in (2, 1, 0, 10**9)]
        states = outbox.count_by_state(connection)

    assert answers == [2, 2, 2, 3]
    assert states == {"delivered": 3}


def test_messages_that_a_request_took_along_count_as_sent(database: Database, talk: Conversation) -> None:
    say(database, talk, "rest")
    say(database, talk, "rest")
    with database.write() as connection:
        outbox.mark_sent(connection, outbox.waiting(connection, talk.id, 1), NOW)
        left = outbox.waiting(connection, talk.id, 99)
        states = outbox.count_by_state(connection)

    assert len(left) == 1
    assert states == {"sent": 1, "queued": 1}
