"""Letters: queued with what they tell of, claimed by one gateway, forgotten when they are out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import cases, letters
from desk.cases import ESCALATION, Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.errors import AddressRefused, LetterUnknown
from desk.letters import FAILED, QUEUED, SENT, Letter
from tests.databases import NOW, later

VALUES = {"reference": "CB-1", "link": "https://desk.example/back#x", "until": "30 November 2026"}
KIND = "answer_waiting"


def queue(database: Database, talk: Conversation, to: str = "li.wei@city.example", case: int | None = None) -> int:
    with database.write() as connection:
        return letters.enqueue(connection, to, KIND, "zh", VALUES, NOW, talk.id, case)


def one(database: Database, moment: float = 0) -> Letter:
    with database.read() as connection:
        (found,) = letters.due(connection, later(moment))
    return found


def test_every_letter_says_the_same_in_both_languages() -> None:
    for kind, parts in letters.kinds().items():
        assert set(parts) == {"subject", "body"}, kind
        for part in parts.values():
            assert set(part) == {"en", "zh"} and all(text.strip() for text in part.values()), kind
            assert set(re.findall(r"\{\w+\}", part["en"])) == set(re.findall(r"\{\w+\}", part["zh"])), kind
        assert all("\n" not in text.strip() for text in parts["subject"].values()), kind


def test_letter_is_claimed_once_and_comes_again_when_nobody_reports(database: Database, talk: Conversation) -> None:
    queue(database, talk)
    letter = one(database)
    with database.write() as connection:
        claims = [letters.claim(connection, letter, later(120), NOW) for _ in range(2)]
        meanwhile = letters.due(connection, later(119))

    assert claims == [True, False] and meanwhile == []
    assert one(database, 121).attempts == 1


def test_what_a_letter_said_is_forgotten_once_it_is_out(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        case = cases.open_case(connection, talk, Wish(ESCALATION, "?", [], "zh", None, "beijing"), NOW)
    gone, broken = (queue(database, talk, case=case.id) for _ in range(2))
    with database.write() as connection:
        letters.sent(connection, gone, later(1))
        letters.failed(connection, broken, later(1), "smtp_550")
        letters.sent(connection, broken, later(2))  # too late: its end is written already
        found = letters.of_case(connection, case.id)

    assert [(each.state, each.error, each.filling) for each in found] == [(SENT, None, {}), (FAILED, "smtp_550", {})]


def test_letter_is_given_up_after_three_days(database: Database, talk: Conversation) -> None:
    queue(database, talk)
    with database.write() as connection:
        early = letters.give_up(connection, NOW + timedelta(days=3))
        late = letters.give_up(connection, NOW + timedelta(days=3, seconds=1))
        states = letters.count_by_state(connection)

    assert (early, late, states) == (0, 1, {FAILED: 1})


def test_letter_that_is_no_longer_needed_is_taken_back(database: Database, talk: Conversation) -> None:
    queue(database, talk)
    with database.write() as connection:
        assert letters.withdraw(connection, talk.id, "another_kind") == 0
        assert letters.count_by_state(connection) == {QUEUED: 1}
        assert letters.withdraw(connection, talk.id, KIND) == 1
        assert letters.count_by_state(connection) == {}


def test_old_letters_are_deleted_and_waiting_ones_stay(database: Database, talk: Conversation) -> None:
    out, _waiting = (queue(database, talk) for _ in range(2))
    with database.write() as connection:
        letters.sent(connection, out, NOW)
        deleted = letters.delete_ended(connection, later(1))
        states = letters.count_by_state(connection)

    assert (deleted, states) == (1, {QUEUED: 1})


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b",
        "a@b.eu, c@d.eu",
        "a@b.eu\nBcc: c@d.eu",
        "a b@c.eu",
        "a@c.eu\r\n\r\nHello",
        "x" * 250 + "@b.eu",
    ],
)
def test_what_is_no_single_address_is_refused(sqlite_url: str, to: str) -> None:
    with pytest.raises(AddressRefused):
        letters.address(to)


def test_addresses_in_other_scripts_are_addresses() -> None:
    assert letters.address(" 李伟@例子.中国 ") == "李伟@例子.中国"


def test_letter_that_nobody_wrote_or_that_lacks_a_value_is_refused(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        with pytest.raises(LetterUnknown, match="no_such"):
            letters.enqueue(connection, "a@b.eu", "no_such", "en", {}, NOW)
        with pytest.raises(LetterUnknown, match=r"\['until'\]"):
            letters.enqueue(connection, "a@b.eu", KIND, "en", {"reference": "1", "link": "x"}, NOW)


@given(st.text(max_size=60))
def test_no_value_can_begin_another_line_of_the_subject(text: str) -> None:
    letter = Letter(1, None, None, "a@b.eu", KIND, "en", {**VALUES, "reference": text}, QUEUED, 0, NOW, None, NOW, NOW)
    subject, _body = letters.written(letter, text)

    assert len(subject.splitlines()) == 1 and "{helpdesk}" not in subject.replace(text, "")
