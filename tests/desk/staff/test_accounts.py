"""Accounts: one address, one account; nobody locks the desk out of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.database import Database
from desk.staff import accounts
from desk.staff.accounts import Profile, Staff
from desk.staff.errors import EmailTaken, FieldWrong, LastAdmin
from tests.databases import later
from tests.desk.staff.conftest import ANNA, LI


def profile_of(person: Staff, **changes: object) -> Profile:
    given = {name: getattr(person, name) for name in Profile.__dataclass_fields__}
    return Profile(**{**given, **changes})


def test_an_address_has_one_account_however_it_is_written(database: Database, anna: Staff) -> None:
    with database.write() as connection, pytest.raises(EmailTaken):
        accounts.create(connection, replace(ANNA, email="  ANNA@Desk.Example "), later(1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "anna"),
        ("email", "anna@desk"),
        ("email", "<script>@desk.example"),
        ("name", "   "),
        ("name", "a\u202eb"),
        ("name", "x" * 121),
        ("role", "owner"),
        ("role", ""),
        ("office", "paris"),
        ("languages", []),
        ("languages", ["en", "fr"]),
        ("language", "zh-TW"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(field: str, value: object) -> None:
    with pytest.raises(FieldWrong) as refusal:
        replace(ANNA, **{field: value})

    assert refusal.value.field == field


def test_a_change_tells_which_fields_differ(database: Database, li: Staff) -> None:
    with database.write() as connection:
        changed = accounts.change(connection, li, profile_of(li, role="viewer", name="李敏 "), True, later(5))
        after = accounts.by_id(connection, li.id)

    assert changed == ["role"]
    assert (after.role, after.updated) == ("viewer", later(5))


def test_another_accounts_address_is_refused_and_nothing_is_changed(database: Database, li: Staff) -> None:
    with database.write() as connection:
        with pytest.raises(EmailTaken):
            accounts.change(connection, li, profile_of(li, email=ANNA.email, role="viewer"), True, later(5))
        assert accounts.by_id(connection, li.id) == li


@pytest.mark.parametrize(("role", "active"), [("agent", True), ("admin", False)])
def test_the_last_administrator_stays_one(database: Database, anna: Staff, li: Staff, role: str, active: bool) -> None:
    with database.write() as connection, pytest.raises(LastAdmin):
        accounts.change(connection, anna, profile_of(anna, role=role), active, later(5))
    with database.write() as connection:
        accounts.change(connection, li, profile_of(li, role="admin"), True, later(6))
        accounts.change(connection, anna, profile_of(anna, role=role), active, later(7))
        assert accounts.has_admin(connection)


@pytest.mark.parametrize(
    ("role", "may"),
    [("viewer", [True, False, False]), ("agent", [True, True, False]), ("admin", [True, True, True])],
)
def test_each_role_may_what_those_before_it_may(anna: Staff, role: str, may: list[bool]) -> None:
    person = replace(anna, role=role)

    assert [person.may(each) for each in accounts.ROLES] == may
    assert not any(replace(person, active=False).may(each) for each in accounts.ROLES)


def test_colleagues_are_listed_by_name_and_closed_accounts_last(database: Database, anna: Staff, li: Staff) -> None:
    with database.write() as connection:
        accounts.create(connection, replace(LI, email="zoe@desk.example", name="Zoe"), later(1))
        accounts.create(connection, replace(LI, email="bea@desk.example", name="bea"), later(1))
        accounts.change(connection, li, profile_of(li), False, later(2))
        names = [person.name for person in accounts.everybody(connection)]

    assert names == ["Anna Novak", "bea", "Zoe", "李敏"]
