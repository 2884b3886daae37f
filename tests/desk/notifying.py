"""People of two offices, cases, and who is to be told of them."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from desk import cases, digests
from desk.audit import Actor
from desk.cases import Case, Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.handling import Worker
from desk.notification_models import notification_mails
from desk.notification_models import notifications as told
from desk.staff import accounts
from desk.staff.accounts import Profile, Staff
from tests.databases import NOW

SECRET = "g.rossi@bologna.example"  # noqa: S105


@pytest.fixture
def people(database: Database) -> dict[str, Staff]:
    """Two agents and a viewer in Brussels, one agent in Beijing."""
    made = [("ann", "agent", "brussels", "en"), ("bea", "admin", "brussels", "en")]
    made += [("vic", "viewer", "brussels", "en"), ("li", "agent", "beijing", "zh")]
    with database.write() as connection:
        return {
            name: accounts.create(
                connection, Profile(f"{name}@desk.example", name.title(), role, office, [language], language), NOW
            )
            for name, role, office, language in made
        }


def worker(person: Staff, at: datetime = NOW) -> Worker:
    return Worker(person, Actor(person.id, "-"), at, lambda *_: None)


def opened(
    database: Database, talk: Conversation, at: datetime = NOW, due: datetime | None = None, kind: str = "escalation"
) -> Case:
    with database.write() as connection:
        return cases.open_case(connection, talk, Wish(kind, SECRET, [], talk.language, due), at)


def mails(database: Database) -> set[tuple[str, str]]:
    """Return who is to be told what."""
    with database.read() as connection:
        query = select(notification_mails.c.staff, told.c.kind).join(told)
        return {(person, kind) for person, kind in connection.execute(query)}


def forgotten(database: Database) -> None:
    with database.write() as connection:
        digests.forget(connection, None)
