"""One owner at a time, and nothing prepared for a former owner is stored."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk import conversations, ownership
from desk.conversations import Conversation
from desk.database import Database
from desk.errors import EpochChanged, MoveRefused
from tests.databases import NOW


def test_change_with_an_old_epoch_is_refused(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        ownership.take(connection, talk, "anna", NOW)
    with database.write() as connection, pytest.raises(EpochChanged):
        ownership.hold_epoch(connection, talk.id, talk.epoch, language="zh")
    with database.read() as connection:
        assert conversations.by_id(connection, talk.id).language == "en"


def test_of_eight_people_who_take_at_once_one_gets_it(database: Database, talk: Conversation) -> None:
    def take(person: str) -> str | None:
        try:
            with database.write() as connection:
                ownership.take(connection, talk, person, NOW)
        except EpochChanged:
            return None
        return person

    with ThreadPoolExecutor(8) as pool:
        winners = [person for person in pool.map(take, "abcdefgh") if person]
    with database.read() as connection:
        after = conversations.by_id(connection, talk.id)

    assert len(winners) == 1
    assert (after.owner, after.epoch) == (f"person:{winners[0]}", 1)


def test_the_way_through_all_owners(database: Database, talk: Conversation) -> None:
    owners = []
    with database.write() as connection:
        for move in (
            lambda now: ownership.ask_person(connection, now, NOW),
            lambda now: ownership.take(connection, now, "anna", NOW),
            lambda now: ownership.transfer(connection, now, "bo", NOW),
            lambda now: ownership.hand_back(connection, now, NOW),
            lambda now: ownership.ask_person(connection, now, NOW),
            lambda now: ownership.stop_waiting(connection, now, NOW),
        ):
            move(conversations.by_id(connection, talk.id))
            owners.append(conversations.by_id(connection, talk.id).owner)
        epoch = conversations.by_id(connection, talk.id).epoch

    assert owners == ["queue", "person:anna", "person:bo", "assistant", "queue", "assistant"]
    assert epoch == 6


def test_asking_for_a_person_twice_changes_nothing(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        first = ownership.ask_person(connection, talk, NOW)
        second = ownership.ask_person(connection, conversations.by_id(connection, talk.id), NOW)

    assert (first, second) == (True, False)


@pytest.mark.parametrize("move", [ownership.hand_back, lambda c, t, now: ownership.transfer(c, t, "bo", now)])
def test_moves_of_a_person_need_a_person(database: Database, talk: Conversation, move: object) -> None:
    with database.write() as connection, pytest.raises(MoveRefused):
        move(connection, talk, NOW)  # type: ignore[operator]
