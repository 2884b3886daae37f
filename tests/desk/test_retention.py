"""What is too old is deleted, and nothing else."""

from __future__ import annotations

from sqlalchemy import func, select

from desk import cases, conversations, messages, ownership, retention
from desk.cases import Wish
from desk.database import Database
from desk.messages import Reply
from desk.models import conversations as talks
from desk.models import messages as message_rows
from tests.databases import NOW, later


def test_old_conversation_goes_with_its_messages(database: Database) -> None:
    with database.write() as connection:
        old, _ = conversations.open_with_token(connection, "web", "en", NOW)
        messages.say(connection, old.id, "web", Reply("assistant", "x", [], [], "en"), NOW)
        young, _ = conversations.open_with_token(connection, "web", "en", later(100))
        gone = retention.delete_old(connection, later(50))
        left = connection.execute(select(talks.c.id)).scalars().all()
        words = connection.execute(select(func.count()).select_from(message_rows)).scalar_one()

    assert gone == (1, 0)
    assert left == [young.id]
    assert words == 0


def test_conversation_stays_while_its_case_is_open(database: Database) -> None:
    with database.write() as connection:
        talk, _ = conversations.open_with_token(connection, "web", "en", NOW)
        case = cases.open_case(connection, talk, Wish(cases.COOPERATION, "x", [], "en", None), NOW)
        while_open = retention.delete_old(connection, later(50))
        cases.set_status(connection, case, cases.CLOSED, "person:anna", later(60))
        just_closed = retention.delete_old(connection, later(50))
        long_closed = retention.delete_old(connection, later(70))

    assert (while_open, just_closed, long_closed) == ((0, 0), (0, 0), (1, 1))


def test_conversation_that_waits_for_a_person_stays(database: Database) -> None:
    with database.write() as connection:
        talk, _ = conversations.open_with_token(connection, "web", "en", NOW)
        ownership.ask_person(connection, talk, NOW)

        assert retention.delete_old(connection, later(50)) == (0, 0)
