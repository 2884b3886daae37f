"""Puts a backup in place: `make restore from=FILE`."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from desk.database import Database
from tools.backup import run
from tools.backups.archive import BackupError
from tools.backups.work import Source, restore
from tools.terminal import Terminal, language_of


def main(arguments: list[str]) -> int:
    """Restore a backup and say what was replaced and where that is kept."""
    terminal = Terminal(language_of(os.environ))

    def work(database: Database, source: Source, given: dict[str, str], now: datetime) -> None:
        if "from" not in given:
            raise BackupError("restore_usage")
        made, kept = restore(database, Path(given["from"]), source, now)
        terminal.say("restored", file=given["from"], made=made.made[:16].replace("T", " "))
        if kept:
            terminal.say("restore_kept", file=kept)
        terminal.say("restore_erase")

    return run(arguments, ("from",), terminal, work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
