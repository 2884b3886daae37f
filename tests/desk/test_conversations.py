"""Who may read a conversation."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desk import conversations
from desk.database import Database
from desk.errors import UnknownConversation
from desk.models import conversations as rows
from tests.databases import NOW, later

DAY = 86400


@pytest.fixture
def token(database: Database) -> str:
    with database.write() as connection:
        return conversations.open_with_token(connection, "web", "en", NOW)[1]


def test_token_opens_its_conversation_and_is_not_stored(database: Database, token: str) -> None:
    with database.read() as connection:
        talk = conversations.by_token(connection, token, NOW)
        stored = connection.execute(select(rows.c.token_hash)).scalar_one()

    assert talk.owner == "assistant"
    assert len(token) >= 43
    assert stored != token and token not in stored


@pytest.mark.parametrize("change", [str.swapcase, lambda _: "", lambda _: " ", lambda t: t + "=", lambda _: "x" * 5000])
def test_wrong_token_opens_nothing(database: Database, token: str, change: object) -> None:
    with database.read() as connection, pytest.raises(UnknownConversation):
        conversations.by_token(connection, change(token), NOW)  # type: ignore[operator]


def test_token_ends_after_thirty_days_without_use(database: Database, token: str) -> None:
    with database.read() as connection, pytest.raises(UnknownConversation):
        conversations.by_token(connection, token, later(30 * DAY))


def test_token_in_use_lives_on(database: Database, token: str) -> None:
    with database.write() as connection:
        conversations.keep_token(connection, conversations.by_token(connection, token, NOW), later(20 * DAY))
    with database.read() as connection:
        assert conversations.by_token(connection, token, later(49 * DAY))


def test_revoked_token_opens_nothing_and_stays_revoked(database: Database, token: str) -> None:
    with database.write() as connection:
        talk = conversations.by_token(connection, token, NOW)
        conversations.revoke_token(connection, talk.id)
        conversations.keep_token(connection, talk, later(20 * DAY))
    with database.read() as connection, pytest.raises(UnknownConversation):
        conversations.by_token(connection, token, NOW)


def test_user_of_a_channel_has_one_conversation(database: Database) -> None:
    with database.write() as connection:
        first, new = conversations.open_for_user(connection, "rest", "anna", "en", NOW)
        second, again = conversations.open_for_user(connection, "rest", "anna", "zh", NOW)
        other, _ = conversations.open_for_user(connection, "telegram", "anna", "en", NOW)

    assert (new, again) == (True, False)
    assert first.id == second.id != other.id
