"""A colleague whom a note names is told once, finds the case, and whom nobody named is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import digests, inbox, labelling, letters, mentions, notifications
from desk.cases import Case
from desk.conversations import Conversation
from desk.database import Database
from desk.inbox import NAMED, Query
from desk.notifications import Choice
from desk.staff import accounts
from desk.staff.accounts import Profile, Staff
from tests.databases import NOW
from tests.desk.notifying import forgotten, mails, opened, people, worker

__all__ = ["people"]

ANNA, ANNE, ANNA_K = "Anna Lindqvist", "Anne Petit", "Anna Kowalska"
LIN, LIN_FENG, ZHOU = "林晓（演示）", "林晓峰", "周启明"


def staff_of(database: Database, *names: str) -> dict[str, Staff]:
    with database.write() as connection:
        return {
            name: accounts.create(
                connection, Profile(f"p{number}@city.example", name, "agent", "brussels", ["en"], "en"), NOW
            )
            for number, name in enumerate(names)
        }


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("@Anna Lindqvist please look", [ANNA]),
        ("@anna   lindqvist please look", [ANNA]),
        ("@Anna please look", []),  # two are called so
        ("@Anne, and @Anna Kowalska: see above", [ANNE, ANNA_K]),
        ("(@Anne) @Anne", [ANNE]),
        ("@Annex is a building, @Anne-Marie is nobody", []),
        ("write to info@anne.example or x.@Anne", []),
        ("请@林晓看一下", [LIN]),
        ("请＠林晓（演示）看一下", [LIN]),
        ("@林晓峰请处理，@周启明知悉", [LIN_FENG, ZHOU]),
        ("林晓、Anne", []),
    ],
)
def test_who_is_named(database: Database, note: str, told: list[str]) -> None:
    known = staff_of(database, ANNA, ANNE, ANNA_K, LIN, LIN_FENG, ZHOU)

    assert mentions.named(note, known.values()) == [known[name].id for name in told]


def test_a_closed_account_is_not_named(database: Database) -> None:
    anne = staff_of(database, ANNE)[ANNE]
    with database.write() as connection:
        profile = Profile(anne.email, anne.name, anne.role, anne.office, anne.languages, anne.language)
        accounts.change(connection, anne, profile, False, NOW)
        everybody = accounts.everybody(connection)

    assert mentions.named("@Anne", everybody) == []


def named_in(database: Database, person: Staff) -> list[int]:
    with database.read() as connection:
        return [entry.case.id for entry in inbox.listing(connection, Query(NAMED, person.id), NOW).entries]


def noted(database: Database, who: Staff, case: Case, text: str) -> None:
    with database.write() as connection:
        labelling.note(connection, worker(who), case, text)


def test_a_case_of_the_other_office_calls_the_colleague_until_they_open_it(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    case = opened(database, talk)
    forgotten(database)
    li = people["li"]
    noted(database, people["ann"], case, "@Li do you know this city? @Ann @Vic")

    assert named_in(database, people["vic"]) == [case.id]
    assert mails(database) == {(li.id, "named")}  # who names themselves is not told, a viewer not by letter
    assert named_in(database, li) == [case.id] and named_in(database, people["ann"]) == []
    with database.write() as connection:
        assert inbox.counts(connection, li.id, NOW)[NAMED] == 1
        before = inbox.calling(connection, people["vic"].id)
        mentions.read(connection, case.id, li.id)
        assert inbox.counts(connection, li.id, NOW)[NAMED] == 0
        assert inbox.calling(connection, people["vic"].id) == before
    assert named_in(database, li) == []


def test_the_letter_says_that_a_note_mentions_them_in_their_language_and_not_what_it_says(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    case = opened(database, talk)
    forgotten(database)
    noted(database, people["ann"], case, "@Li secret of the mayor")
    with database.write() as connection:
        number = digests.write(connection, people["li"].id, "https://help.city.example", NOW)
        assert number is not None
        _, body = letters.written(letters.by_id(connection, number), "Test desk")

    assert "同事在备注中提到您" in body and case.reference in body and "mayor" not in body


def test_who_has_opened_the_case_meanwhile_gets_no_letter_and_who_wants_none_neither(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    case = opened(database, talk)
    forgotten(database)
    with database.write() as connection:
        notifications.choose(connection, people["bea"].id, Choice(named=False))
    noted(database, people["ann"], case, "@Li @Bea please")
    assert mails(database) == {(people["li"].id, "named")}
    with database.write() as connection:
        mentions.read(connection, case.id, people["li"].id)
        assert digests.write(connection, people["li"].id, "https://help.city.example", NOW) is None
    assert named_in(database, people["bea"]) == [case.id]  # the mark stays: only the letter is a matter of choice


def test_a_second_note_calls_again_and_is_one_mark(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    case = opened(database, talk)
    for _ in range(2):
        noted(database, people["ann"], case, "@Li please")
    assert named_in(database, people["li"]) == [case.id]
    with database.write() as connection:
        mentions.read(connection, case.id, people["li"].id)
        later = worker(people["ann"], NOW + timedelta(hours=1))
        labelling.note(connection, later, case, "@Li please!")

    assert named_in(database, people["li"]) == [case.id]
