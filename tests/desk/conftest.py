"""What the tests of the desk share."""

from __future__ import annotations

import pytest

from desk import conversations
from desk.conversations import Conversation
from desk.database import Database
from tests.databases import NOW, database, database_url, postgres_url, sqlite_url

__all__ = ["database", "database_url", "postgres_url", "sqlite_url"]


@pytest.fixture
def talk(database: Database) -> Conversation:
    """A new conversation."""
    with database.write() as connection:
        return conversations.open_with_token(connection, "web", "en", NOW)[0]
