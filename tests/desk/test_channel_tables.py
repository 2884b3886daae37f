"""Windows, duties, keys and shared tokens of messengers, on both kinds of database."""

from __future__ import annotations

from desk import continuations, conversations, duties, messages, outbox, shared_tokens, windows
from desk.conversations import Conversation
from desk.database import Database
from desk.messages import Reply
from desk.windows import CLOSED, SPENT, Opening
from tests.databases import NOW, later

WRITTEN, PRESSED = Opening(seconds=1000, budget=2), Opening(seconds=60, budget=1)


def opened(database: Database, channel: str = "wechat", user: str = "anna") -> Conversation:
    with database.write() as connection:
        return conversations.open_for_user(connection, channel, user, "en", NOW)[0]


def test_window_counts_and_closes(database: Database) -> None:
    talk = opened(database)
    with database.write() as connection:
        never = windows.spend(connection, talk.id, NOW)
        windows.open_now(connection, talk.id, WRITTEN, NOW)
        spent = [windows.spend(connection, talk.id, later(1)) for _ in range(3)]
        windows.give_back(connection, talk.id)
        again = windows.spend(connection, talk.id, later(2))
        late = windows.spend(connection, talk.id, later(1001))

    assert (never, spent, again, late) == (CLOSED, [None, None, SPENT], None, CLOSED)


def test_press_in_the_menu_takes_nothing_away_from_a_wider_window(database: Database) -> None:
    talk = opened(database)
    with database.write() as connection:
        windows.open_now(connection, talk.id, WRITTEN, NOW)
        windows.open_now(connection, talk.id, PRESSED, later(1))
        wide = windows.of(connection, talk.id)
        for _ in range(2):
            windows.spend(connection, talk.id, later(2))
        windows.open_now(connection, talk.id, PRESSED, later(3))
        narrow = windows.of(connection, talk.id)

    assert wide is not None and (wide.left, wide.closes) == (2, later(1000))
    assert narrow is not None and (narrow.left, narrow.closes) == (1, later(63))


def test_what_waits_for_the_person_goes_out_when_they_write(database: Database) -> None:
    talk = opened(database)
    with database.write() as connection:
        windows.open_now(connection, talk.id, WRITTEN, NOW)
        messages.say(connection, talk.id, "wechat", Reply("assistant", "hello", [], [], "en"), NOW)
        (delivery,) = outbox.due(connection, ["wechat"], NOW)
        outbox.claim(connection, delivery, later(20), NOW)
        outbox.postpone(connection, delivery, later(10**6), NOW, CLOSED, counts=False)
        before = outbox.due(connection, ["wechat"], later(2000))
        windows.open_now(connection, talk.id, Opening(1000, 2, held=5), later(3000))
        held = outbox.due(connection, ["wechat"], later(3001))
        windows.hold(connection, talk.id, None)
        after = outbox.due(connection, ["wechat"], later(3001))

    assert (before, held) == ([], [])
    assert [each.message for each in after] == [delivery.message]


def test_message_under_way_is_not_let_go_by_the_person_writing(database: Database) -> None:
    talk = opened(database)
    with database.write() as connection:
        windows.open_now(connection, talk.id, WRITTEN, NOW)
        messages.say(connection, talk.id, "wechat", Reply("assistant", "hello", [], [], "en"), NOW)
        (delivery,) = outbox.due(connection, ["wechat"], NOW)
        outbox.claim(connection, delivery, later(20), NOW)
        windows.open_now(connection, talk.id, WRITTEN, later(1))

        assert outbox.due(connection, ["wechat"], later(2)) == []
        assert outbox.untouched(connection, talk.id) == []


def test_duty_has_one_holder_until_it_is_left_or_runs_out(database: Database) -> None:
    with database.write() as connection:
        taken = [
            duties.take(connection, "polling", holder, later(at), later(at + 30))
            for holder, at in (("a", 0), ("b", 1), ("a", 20), ("b", 49), ("b", 50), ("a", 60))
        ]
        duties.leave(connection, "polling", "a")
        still = duties.take(connection, "polling", "a", later(61), later(91))
        duties.leave(connection, "polling", "b")
        free = duties.take(connection, "polling", "a", later(62), later(92))

    assert taken == [True, False, True, False, True, False]
    assert (still, free) == (False, True)


def test_key_moves_a_conversation_once_and_ends_a_turn_under_way(database: Database) -> None:
    talk, other = opened(database, "web", "browser"), opened(database, "telegram", "77")
    with database.write() as connection:
        key = continuations.issue(connection, talk.id, NOW)
        moved = continuations.use(connection, key, "telegram", "77", later(60))
        again = continuations.use(connection, key, "telegram", "88", later(61))
        kept = conversations.by_id(connection, other.id)

    assert moved is not None and (moved.conversation.id, moved.origin) == (talk.id, "web")
    assert (moved.conversation.channel, moved.conversation.epoch) == ("telegram", talk.epoch + 1)
    assert again is None
    assert continuations.address(kept.external_user) == "77" != kept.external_user


def test_key_that_is_old_or_invented_moves_nothing(database: Database) -> None:
    talk = opened(database, "web", "browser")
    with database.write() as connection:
        key = continuations.issue(connection, talk.id, NOW)
        used = [
            continuations.use(connection, given, "telegram", "77", at)
            for given, at in ((key, later(901)), ("", NOW), ("x" * 32, NOW), (key.swapcase(), NOW))
        ]

    assert used == [None] * 4


def test_what_a_browser_has_not_confirmed_does_not_hold_back_a_messenger(database: Database) -> None:
    talk = opened(database, "web", "browser")
    with database.write() as connection:
        for channel in ("web", "telegram"):
            messages.say(connection, talk.id, channel, Reply("assistant", channel, [], [], "en"), NOW)

        assert [each.seq for each in outbox.due(connection, ["telegram"], NOW)] == [2]


def test_shared_token_is_the_newest_and_ends(database: Database) -> None:
    with database.write() as connection:
        for sealed in ("first", "second"):
            shared_tokens.keep(connection, "wechat", sealed, later(100))
        found = [
            shared_tokens.find(connection, name, later(at)) for name, at in (("wechat", 99), ("wechat", 100), ("x", 0))
        ]

    assert found == ["second", None, None]
