"""Cases: references, status, and who may hear of them."""

from __future__ import annotations

import re

import pytest

from desk import cases, conversations
from desk.cases import Case, Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.errors import EpochChanged, MoveRefused
from tests.databases import NOW, later


def open_one(database: Database, talk: Conversation, kind: str = cases.ESCALATION, language: str = "en") -> Case:
    with database.write() as connection:
        wish = Wish(kind, "please", ["cities/chongqing"], language, later(9))
        return cases.open_case(connection, talk, wish, NOW)


def test_new_case_belongs_to_the_office_of_its_language(database: Database, talk: Conversation) -> None:
    english, chinese = open_one(database, talk), open_one(database, talk, language="zh")

    assert (english.office, chinese.office) == ("brussels", "beijing")
    assert (english.status, english.records, english.due) == ("new", ["cities/chongqing"], later(9))
    assert re.fullmatch(r"CB-2026-[0-9A-HJKMNP-TV-Z]{6}", english.reference)


def test_references_do_not_follow_each_other() -> None:
    assert len({cases.new_reference(NOW) for _ in range(1000)}) > 990


@pytest.mark.parametrize("typed", ["cb-2026-7k3q9f", " CB-2026-7K3Q9F ", "CB – 2026 - 7K3Q9F"])
def test_reference_is_found_however_it_is_typed(typed: str) -> None:
    assert cases.tidy_reference(typed) == "CB-2026-7K3Q9F"


def test_case_is_not_found_from_another_conversation(database: Database, talk: Conversation) -> None:
    case = open_one(database, talk)
    with database.write() as connection:
        stranger, _ = conversations.open_with_token(connection, "web", "en", NOW)
        mine = cases.of_reference(connection, talk.id, case.reference.lower())
        theirs = cases.of_reference(connection, stranger.id, case.reference)

    assert mine == case
    assert theirs is None


def test_status_moves_are_written_into_the_history(database: Database, talk: Conversation) -> None:
    case = open_one(database, talk)
    with database.write() as connection:
        cases.set_status(connection, case, cases.ASSIGNED, "person:anna", NOW)
        now = cases.of_reference(connection, talk.id, case.reference)
        history = cases.events(connection, case.id)

    assert now is not None and now.status == "assigned"
    assert [(actor, event) for actor, event, _ in history] == [
        ("requester", "opened"),
        ("person:anna", "status"),
    ]


def test_status_that_cannot_follow_is_refused(database: Database, talk: Conversation) -> None:
    case = open_one(database, talk)
    with database.write() as connection:
        cases.set_status(connection, case, cases.CLOSED, "person:anna", NOW)
        closed = cases.of_reference(connection, talk.id, case.reference)
        assert closed is not None
        with pytest.raises(MoveRefused):
            cases.set_status(connection, closed, cases.WAITING, "person:anna", NOW)


def test_change_of_a_case_that_changed_meanwhile_is_refused(database: Database, talk: Conversation) -> None:
    case = open_one(database, talk)
    with database.write() as connection:
        cases.set_status(connection, case, cases.ASSIGNED, "person:anna", NOW)
    with database.write() as connection, pytest.raises(EpochChanged):
        cases.set_status(connection, case, cases.ASSIGNED, "person:bo", NOW)


def test_closed_escalation_is_no_longer_open(database: Database, talk: Conversation) -> None:
    case = open_one(database, talk)
    open_one(database, talk, cases.COOPERATION)
    with database.write() as connection:
        before = cases.open_escalation(connection, talk.id)
        cases.set_status(connection, case, cases.CLOSED, "requester", NOW)
        after = cases.open_escalation(connection, talk.id)

    assert before is not None and before.id == case.id
    assert after is None
