"""Saves a database and puts one back: what both systems have in common."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, text

from bot.settings import Settings
from desk import audit
from desk.audit import Actor
from desk.database import Database
from desk.migrate import migrate, newest
from knowledge.library import default_folder
from knowledge.library import inspect as inspect_records
from tools.backups import postgres, sqlite
from tools.backups.archive import DATABASE, BackupError, Description, checksum_of, read, write

CONSOLE = Actor("-", "console")


@dataclass(frozen=True)
class Source:
    """What is saved beside the database.

    Args:
        records: folder of the records; None for the usual one.
        settings: names of the settings that are set.
    """

    records: Path | None
    settings: Sequence[str]


def names_set(environment: Mapping[str, str]) -> list[str]:
    """Return the names of our settings that have a value."""
    return sorted(name for one in fields(Settings) if environment.get(name := one.name.upper()))


def present_schema(database: Database) -> str | None:
    """Return the revision of a database; None for an empty one."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def system_of(database: Database) -> str:
    """Return sqlite or postgresql."""
    return "sqlite" if database.is_sqlite else "postgresql"


def back_up(database: Database, target: Path, source: Source, now: datetime) -> Description:
    """Save a database while it may be in use, and write that down in its audit log.

    Args:
        database: the database.
        target: the file; must not be there.
        source: what is told of records and settings.
        now: the time.

    Raises:
        BackupError: it cannot be saved.
    """
    if database.is_sqlite and not Path(str(database.url.database)).is_file():
        raise BackupError("backup_no_database", database=database.url.database)
    schema = present_schema(database)
    if schema is None:
        raise BackupError("backup_no_database", database=database.url.database)
    if target.exists():
        raise BackupError("backup_there", file=target)
    with database.write() as connection:
        audit.write(connection, CONSOLE, "database.backup", "database", now)
    return _save(database, target, source, now, schema)


def _save(database: Database, target: Path, source: Source, now: datetime, schema: str) -> Description:
    library, _ = inspect_records(source.records or default_folder())
    records = {"generation": library.generation, "count": len(library.records)}
    with tempfile.TemporaryDirectory(prefix="citybridge-backup-") as folder:
        saved = Path(folder) / DATABASE
        save = sqlite.save if database.is_sqlite else postgres.save
        save(database.url, saved)
        with saved.open("rb") as file:
            checksum, size = checksum_of(file), file.tell()
        description = Description(
            system_of(database), schema, now.isoformat(), records, list(source.settings), checksum, size
        )
        write(target, saved, description)
    return description


def restore(database: Database, archive: Path, source: Source, now: datetime) -> tuple[Description, Path | None]:
    """Put a backup in the place of a database that nobody uses.

    Args:
        database: the database.
        archive: the backup.
        source: what is told of records and settings in the file that keeps the present database.
        now: the time.

    Returns:
        What the backup is, and where the present database is kept; None where it was empty.

    Raises:
        BackupError: the backup is damaged, of the other system or a newer schema, or the database is in use.
    """
    beside = Path(str(database.url.database)).parent if database.is_sqlite else None
    if beside:
        beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".citybridge-restore-", dir=beside) as folder:
        saved = Path(folder) / DATABASE
        description = read(archive, saved)
        _refuse_unfit(database, description, archive)
        stamp = now.strftime("%Y%m%d-%H%M%S-%f")[:-3]
        if database.is_sqlite:
            database.close()
            sqlite.refuse_running(database.url)
            kept = sqlite.replace(database.url, saved, stamp)
        else:
            kept = _replace_postgres(database, saved, archive.with_name(f"replaced-{stamp}.tar.gz"), source, now)
    migrate(database)
    with database.write() as connection:
        audit.write(connection, CONSOLE, "database.restore", "database", now, [f"made={description.made[:19]}"])
    return description, kept


def _refuse_unfit(database: Database, description: Description, archive: Path) -> None:
    if description.system != system_of(database):
        raise BackupError("restore_other", file=archive, system=description.system, here=system_of(database))
    if description.schema > newest():
        raise BackupError("restore_newer", file=archive, schema=description.schema, newest=newest())


def _replace_postgres(database: Database, saved: Path, kept: Path, source: Source, now: datetime) -> Path | None:
    schema = present_schema(database)
    postgres.refuse_running(database)  # over the same connection as before, so that it does not count itself
    database.close()
    if schema is not None:
        _save(database, kept, source, now, schema)
    postgres.replace(database.url, saved)
    return kept if schema is not None else None
