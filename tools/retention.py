"""Says what is deleted because its time is over, kind by kind; deletes it when that is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime, timezone

from bot.retention import periods
from bot.settings import SettingsError, read
from desk.audit import NOBODY, Actor
from desk.database import Database
from desk.errors import DatabaseSetting
from desk.migrate import migrate
from desk.retention import Gone, Periods, apply, kind_names, plan
from tools import options
from tools.environment import SettingsFileError, complete
from tools.options import UsageError
from tools.terminal import Terminal, language_of

_THIS_MACHINE = Actor(NOBODY, "console")


def look(database: Database, kept: Periods, now: datetime) -> list[Gone]:
    """Return what would go; nothing is changed."""
    with database.read() as connection:
        return plan(connection, kept, now)


def carry_out(database: Database, kept: Periods, now: datetime) -> list[Gone]:
    """Delete all that is over, in short transactions, and return what went."""
    total: dict[str, Gone] = {}
    while True:
        with database.write() as connection:
            found = apply(connection, kept, _THIS_MACHINE, now)
        for one in found:
            before = total[one.kind].rows if one.kind in total else 0
            total[one.kind] = Gone(one.kind, one.days, one.rows + before, one.before)
        if not any(one.rows for one in found):
            database.scrub()
            return list(total.values())


def report(terminal: Terminal, found: Sequence[Gone], done: bool) -> str:
    """Return one line for each kind, named as in the audit log, and what to do next."""
    rows = [
        terminal.text(
            "retention_row" if one.days else "retention_row_expired",
            kind=kind_names()[one.kind][terminal.language],
            rows=f"{one.rows:>7}",
            days=one.days,
            before=f"{one.before:%Y-%m-%d}",
        )
        for one in found
    ]
    return "\n".join([*rows, terminal.text("retention_done" if done else "retention_dry")])


def main(arguments: list[str]) -> int:
    """Run the tool; return 2 if it was called wrongly or a setting is wrong."""
    terminal = Terminal(language_of(os.environ))
    try:
        words, given = options.read(arguments, ("do",))
        if words or given.get("do", "yes") != "yes":
            raise UsageError(terminal.text("retention_usage"))
        settings = read(complete(os.environ))
        database = Database(settings.database_url)
    except (UsageError, SettingsError, SettingsFileError, DatabaseSetting) as problem:
        print(problem, file=sys.stderr)
        return 2
    migrate(database)
    done, now = "do" in given, datetime.now(timezone.utc)
    found = (carry_out if done else look)(database, periods(settings), now)
    database.close()
    print(report(terminal, found, done))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
