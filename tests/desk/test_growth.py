"""What is done every second or with every message reads no more when more is stored (SQLite says how it would read)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from desk import conversations, leases, messages, outbox
from desk.database import Database
from desk.messages import Reply
from desk.migrate import migrate
from tests.databases import NOW


@pytest.fixture
def file(sqlite_url: str) -> Iterator[Database]:
    """An empty, migrated SQLite file."""
    database = Database(sqlite_url)
    migrate(database)
    yield database
    database.close()


def plans(database: Database, work: Callable[[Connection], object]) -> list[str]:
    """Return how SQLite reads for each statement of some work."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    with database.write() as connection:
        event.listen(database.engine, "before_cursor_execute", note)
        work(connection)
        event.remove(database.engine, "before_cursor_execute", note)
        found = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in statements]
        return [str(row[3]) for rows in found for row in rows]


@pytest.mark.parametrize(
    "work",
    [
        lambda connection: leases.abandoned(connection, NOW),
        lambda connection: messages.pending_count(connection, "any"),
        lambda connection: messages.first_pending(connection, "any"),
        lambda connection: outbox.due(connection, ["telegram"], NOW),
    ],
    ids=["abandoned", "pending_count", "first_pending", "due"],
)
def test_what_waits_is_found_without_reading_what_does_not(
    file: Database, work: Callable[[Connection], object]
) -> None:
    found = plans(file, work)

    assert any("ix_messages_pending" in plan or "ix_outbox_open" in plan for plan in found)
    assert not any(plan.startswith("SCAN") and "ix_messages_pending" not in plan for plan in found), found


def test_acknowledging_reads_only_what_is_new(file: Database) -> None:
    with file.write() as connection:
        talk = conversations.open_with_token(connection, "web", "en", NOW)[0]
        for _ in range(3):
            messages.say(connection, talk.id, "web", Reply("assistant", "x", [], [], "en"), NOW)

    found = plans(file, lambda connection: outbox.acknowledge(connection, talk.id, 3, NOW))

    assert any("ix_outbox_conversation_seq (conversation=? AND seq>? AND seq<?)" in plan for plan in found), found
