"""What happened is gathered into one letter for each, in office hours, and only while it matters."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from desk import cases, conversations, digests, handling, letters, notifications
from desk.cases import Case
from desk.conversations import Conversation
from desk.database import Database
from desk.digests import words
from desk.notifications import Choice
from desk.staff import accounts
from desk.staff.accounts import Staff
from tests.databases import NOW
from tests.desk.notifying import SECRET, mails, opened, people, worker

__all__ = ["people"]

APART = timedelta(minutes=10)
SITE = "https://help.city.example"


def digest(database: Database, now: datetime) -> list[letters.Letter]:
    """Write the letters that are due now, as every gateway does."""
    with database.write() as connection:
        found = [digests.write(connection, person, SITE, now) for person in digests.due(connection, now, APART)]
        return [letters.by_id(connection, each) for each in found if each is not None]


def several(database: Database, number: int) -> Iterator[Case]:
    for _ in range(number):
        with database.write() as connection:
            talk = conversations.open_with_token(connection, "web", "zh", NOW)[0]
        yield opened(database, talk, due=NOW + timedelta(days=2))


def test_fifty_cases_are_one_letter_in_ones_language_without_a_word_of_the_visitor(
    database: Database, people: dict[str, Staff]
) -> None:
    made = list(several(database, 50))
    morning = NOW.replace(day=24, hour=1)  # nine in Beijing
    assert digest(database, NOW + timedelta(seconds=30)) == []

    (letter,) = digest(database, morning + timedelta(minutes=2))
    subject, body = letters.written(letter, "Test desk")

    assert letter.recipient == "li@desk.example" and letter.language == "zh"
    assert "50" in subject and made[0].reference in body and f"{SITE}/desk/cases/{made[0].reference}" in body
    assert "人工咨询" in body and "2026年11月25日" in body and "另有30个事项" in body
    assert SECRET not in body and "{" not in body
    assert digest(database, morning + timedelta(minutes=4)) == []


def test_letters_to_one_person_lie_some_minutes_apart(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    opened(database, talk)
    first = digest(database, NOW + timedelta(minutes=1))
    opened(database, talk, NOW + timedelta(minutes=2))
    second = digest(database, NOW + timedelta(minutes=5))
    third = digest(database, NOW + timedelta(minutes=12))

    assert [letter.recipient for letter in first] == [letter.recipient for letter in third]
    assert {letter.recipient for letter in first} == {"ann@desk.example", "bea@desk.example"}
    assert second == []


def test_at_night_letters_wait_but_for_those_who_want_them(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    with database.write() as connection:
        notifications.choose(connection, people["bea"].id, Choice(always=True))
    night = NOW.replace(hour=20)
    opened(database, talk, night)

    assert [letter.recipient for letter in digest(database, night + timedelta(minutes=2))] == ["bea@desk.example"]
    assert [letter.recipient for letter in digest(database, night + timedelta(hours=13))] == ["ann@desk.example"]


def test_what_no_longer_matters_in_the_morning_is_not_told(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    case = opened(database, talk)
    with database.write() as connection:
        handling.take(connection, worker(people["bea"]), case, case.version)

    assert digest(database, NOW + timedelta(minutes=2)) == [] and mails(database) == set()


def test_two_gateways_write_one_letter(database: Database, people: dict[str, Staff], talk: Conversation) -> None:
    opened(database, talk)
    now = NOW + timedelta(minutes=2)

    def write(_: int) -> int | None:
        with database.write() as connection:
            return digests.write(connection, people["ann"].id, SITE, now)

    with ThreadPoolExecutor(4) as pool:
        assert len([each for each in pool.map(write, range(4)) if each is not None]) == 1


def test_where_no_letters_are_sent_nothing_waits_for_one(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    opened(database, talk)
    with database.write() as connection:
        assert digests.is_stale(connection, None) and digests.forget(connection, None) == 2
        assert not digests.is_stale(connection, None)


def test_the_words_of_the_letter_are_there_in_both_languages() -> None:
    kinds = {f"event.{kind}" for kind in notifications.KINDS} | {f"kind.{kind}" for kind in cases.ALL_KINDS}

    assert kinds | {f"office.{office}" for office in accounts.OFFICES} <= set(words())
    assert all(set(pair) == {"en", "zh"} and all(pair.values()) for pair in words().values())
