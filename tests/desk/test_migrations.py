"""The revisions lead to exactly the tables of the models, on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from desk import conversations, turns
from desk.database import Database
from desk.errors import DatabaseSetting
from desk.migrate import configuration, migrate, newest
from desk.search_models import is_modelled
from desk.staff import accounts
from desk.staff.accounts import Profile
from desk.tables import metadata
from desk.turns import Incoming, Lease


def test_migrated_tables_are_those_of_the_models(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_modelled})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_newest_file_is_the_head_that_alembic_sees() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == newest()


def test_second_migration_does_nothing(database: Database) -> None:
    assert migrate(database) is False


def test_gateways_that_start_together_migrate_once(tmp_path: Path) -> None:
    opened = [Database(f"sqlite:///{tmp_path / 'fresh.db'}") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        changed = list(pool.map(migrate, opened))

    assert sorted(changed) == [False, False, False, True]


def test_connections_that_open_a_fresh_file_at_the_same_moment_all_get_in(tmp_path: Path) -> None:
    barrier = Barrier(8)

    def journal(file: Path) -> str:
        engine = Database(f"sqlite:///{file}").engine
        barrier.wait()
        with engine.connect() as connection:
            return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())

    with ThreadPoolExecutor(8) as pool:
        modes = [mode for number in range(60) for mode in pool.map(journal, [tmp_path / f"{number}.db"] * 8)]

    assert set(modes) == {"wal"}


def test_downgrade_leaves_nothing(database: Database) -> None:
    config = configuration()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = set(inspect(connection).get_table_names()) - {"alembic_version"}
    migrate(database)

    assert left == set()


def test_the_way_back_takes_no_row_of_a_table_that_stays(database: Database) -> None:
    """SQLite deletes what hangs on a table whose copy is put in its place, so columns are dropped where they stand."""
    now = datetime.now(timezone.utc)
    with database.write() as connection:
        accounts.create(connection, Profile("anna@city.example", "Anna", "agent", "brussels", ["en"], "en"), now)
        talk = conversations.open_with_token(connection, "web", "en", now)[0].id
        lease = Lease("here", now, now + timedelta(seconds=6))
        turns.accept(connection, talk, Incoming("What is the IUC?", None, "a"), lease, 30)
    kept = ("staff", "conversations", "messages")
    before = _rows(database, kept)
    config = configuration()
    made = list(ScriptDirectory.from_config(config).walk_revisions())
    for _ in made[:-2]:  # the first two revisions make these tables
        with database.write() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "-1")

    assert _rows(database, kept) == before
    assert migrate(database) and _rows(database, kept) == before


def _rows(database: Database, tables: Iterable[str]) -> dict[str, int]:
    with database.read() as connection:
        counted = {table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in tables}  # noqa: S608
    assert all(counted.values()), counted
    return counted


def test_sqlite_file_is_in_wal_mode_with_foreign_keys(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.read() as connection:
        modes = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]

    assert modes == ["wal", 1]


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(DatabaseSetting, match="DATABASE_URL"):
        Database(url)
