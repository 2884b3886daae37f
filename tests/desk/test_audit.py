"""The audit log: written with what it tells of, and never changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from desk import audit
from desk.audit import Actor
from desk.database import Database
from desk.staff.models import audit as lines
from tests.databases import NOW, later

ANNA = Actor("anna", "192.0.2.0/24")


def test_lines_come_newest_first_and_by_whom_or_what(database: Database) -> None:
    with database.write() as connection:
        audit.write(connection, ANNA, "case.read", "case:1", NOW, ["transcript"])
        audit.write(connection, Actor("li", "-"), "case.read", "case:1", later(1))
        audit.write(connection, ANNA, "case.take", "case:2", later(2), ["assignee", "status"])
        page = audit.page(connection, limit=2)
        before = audit.page(connection, before=page[-1].id)
        of_anna = audit.page(connection, actor="anna")
        of_case = audit.page(connection, subject="case:1")

    assert [line.action for line in page + before] == ["case.take", "case.read", "case.read"]
    assert [line.at for line in of_anna] == [later(2), NOW]
    assert [(line.actor, line.fields) for line in of_case] == [("li", []), ("anna", ["transcript"])]


def test_a_line_cannot_be_changed_or_deleted(database: Database) -> None:
    now = NOW - timedelta(days=30)
    with database.write() as connection:
        audit.write(connection, ANNA, "case.export", "case:1", now, ["transcript"])
    for command in (update(lines).values(actor="somebody else"), delete(lines)):
        with pytest.raises(DatabaseError, match="append-only"), database.write() as connection:
            connection.execute(command)
    with database.read() as connection:
        assert [line.actor for line in audit.page(connection)] == ["anna"]


def test_a_line_may_be_deleted_when_its_year_is_over(database: Database) -> None:
    with database.write() as connection:
        audit.write(connection, ANNA, "case.export", "case:1", NOW - timedelta(days=800))
        assert connection.execute(delete(lines)).rowcount == 1


def test_a_change_that_is_rolled_back_leaves_no_line(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        audit.write(connection, ANNA, "case.take", "case:1", NOW)
        raise ZeroDivisionError
    with database.read() as connection:
        assert audit.page(connection) == []
