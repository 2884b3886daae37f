"""What the tests of the desk's people share."""

from __future__ import annotations

import pytest

from desk.database import Database
from desk.staff import accounts
from desk.staff.accounts import Profile, Staff
from desk.staff.secrets import Vault
from tests.databases import NOW, database, database_url, postgres_url, sqlite_url

__all__ = ["database", "database_url", "postgres_url", "sqlite_url"]

ANNA = Profile("anna@desk.example", "Anna Novak", "admin", "brussels", ["en"], "en")
LI = Profile("li.min@desk.example", "李敏", "agent", "beijing", ["zh", "en"], "zh")


@pytest.fixture
def vault() -> Vault:
    """Keeps the secrets of these tests."""
    return Vault("a secret of the tests")


@pytest.fixture
def anna(database: Database) -> Staff:
    """An administrator in Brussels."""
    with database.write() as connection:
        return accounts.create(connection, ANNA, NOW)


@pytest.fixture
def li(database: Database, anna: Staff) -> Staff:
    """An agent in Beijing."""
    with database.write() as connection:
        return accounts.create(connection, LI, NOW)
