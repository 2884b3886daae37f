"""Saves the database in one file: `make backup [to=FILE]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.settings import SettingsError, read
from desk.database import Database
from desk.errors import DatabaseSetting
from tools import options
from tools.backups.archive import BackupError
from tools.backups.work import Source, back_up, names_set
from tools.environment import SettingsFileError, complete
from tools.options import UsageError
from tools.terminal import Terminal, language_of

FOLDER = Path("backups")
Work = Callable[[Database, Source, dict[str, str], datetime], None]


def run(arguments: list[str], allowed: tuple[str, ...], terminal: Terminal, work: Work) -> int:
    """Read settings and arguments, open the database, and say in a sentence what went wrong.

    Args:
        arguments: as typed.
        allowed: the options that the verb knows.
        terminal: says the sentences.
        work: what is done.
    """
    try:
        _, given = options.read(arguments, allowed)
        environment = complete(os.environ)
        settings = read(environment)
        database = Database(settings.database_url)
    except (UsageError, SettingsError, SettingsFileError, DatabaseSetting) as problem:
        print(problem, file=sys.stderr)
        return 2
    records = Path(settings.knowledge_folder) if settings.knowledge_folder else None
    try:
        work(database, Source(records, names_set(environment)), given, datetime.now(timezone.utc))
    except BackupError as problem:
        print(terminal.text(problem.key, **problem.values), file=sys.stderr)
        return 1
    except SQLAlchemyError as problem:
        print(terminal.text("database_away", problem=type(problem).__name__), file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


def main(arguments: list[str]) -> int:
    """Make a backup and say where it is and what to do with it."""
    terminal = Terminal(language_of(os.environ))

    def work(database: Database, source: Source, given: dict[str, str], now: datetime) -> None:
        target = Path(given.get("to") or FOLDER / f"citybridge-{now:%Y%m%d-%H%M%S}.tar.gz")
        made = back_up(database, target, source, now)
        size = max(1, target.stat().st_size // 1024)
        terminal.say("backup_made", file=target, size=size, schema=made.schema, records=made.records["generation"])

    return run(arguments, ("to",), terminal, work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
