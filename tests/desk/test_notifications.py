"""Each change of a case is told once, to those whom it concerns and who want to know, and never in anybody's words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from desk import cases, corrections, handling, lateness, notifications, webhooks
from desk.cases import Wish
from desk.conversations import DEMO, Conversation
from desk.database import Database
from desk.messages import IN, USER
from desk.models import conversations as talks
from desk.models import messages
from desk.notifications import Choice
from desk.staff.accounts import Staff
from desk.staff.secrets import Vault
from desk.webhooks import Target
from tests.databases import NOW
from tests.desk.notifying import SECRET, forgotten, mails, opened, people, worker

__all__ = ["people"]

PATIENCE = timedelta(minutes=120)


def test_new_case_is_told_to_those_of_its_office_who_answer(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    opened(database, talk)

    assert mails(database) == {(people["ann"].id, "new"), (people["bea"].id, "new")}


def test_who_gives_a_case_away_is_not_told_and_who_gets_it_is(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    case = opened(database, talk)
    forgotten(database)
    with database.write() as connection:
        mine = handling.assign(connection, worker(people["ann"]), case, case.version, people["ann"])
    assert mails(database) == set()
    with database.write() as connection:
        given = handling.assign(connection, worker(people["ann"]), mine, mine.version, people["bea"])
    assert mails(database) == {(people["bea"].id, "given")}
    forgotten(database)
    with database.write() as connection:
        freed = handling.assign(connection, worker(people["bea"]), given, given.version, None)
        moved = handling.move(connection, worker(people["bea"]), freed, freed.version, "beijing")

    assert moved.office == "beijing"
    assert mails(database) == {(people["ann"].id, "passed"), (people["li"].id, "passed")}


def test_nobody_is_told_of_the_record_they_found_wrong_themselves(database: Database, people: dict[str, Staff]) -> None:
    with database.write() as connection:
        corrections.report(connection, worker(people["ann"]), "cities/lyon", "The population is wrong", "")

    assert mails(database) == {(people["bea"].id, "new")}


def test_each_tells_what_they_want_to_hear_of(database: Database, people: dict[str, Staff], talk: Conversation) -> None:
    with database.write() as connection:
        notifications.choose(connection, people["ann"].id, Choice(False, False, False, False))
        notifications.choose(connection, people["bea"].id, Choice(fresh=False))
        assert notifications.choice_of(connection, people["bea"].id) == Choice(fresh=False)
    case = opened(database, talk)
    with database.write() as connection:
        given = handling.assign(connection, worker(people["li"]), case, case.version, people["ann"])
        handling.assign(connection, worker(people["li"]), given, given.version, people["bea"])

    assert mails(database) == {(people["bea"].id, "given")}


def test_a_case_of_the_demo_is_told_to_nobody(database: Database, people: dict[str, Staff], talk: Conversation) -> None:
    with database.write() as connection:
        connection.execute(talks.insert().values(id=DEMO + "1", **_copied(connection, talk)))
    played = replace(talk, id=DEMO + "1")
    opened(database, played, due=NOW - timedelta(days=1))
    late = NOW + timedelta(days=3)

    with database.read() as connection:
        assert lateness.find(connection, late, PATIENCE) == []
    assert mails(database) == set()


def _copied(connection, talk: Conversation) -> dict:
    row = connection.execute(select(talks).where(talks.c.id == talk.id)).one()._asdict()
    return {**{name: value for name, value in row.items() if name != "id"}, "external_user": "demo", "token_hash": None}


def says(database: Database, talk: Conversation, seq: int, author: str, at: datetime, owner: str) -> None:
    with database.write() as connection:
        place = {"conversation": talk.id, "seq": seq, "direction": IN, "author": author}
        said = {"text": SECRET, "language": "en", "created": at, "attempts": 0}
        connection.execute(messages.insert().values(**place, **said))
        connection.execute(talks.update().where(talks.c.id == talk.id).values(owner=owner))


def look(database: Database, now: datetime) -> list[str]:
    """Look once for what is late, and tell of it; return the kinds."""
    with database.write() as connection:
        found = lateness.find(connection, now, PATIENCE)
        assert lateness.tell(connection, found, now) == len(found)
        return sorted(late.kind for late in found)


def test_overdue_and_long_waiting_are_told_once_each(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    opened(database, talk, due=NOW + timedelta(hours=5))
    says(database, talk, 1, USER, NOW, "queue")

    # 10:00 UTC is 11:00 in Brussels, whose office closes at 17:00.
    seen = [look(database, NOW + timedelta(hours=hour)) for hour in (1, 2, 3, 4, 6, 7)]

    assert seen == [[], ["waiting"], [], [], ["overdue"], []]
    assert (people["ann"].id, "overdue") in mails(database)


def test_what_is_said_after_an_answer_may_become_late_again(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    case = opened(database, talk)
    says(database, talk, 1, USER, NOW, "queue")
    assert look(database, NOW + timedelta(hours=2)) == ["waiting"]
    with database.write() as connection:
        handling.assign(connection, worker(people["bea"]), case, case.version, people["ann"])
    says(database, talk, 2, "person:" + people["ann"].id, NOW + timedelta(hours=2), "person:" + people["ann"].id)
    forgotten(database)
    assert look(database, NOW + timedelta(hours=5)) == []
    says(database, talk, 3, USER, NOW + timedelta(hours=3), "person:" + people["ann"].id)

    assert look(database, NOW + timedelta(hours=5)) == ["waiting"]
    assert mails(database) == {(people["ann"].id, "waiting")}


def test_the_night_does_not_count_as_waiting(database: Database, people: dict[str, Staff], talk: Conversation) -> None:
    evening = NOW.replace(hour=15, minute=30)  # half past four in Brussels
    opened(database, talk, evening)
    says(database, talk, 1, USER, evening, "queue")

    assert look(database, evening + timedelta(hours=15)) == []  # half an hour, and not yet opened
    assert look(database, evening + timedelta(hours=18, minutes=10)) == ["waiting"]


def test_two_gateways_that_look_at_once_tell_once(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    opened(database, talk, due=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    with database.read() as connection:
        found = lateness.find(connection, later, PATIENCE)

    def tell(_: int) -> int:
        with database.write() as connection:
            return lateness.tell(connection, found, later)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tell, range(4))) == 1


def test_a_webhook_is_told_in_the_same_transaction_and_only_what_it_asked_for(
    database: Database, people: dict[str, Staff], talk: Conversation
) -> None:
    vault = Vault("a secret of the tests")
    with database.write() as connection:
        first, _ = webhooks.create(connection, vault, Target("One", "https://one.example/", ["new"]), NOW)
        webhooks.create(connection, vault, Target("Two", "https://two.example/", ["overdue"]), NOW)
        off, _ = webhooks.create(connection, vault, Target("Off", "https://off.example/", ["new"]), NOW)
        webhooks.change(connection, off, Target("Off", "https://off.example/", ["new"]), False, NOW)
    case = opened(database, talk)
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        cases.open_case(connection, talk, Wish("escalation", SECRET, [], "en", None), NOW)
        raise ZeroDivisionError

    with database.read() as connection:
        (call,) = webhooks.due(connection, NOW)
    assert (call.webhook, call.kind, call.payload["reference"]) == (first.id, "new", case.reference)
    assert SECRET not in str(call.payload)
