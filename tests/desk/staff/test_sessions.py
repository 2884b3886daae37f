"""Sessions and links: short, hashed, ended at any moment."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desk.database import Database
from desk.staff import accounts, links, sessions, signin
from desk.staff.accounts import Staff
from desk.staff.errors import LinkSpent
from desk.staff.models import staff_links, staff_sessions
from desk.staff.sessions import HALF_OPEN, IDLE, LONGEST
from desk.staff.signin import Place
from tests.databases import NOW, later
from tests.desk.staff.test_accounts import profile_of

PLACE = ("192.0.2.0/24", "Browser 1")


def test_a_session_counts_until_it_is_idle_too_long(database: Database, anna: Staff) -> None:
    idle = IDLE.total_seconds()
    with database.write() as connection:
        session, token = sessions.open_session(connection, anna.id, True, *PLACE, NOW)
        assert sessions.by_token(connection, token, later(idle - 1)) == session
        assert sessions.by_token(connection, token, later(idle)) is None
        sessions.seen(connection, session, later(idle - 1))
        assert sessions.by_token(connection, token, later(idle + 60)) is not None


def test_a_session_ends_after_a_day_of_work_however_busy_it_is(database: Database, anna: Staff) -> None:
    end = LONGEST.total_seconds()
    with database.write() as connection:
        session, token = sessions.open_session(connection, anna.id, True, *PLACE, NOW)
        sessions.seen(connection, session, later(end - 1))
        assert sessions.by_token(connection, token, later(end - 1)) is not None
        assert sessions.by_token(connection, token, later(end)) is None
        assert sessions.delete_old(connection, later(end)) == 1


@pytest.mark.parametrize("token", ["", " ", "None", "x" * 43, "x" * 5000, "\x00"])
def test_what_never_was_a_token_opens_nothing(database: Database, anna: Staff, token: str) -> None:
    with database.write() as connection:
        sessions.open_session(connection, anna.id, True, *PLACE, NOW)
        assert sessions.by_token(connection, token, NOW) is None


def test_the_second_step_gets_a_new_session_and_the_first_is_gone(database: Database, anna: Staff) -> None:
    with database.write() as connection:
        half, first = sessions.open_session(connection, anna.id, False, *PLACE, NOW)
        whole, second = signin.complete(connection, half, Place(*PLACE), later(5))
        assert sessions.by_token(connection, first, later(6)) is None
        assert sessions.by_token(connection, second, later(6)) == whole

    assert (half.complete, whole.complete) == (False, True)
    assert half.until == NOW + HALF_OPEN
    assert {half.csrf, half.id}.isdisjoint({whole.csrf, whole.id})


def test_a_closed_account_has_no_session_any_more(database: Database, anna: Staff, li: Staff) -> None:
    with database.write() as connection:
        _, token = sessions.open_session(connection, li.id, True, *PLACE, NOW)
        accounts.change(connection, li, profile_of(li), False, later(1))
        assert sessions.by_token(connection, token, later(2)) is None


def test_somebody_ends_their_own_sessions_and_nobody_elses(database: Database, anna: Staff, li: Staff) -> None:
    with database.write() as connection:
        hers, _ = sessions.open_session(connection, anna.id, True, *PLACE, NOW)
        other, _ = sessions.open_session(connection, anna.id, True, *PLACE, later(1))
        his, _ = sessions.open_session(connection, li.id, True, *PLACE, NOW)
        assert not sessions.end(connection, anna.id, his.id)
        assert [each.id for each in sessions.of_person(connection, anna.id, later(2))] == [other.id, hers.id]
        assert sessions.end_all(connection, anna.id, but=other.id) == 1
        assert [each.id for each in sessions.of_person(connection, anna.id, later(2))] == [other.id]
        assert len(sessions.of_person(connection, li.id, later(2))) == 1


def test_a_new_password_ends_every_session(database: Database, anna: Staff) -> None:
    with database.write() as connection:
        _, token = sessions.open_session(connection, anna.id, True, *PLACE, NOW)
        signin.set_password(connection, anna, "seven bridges over the Yangtze", later(1))
        assert sessions.by_token(connection, token, later(2)) is None


def test_a_link_is_used_once_and_not_for_ever(database: Database, anna: Staff) -> None:
    hours = links.GOOD_FOR.total_seconds()
    with database.write() as connection:
        token = links.issue(connection, anna, NOW)
        assert links.holder(connection, token, later(hours - 1)) == anna
        with pytest.raises(LinkSpent):
            links.use(connection, token, later(hours))
        assert links.use(connection, token, later(hours - 1)) == anna
        with pytest.raises(LinkSpent):
            links.use(connection, token, later(1))


@pytest.mark.parametrize("token", ["", " " * 43, "None", "x" * 43, "x" * 44])
def test_what_never_was_a_link_opens_nothing(database: Database, anna: Staff, token: str) -> None:
    with database.write() as connection:
        links.issue(connection, anna, NOW)
        with pytest.raises(LinkSpent):
            links.holder(connection, token, later(1))


def test_a_link_in_another_case_opens_nothing(database: Database, anna: Staff) -> None:
    with database.write() as connection:
        token = links.issue(connection, anna, NOW)
        with pytest.raises(LinkSpent):
            links.holder(connection, token.swapcase(), later(1))


def test_a_newer_link_ends_the_older_and_a_closed_account_all(database: Database, anna: Staff, li: Staff) -> None:
    with database.write() as connection:
        first, second = links.issue(connection, li, NOW), links.issue(connection, li, later(1))
        with pytest.raises(LinkSpent):
            links.holder(connection, first, later(2))
        accounts.change(connection, li, profile_of(li), False, later(2))
        with pytest.raises(LinkSpent):
            links.use(connection, second, later(3))


def test_neither_tokens_nor_links_are_stored(database: Database, anna: Staff) -> None:
    with database.write() as connection:
        _, token = sessions.open_session(connection, anna.id, True, *PLACE, NOW)
        link = links.issue(connection, anna, NOW)
        rows = [*connection.execute(select(staff_sessions)).all(), *connection.execute(select(staff_links)).all()]

    assert token not in str(rows)
    assert link not in str(rows)
