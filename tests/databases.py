"""Real databases for tests: a fresh SQLite file, and one PostgreSQL database for the whole run."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError

from desk.database import Database
from desk.migrate import migrate
from desk.tables import metadata

SERVER = os.environ.get("CITYBRIDGE_TEST_POSTGRES") or "postgresql://postgres@127.0.0.1:5432/"
REDIS = os.environ.get("CITYBRIDGE_TEST_REDIS") or "redis://127.0.0.1:6379/0"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)  # a Monday, when both offices work


def later(seconds: float) -> datetime:
    """Return a moment after NOW."""
    return NOW + timedelta(seconds=seconds)


def _administer(command: str, seconds: int = 60) -> None:
    address = make_url(SERVER).set(drivername="postgresql+psycopg2", database="postgres")
    engine = create_engine(address, future=True, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 20})
    try:
        with engine.connect() as connection:
            connection.execute(text(f"SET statement_timeout = '{seconds}s'"))
            connection.execute(text(command))
    finally:
        engine.dispose()


def _empty(connection: Connection, is_sqlite: bool) -> None:
    if is_sqlite:
        return  # a fresh file
    # Not DELETE: the audit log refuses to lose a line of this year.
    names = ", ".join(table.name for table in metadata.sorted_tables)
    connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of this run; skipped where no server is, but never in continuous integration."""
    name = "citybridge_test_" + secrets.token_hex(4)
    try:
        _administer(f"CREATE DATABASE {name}")
    except OperationalError as problem:
        reason = f"no PostgreSQL at {SERVER} (set CITYBRIDGE_TEST_POSTGRES): {str(problem.orig).strip()[:120]}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    yield str(make_url(SERVER).set(database=name))
    try:
        _administer(f"DROP DATABASE {name} WITH (FORCE)")
    except OperationalError as problem:  # a server that is busy with its disk: what is left behind spoils no verdict
        print(f"{name} was not dropped: {str(problem.orig).strip()}")


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a Redis; skipped where none is, but never in continuous integration."""
    try:
        Redis.from_url(REDIS, socket_connect_timeout=3).ping()
    except RedisError as problem:
        reason = f"no Redis at {REDIS} (set CITYBRIDGE_TEST_REDIS): {str(problem)[:120]}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return REDIS


@lru_cache(maxsize=1)
def _migrated() -> TemporaryDirectory[str]:
    """An empty SQLite file in the newest form, to copy: the revisions run once, not once a test."""
    folder = TemporaryDirectory(prefix="citybridge-migrated-")
    opened = Database(f"sqlite:///{folder.name}/citybridge.db")
    migrate(opened)
    opened.close()  # the last connection takes what the journal holds into the file
    return folder


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a fresh SQLite file in the newest form."""
    return f"sqlite:///{shutil.copy(Path(_migrated().name) / 'citybridge.db', tmp_path)}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database of each kind."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    database = Database(url)
    migrate(database)
    with database.write() as connection:
        _empty(connection, database.is_sqlite)
    database.close()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database of each kind."""
    opened = Database(database_url)
    yield opened
    opened.close()
