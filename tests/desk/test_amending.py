"""A request that is with the desk changes when its requester says so; everything that follows from it changes too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from desk import amending, audit, cases, figure_tables, history, requests, search
from desk.audit import Actor
from desk.conversations import Conversation
from desk.database import Database
from desk.search import Query
from tests.databases import later
from tests.desk.test_requests import BOLOGNA, submit

REQUESTER = Actor("requester", "-")
MOVED = {
    "name": "Luca Bianchi", "organisation": "City of Ferrara", "city": "Ferrara", "city_ref": None, "country": None,
    "role": "university", "phone": None, "topics": ("clusters/mobility",), "description": "Cargo bikes",
    "partner": "Yantai", "partner_refs": ("cities/yantai",), "timeframe": "later", "budget": "large",
    "contacts": None,
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), MOVED.items())
def test_a_field_is_changed_and_history_and_log_name_it_without_its_value(
    database: Database, talk: Conversation, field: str, value: object
) -> None:
    case = submit(database, talk, BOLOGNA)
    with database.write() as connection:
        fields = amending.amend(connection, case, replace(BOLOGNA, **{field: value}), REQUESTER, later(60))
        event = history.of_case(connection, case.id)[-1]
        line = audit.page(connection, subject=f"case:{case.reference}")[0]
        now = requests.of_case(connection, case.id)

    assert now == replace(BOLOGNA, **{field: value}) and fields == [field]
    assert (event.actor, event.event, event.data) == ("requester", "amended", {"fields": [field]})
    assert (line.actor, line.action, line.fields) == ("requester", "case.amended", [field])


def test_another_address_is_not_confirmed_and_gets_no_letter_until_it_is(
    database: Database, talk: Conversation
) -> None:
    case = submit(database, talk, BOLOGNA)
    with database.write() as connection:
        first = amending.may_write_to(connection, case, BOLOGNA)
        requests.confirm_email(connection, case.id)
        other = replace(BOLOGNA, email="l.bianchi@bologna.example", email_confirmed=True)
        amending.amend(connection, case, other, REQUESTER, later(60))
        now = requests.of_case(connection, case.id)
        assert now is not None
        before = now.email_confirmed, amending.may_write_to(connection, case, now)
        requests.confirm_email(connection, case.id)
        after = requests.of_case(connection, case.id)
        assert after is not None
        allowed = amending.may_write_to(connection, case, after)

    assert first and before == (False, False) and allowed


def test_an_address_stays_confirmed_when_something_else_changes(database: Database, talk: Conversation) -> None:
    case = submit(database, talk, BOLOGNA)
    with database.write() as connection:
        requests.confirm_email(connection, case.id)
        amending.amend(connection, case, replace(BOLOGNA, budget="large"), REQUESTER, later(60))
        now = requests.of_case(connection, case.id)

    assert now is not None and now.email_confirmed and now.budget == "large"


def test_what_says_the_same_changes_nothing(database: Database, talk: Conversation) -> None:
    case = submit(database, talk, BOLOGNA)
    with database.write() as connection:
        fields = amending.amend(connection, case, BOLOGNA, REQUESTER, later(60))
        lines = audit.page(connection, subject=f"case:{case.reference}")

    assert fields == [] and lines == []


def test_search_figures_and_the_head_of_the_case_follow(database: Database, talk: Conversation) -> None:
    case = submit(database, talk, BOLOGNA)
    wished = replace(BOLOGNA, description="Cargo bikes for parcels", topics=("clusters/mobility",), partner=None,
                     partner_refs=())  # fmt: skip
    with database.write() as connection:
        amending.amend(connection, case, wished, REQUESTER, later(60))
        now = cases.by_id(connection, case.id)
        refs = connection.execute(select(figure_tables.wishes.c.ref)).scalars().all()
        found = [search.find(connection, Query(words)).hits for words in ("parcels", "organic")]

    assert now is not None and (now.asked, now.records) == ("Cargo bikes for parcels", ["clusters/mobility"])
    assert now.updated == later(60) and refs == ["clusters/mobility"]
    assert [bool(hits) for hits in found] == [True, False]


def test_what_was_changed_is_known_for_several_cases_at_once(database: Database, talk: Conversation) -> None:
    first, second = submit(database, talk, BOLOGNA), submit(database, talk, BOLOGNA)
    with database.write() as connection:
        amending.amend(connection, first, replace(BOLOGNA, budget="large"), REQUESTER, later(60))
        amending.amend(connection, first, replace(BOLOGNA, budget="none", phone=None), REQUESTER, later(90))
        found = amending.of_cases(connection, [first.id, second.id])

    assert found == {first.id: {"budget": later(90), "phone": later(90)}}
