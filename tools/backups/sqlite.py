"""SQLite: a copy by its own backup interface, and a file that takes the place of another."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine.url import URL

from tools.backups.archive import BackupError

_WAIT_SECONDS = 2.0


def save(url: URL, target: Path) -> None:
    """Copy a database as it is at one moment, also while others write to it.

    Args:
        url: of the database.
        target: the copy, one file.

    Raises:
        BackupError: there is no such file, or it cannot be read.
    """
    path = Path(str(url.database))
    if not path.is_file():
        raise BackupError("backup_no_database", database=path)
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS)) as source, closing(sqlite3.connect(target)) as copy:
            # All pages in one step: it reads one moment, and writers go on beside it.
            source.backup(copy, pages=-1)
            # The copy is a file alone, without a log of writes beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            _check(copy, path)
    except sqlite3.Error as problem:
        raise BackupError("backup_unread", database=path, problem=problem) from problem


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise BackupError("backup_unread", database=path, problem="integrity_check")


def refuse_running(url: URL) -> None:
    """Make sure that nobody has the database open.

    Raises:
        BackupError: somebody has.
    """
    path = Path(str(url.database))
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS)) as connection:
            # SQLite ends the log of writes only for whoever is alone with the file.
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as problem:
        raise BackupError("restore_running", database=path) from problem
    except sqlite3.DatabaseError:
        return  # no database at all; it is kept beside the restored one


def replace(url: URL, saved: Path, stamp: str) -> Path | None:
    """Put a saved database in place and return where the present one is kept; None where there was none.

    Args:
        url: of the database.
        saved: the saved database, in the same folder.
        stamp: for the name of what is kept.

    Raises:
        BackupError: the saved database is damaged.
    """
    path = Path(str(url.database))
    with closing(sqlite3.connect(saved)) as connection:
        _check(connection, saved)
    kept = path.with_name(f"{path.name}.replaced-{stamp}") if path.exists() else None
    if kept:
        os.replace(path, kept)
    for rest in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    os.replace(saved, path)
    return kept
