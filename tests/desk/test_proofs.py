"""Codes prove an address: once, for fifteen minutes, five tries, in the conversation they were asked for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from desk import cases, conversations, proofs
from desk.cases import Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.proofs import EMAIL, GOOD_FOR, MOST_IN_CONVERSATION, MOST_TO_ADDRESS, MOST_TRIES, STATUS, Proof
from desk.request_models import proof_codes
from tests.databases import NOW

ANNA = "anna@city.example"


def issue(connection: Connection, talk: Conversation, minutes: int = 0) -> str:
    code = proofs.issue(connection, talk.id, EMAIL, ANNA, None, NOW + timedelta(minutes=minutes))
    assert code is not None
    return code


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_right_code_counts_once(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        code = issue(connection, talk)
        first = proofs.check(connection, talk.id, code, NOW)
        second = proofs.check(connection, talk.id, code, NOW)

    assert first == Proof(EMAIL, ANNA, None) and second is None
    assert len(code) == 6 and code.isdigit()


def test_code_is_stored_as_a_hash_only(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        code = issue(connection, talk)
        row = connection.execute(select(proof_codes)).one()

    assert code not in str(tuple(row))


def test_code_expires(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        code = issue(connection, talk)
        late = proofs.check(connection, talk.id, code, NOW + GOOD_FOR)
        in_time = proofs.check(connection, talk.id, code, NOW + GOOD_FOR - timedelta(seconds=1))

    assert late is None and in_time is not None


def test_after_five_tries_the_right_code_is_wrong(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        code = issue(connection, talk)
        wrong = [proofs.check(connection, talk.id, other_than(code), NOW) for _ in range(MOST_TRIES)]

        assert wrong == [None] * MOST_TRIES
        assert proofs.check(connection, talk.id, code, NOW) is None


def test_code_of_another_conversation_opens_nothing(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        stranger, _ = conversations.open_with_token(connection, "web", "en", NOW)
        code = issue(connection, talk)

        assert proofs.check(connection, stranger.id, code, NOW) is None


def test_newer_code_ends_the_older(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        old, new = issue(connection, talk), issue(connection, talk, minutes=1)
        first = proofs.check(connection, talk.id, old, NOW + timedelta(minutes=1))
        second = proofs.check(connection, talk.id, new, NOW + timedelta(minutes=1))

    assert first is None or old == new
    assert second is not None or old == new


def test_code_for_nobody_is_made_and_stored_but_opens_nothing(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        code = proofs.issue(connection, talk.id, STATUS, None, None, NOW)
        stored = connection.execute(select(func.count()).select_from(proof_codes)).scalar_one()

        assert code is not None and stored == 1
        assert proofs.check(connection, talk.id, code, NOW) is None


def test_code_for_a_status_names_the_case(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        case = cases.open_case(connection, talk, Wish(cases.COOPERATION, "x", [], "en", None), NOW)
        stranger, _ = conversations.open_with_token(connection, "web", "en", NOW)
        code = proofs.issue(connection, stranger.id, STATUS, ANNA, case.id, NOW)

        assert code is not None
        assert proofs.check(connection, stranger.id, code, NOW) == Proof(STATUS, ANNA, case.id)


def test_a_conversation_gets_so_many_codes_an_hour(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        codes = [proofs.issue(connection, talk.id, EMAIL, ANNA, None, NOW) for _ in range(MOST_IN_CONVERSATION + 1)]
        later = proofs.issue(connection, talk.id, EMAIL, ANNA, None, NOW + timedelta(minutes=61))

    assert codes[-1] is None and None not in codes[:-1]
    assert later is not None


def test_an_address_gets_so_many_codes_a_day_from_all_conversations(database: Database) -> None:
    with database.write() as connection:
        allowed = []
        for _ in range(MOST_TO_ADDRESS + 1):
            stranger, _ = conversations.open_with_token(connection, "web", "en", NOW)
            proofs.issue(connection, stranger.id, EMAIL, ANNA, None, NOW)
            allowed.append(proofs.may_send(connection, ANNA, NOW))

    assert allowed == [True] * MOST_TO_ADDRESS + [False]
