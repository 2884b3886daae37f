"""What cooperation requests say is stored field by field, listed, filtered, and deleted with the case."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from desk import cases, requests, retention
from desk.audit import Actor
from desk.cases import Case, Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.request_models import requests as rows
from desk.requests import Consent, Query, Request
from desk.retention import Periods
from tests.databases import NOW, later

MACHINE = Actor("-", "retention")
AGREED = Consent("2026-11", "0" * 64, "en", NOW)
BOLOGNA = Request(
    "Anna Rossi", "City of Bologna", "Bologna", "cities/bologna", "IT", "city", "anna@bologna.example", False,
    "+390512193040", ("clusters/circular-economy",), "Sorting of organic waste", "Wuhan", ("cities/wuhan",),
    "year", "small", "a visit in 2019",
)  # fmt: skip
ULM = Request("Jan Meyer", "100% Ulm_e.V.", country="DE", role="ngo", email="jan@ulm.example")


def submit(database: Database, talk: Conversation, request: Request) -> Case:
    with database.write() as connection:
        case = cases.open_case(connection, talk, Wish(cases.COOPERATION, "x", [], "en", later(9)), NOW)
        requests.store(connection, case.id, request, AGREED, NOW)
        return case


def test_every_field_comes_back_as_it_was_stored(database: Database, talk: Conversation) -> None:
    case = submit(database, talk, BOLOGNA)
    with database.read() as connection:
        assert requests.of_case(connection, case.id) == BOLOGNA
        assert requests.consent_of(connection, case.id) == AGREED


def test_case_without_a_form_has_no_request(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        case = cases.open_case(connection, talk, Wish(cases.ESCALATION, "x", [], "en", None), NOW)

        assert requests.of_case(connection, case.id) is None
        assert requests.consent_of(connection, case.id) is None


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (Query(), ["Jan Meyer", "Anna Rossi"]),
        (Query({"country": "IT"}), ["Anna Rossi"]),
        (Query({"role": "ngo", "country": "DE"}), ["Jan Meyer"]),
        (Query({"consent_hash": "x"}), ["Jan Meyer", "Anna Rossi"]),
        (Query(topic="clusters/circular-economy"), ["Anna Rossi"]),
        (Query(topic="clusters/circular"), []),
        (Query(words="BOLOGNA"), ["Anna Rossi"]),
        (Query(words="100%"), ["Jan Meyer"]),
        (Query(words="%"), ["Jan Meyer"]),
        (Query(page=1), []),
    ],
)
def test_requests_are_listed_and_filtered(
    database: Database, talk: Conversation, query: Query, names: list[str]
) -> None:
    submit(database, talk, BOLOGNA)
    submit(database, talk, ULM)
    with database.read() as connection:
        found, total = requests.listing(connection, query)

    assert [entry.request.name for entry in found] == names
    assert total == (2 if query.page else len(names))
    assert all(entry.case.kind == cases.COOPERATION and entry.consent == AGREED for entry in found)


def test_confirmed_address_is_noted(database: Database, talk: Conversation) -> None:
    case = submit(database, talk, BOLOGNA)
    with database.write() as connection:
        requests.confirm_email(connection, case.id)
        now = requests.of_case(connection, case.id)

    assert now is not None and now.email_confirmed


def test_request_goes_with_its_case(database: Database, talk: Conversation) -> None:
    case = submit(database, talk, BOLOGNA)
    with database.write() as connection:
        cases.set_status(connection, case, cases.CLOSED, "person:anna", later(1))
        retention.apply(connection, Periods(), MACHINE, later(366 * 86400))
        left = connection.execute(select(func.count()).select_from(rows)).scalar_one()

    assert left == 0
