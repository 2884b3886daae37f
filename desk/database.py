"""The one door to the database: short read and write transactions on SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as WaitedTooLong
from sqlalchemy.pool import QueuePool
from tenacity import retry, retry_if_exception, stop_after_delay, wait_random

from desk.errors import DatabaseSetting

LOCK_SECONDS = 4
"""How long a transaction waits for a lock that another one holds, inside this process and in the database each."""
POOL = {"pool_size": 16, "max_overflow": 32, "pool_timeout": 5}
# Without these a server that is gone without a word is waited for many minutes.
_POSTGRES = {
    "connect_timeout": 4,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}
_READ_ONLY = "25006"


def is_away(problem: BaseException | None) -> bool:
    """Tell whether the database cannot be used at the moment, as opposed to a statement that it does not take.

    Locked, full, read-only, unreachable: the same transaction succeeds when that has passed.
    """
    if isinstance(problem, (OperationalError, InterfaceError, WaitedTooLong)):
        return True
    # A standby after a switch of servers refuses to write; the next connection finds the new one.
    refused = isinstance(problem, DBAPIError) and getattr(problem.orig, "pgcode", None) == _READ_ONLY
    return refused or (isinstance(problem, DBAPIError) and bool(problem.connection_invalidated))


class _OneWriter:
    """One after the other, and nobody waits for ever."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=LOCK_SECONDS):
            raise WaitedTooLong(f"the database was written to by others for {LOCK_SECONDS} s")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class Database:
    """An engine with its two kinds of transaction.

    Args:
        url: SQLAlchemy address, `sqlite:///path` or `postgresql://…`.

    Raises:
        DatabaseSetting: the address is malformed or names another database system.
    """

    def __init__(self, url: str) -> None:
        self.url = _checked(url)
        self.engine = _engine(self.url)
        self._writer: Engine = self.engine.execution_options(citybridge_write=True)
        # SQLite has one writer. Waiting for it inside the process is fair and wakes at once; its own
        # busy handler sleeps and lets late comers overtake.
        self._one_writer: AbstractContextManager[Any] = _OneWriter() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return bool(self.url.get_backend_name() == "sqlite")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that writes; it commits at the end and rolls back on an exception."""
        with self._one_writer, self._writer.begin() as connection:
            yield connection

    def scrub(self) -> bool:
        """Let nothing that was deleted be read in the files of SQLite: what its log still holds goes into the file.

        Deleted bytes are overwritten there (`secure_delete`). On PostgreSQL its own vacuum does that in time.

        Returns:
            Whether it is done; False while somebody reads or writes, and then it is worth another try.
        """
        if not self.is_sqlite:
            return True
        with closing(self.engine.raw_connection()) as connection:
            busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as problem:
        raise DatabaseSetting(
            "DATABASE_URL is not a database address such as sqlite:///data/citybridge.db"
        ) from problem
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise DatabaseSetting(f"DATABASE_URL names {backend}; use sqlite:///… or postgresql://…")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise DatabaseSetting("DATABASE_URL needs a file for SQLite, such as sqlite:///data/citybridge.db")
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg2")
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        engine = create_engine(
            url, future=True, hide_parameters=True, pool_pre_ping=True, connect_args=_POSTGRES, **POOL
        )
        event.listen(engine, "connect", _prepare_postgres)
        return engine
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    arguments = {"check_same_thread": False, "timeout": LOCK_SECONDS}
    engine = create_engine(url, future=True, hide_parameters=True, poolclass=QueuePool, connect_args=arguments, **POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgres(connection: Any, _record: Any) -> None:
    """Let no transaction wait for ever for a row that a forgotten one holds."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    connection.autocommit = False


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Take transactions away from the driver and set what SQLite forgets with every connection."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000}")
    _switch_to_wal(cursor)
    # NORMAL keeps every commit when the process dies; only a power cut may take the last ones.
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # What somebody had deleted must not be found in the file.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _is_locked(problem: BaseException) -> bool:
    return isinstance(problem, sqlite3.OperationalError) and "locked" in str(problem)


# Two processes that open a fresh file at once both read it before they switch; SQLite sees that neither could
# go on and refuses one at once, whatever its busy timeout.
@retry(
    retry=retry_if_exception(_is_locked),
    stop=stop_after_delay(LOCK_SECONDS),
    wait=wait_random(0, 0.05),
    reraise=True,
)
def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    cursor.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    # A plain SELECT opens no transaction in SQLite, so two turns could both read the same epoch.
    writes = connection.get_execution_options().get("citybridge_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
