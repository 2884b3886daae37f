"""Messages are numbered without gaps, and each has its turn once and in order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk import conversations, leases, messages, turns
from desk.conversations import Conversation
from desk.database import Database
from desk.errors import QueueFull, TurnRepeated, UnknownConversation
from desk.messages import Reply
from desk.turns import Accepted, Incoming, Lease
from tests.databases import NOW, later

MINE = Lease("one", NOW, later(6))
OTHER = Lease("two", NOW, later(6))
AFTER = Lease("two", later(7), later(13))


def accept(database: Database, talk: Conversation, client_id: str, lease: Lease = MINE, limit: int = 30) -> Accepted:
    with database.write() as connection:
        return turns.accept(connection, talk.id, Incoming(f"text {client_id}", None, client_id), lease, limit)


def test_twenty_writers_at_once_leave_no_gap(database: Database, talk: Conversation) -> None:
    def write(number: int) -> None:
        if number % 2:
            accept(database, talk, str(number))
            return
        with database.write() as connection:
            messages.say(connection, talk.id, "web", Reply("assistant", "x", [], [], "en"), NOW)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(write, range(20)))
    with database.read() as connection:
        numbers = [message.seq for message in messages.since(connection, talk.id, 0)]

    assert numbers == list(range(1, 21))


def test_repeated_client_id_gives_the_first_message_and_uses_no_number(database: Database, talk: Conversation) -> None:
    first, again, following = (accept(database, talk, client_id) for client_id in ("a", "a", "b"))

    assert (first.repeated, again.repeated) == (False, True)
    assert (again.message.seq, again.turn) == (first.message.seq, None)
    assert following.message.seq == first.message.seq + 1


def test_same_client_id_in_another_conversation_is_another_message(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        second, _ = conversations.open_with_token(connection, "web", "en", NOW)

    assert not accept(database, talk, "a").repeated
    assert not accept(database, second, "a").repeated


def test_first_message_begins_its_turn_and_the_next_one_waits(database: Database, talk: Conversation) -> None:
    first, second = accept(database, talk, "a"), accept(database, talk, "b", OTHER)

    assert first.turn is not None and first.turn.message.text == "text a"
    assert second.turn is None
    assert first.turn.id == f"{talk.id}-1"


def test_turns_follow_each_other_until_none_waits(database: Database, talk: Conversation) -> None:
    accepted = [accept(database, talk, client_id) for client_id in "abc"]
    turn, texts = accepted[0].turn, []
    while turn is not None:
        texts.append(turn.message.text)
        with database.write() as connection:
            messages.settle(connection, turn.message.id, messages.DONE, "en", None)
            turn = turns.go_on(connection, talk.id, MINE)
    with database.read() as connection:
        after = conversations.by_id(connection, talk.id)

    assert texts == ["text a", "text b", "text c"]
    assert after.lease_holder is None


def test_other_gateway_begins_only_when_the_lease_has_run_out(database: Database, talk: Conversation) -> None:
    accept(database, talk, "a")
    with database.write() as connection:
        early = turns.begin(connection, talk.id, OTHER)
        nobody_at_work = leases.abandoned(connection, NOW), leases.abandoned(connection, later(7))
        late = turns.begin(connection, talk.id, AFTER)
        lost = turns.go_on(connection, talk.id, MINE)

    assert early is None
    assert nobody_at_work == ([], [talk.id])
    assert late is not None and late.message.attempts == 2
    assert lost is None


def test_turn_is_stored_once(database: Database, talk: Conversation) -> None:
    turn = accept(database, talk, "a").turn
    assert turn is not None
    with database.write() as connection:
        turns.record(connection, turn, "answered", 5, NOW)
    with pytest.raises(TurnRepeated), database.write() as connection:
        turns.record(connection, turn, "answered", 5, NOW)


def test_too_many_waiting_messages_are_refused(database: Database, talk: Conversation) -> None:
    accept(database, talk, "a", limit=2)
    accept(database, talk, "b", limit=2)
    with pytest.raises(QueueFull):
        accept(database, talk, "c", limit=2)

    assert accept(database, talk, "a", limit=2).repeated


def test_unknown_conversation_is_refused(database: Database) -> None:
    with pytest.raises(UnknownConversation), database.write() as connection:
        turns.accept(connection, "0" * 32, Incoming("x", None, None), MINE, 30)
