"""What the tests of the console share: a real gateway with the staff pages, and people who use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import pytest

from desk.staff import accounts
from desk.staff.accounts import Staff
from knowledge.library import Library, default_folder, load
from tests.bot.conftest import (
    QUICK,
    RunningGateway,
    Start,
    brain,
    brain_shared,
    start,
)
from tests.databases import database_url, postgres_url, sqlite_url
from tests.desk.console.colleague import Colleague
from tests.desk.staff.conftest import ANNA

__all__ = ["brain", "brain_shared", "database_url", "postgres_url", "sqlite_url", "start"]

DESK = {"desk_secret": "a secret of the tests", "helpdesk_name": "Test desk"}
Hire = Callable[..., Colleague]


@lru_cache
def shipped_records() -> Library:
    """Return the records as they are, read once a process."""
    return load(default_folder())


@pytest.fixture
def served(start: Start, sqlite_url: str) -> RunningGateway:
    """A gateway with staff pages on a fresh SQLite file, where a password is enough."""
    return start(sqlite_url, staff_authenticator="optional", **DESK)


@pytest.fixture(scope="module")
def desk(brain_shared: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    """One gateway with staff pages for a whole file; for tests that leave nothing behind."""
    url = f"sqlite:///{tmp_path_factory.mktemp('desk') / 'citybridge.db'}"
    settings = replace(QUICK, port=0, database_url=url, brain_url=(brain_shared.url,), **DESK)  # type: ignore[attr-defined]
    running = RunningGateway(replace(settings, staff_authenticator="optional"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def records() -> Library:
    """The records as they are."""
    return shipped_records()


@pytest.fixture(scope="module")
def knowing(
    brain_shared: object, records: Library, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningGateway]:
    """A gateway with staff pages that knows the records, for a whole file."""
    url = f"sqlite:///{tmp_path_factory.mktemp('knowing') / 'citybridge.db'}"
    settings = replace(QUICK, port=0, database_url=url, brain_url=(brain_shared.url,), **DESK)  # type: ignore[attr-defined]
    running = RunningGateway(replace(settings, staff_authenticator="optional"), library=records)
    running.start()
    yield running
    running.stop()


def hire(gateway: RunningGateway, role: str, name: str = "", language: str = "en") -> Colleague:
    """Make an account and sign it in."""
    email = f"{role}.{name or 'one'}.{language}@desk.example".lower().replace(" ", "")
    office = {"en": "brussels", "zh": "beijing"}[language]
    profile = replace(ANNA, email=email, name=name or role.title(), role=role, language=language, office=office)
    with gateway.database.write() as connection:
        known = accounts.by_email(connection, email)
        person: Staff = known or accounts.create(connection, profile, gateway.gateway.clock())
    colleague = Colleague(gateway, person)
    colleague.sign_in()
    return colleague
