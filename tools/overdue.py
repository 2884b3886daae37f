"""Lists the records whose review is overdue and missing lists of holidays: the calendar never fails a check."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

from desk import holidays
from knowledge.library import Library, default_folder, inspect
from knowledge.records import Record
from tools.options import UsageError, day, read
from tools.strings import say


def due_records(library: Library, on: date, within: int = 0) -> list[Record]:
    """Return the published records whose review is overdue on a day, or due some days later; oldest first."""
    last = on + timedelta(days=within)
    due = [record for record in library.published() if record.reviewed.due < last]
    return sorted(due, key=lambda record: (record.reviewed.due, record.ref))


def run(arguments: list[str], folder: Path, today: date) -> str:
    """Return the list as text.

    Raises: UsageError: the arguments make no sense.
    """
    words, options = read(arguments, ("on", "within", "lang"))
    language = "zh" if options.get("lang") == "zh" else "en"
    on = day(options, "on", today)
    within = options.get("within", "0")
    if words:
        raise UsageError(say("usage_overdue", language))
    if not within.isdecimal():
        raise UsageError(say("not_days", language, value=within))
    library, _ = inspect(folder)
    rows = [_row(record, on, language) for record in due_records(library, on, int(within))]
    count = len(due_records(library, on))
    return "\n".join([*rows, *missing_lists(on, language), say("overdue_sum", language, count=count, day=on)])


def missing_lists(on: date, language: str) -> list[str]:
    """Name the lists of holidays that an office should have by then; without one, Monday to Friday are promised."""
    return [
        say("holidays_provisional" if has_some else "holidays_missing", language, office=office, year=year)
        for office, year, has_some in holidays.missing(on)
    ]


def _row(record: Record, on: date, language: str) -> str:
    days = (on - record.reviewed.due).days
    key = "overdue_row" if days > 0 else "coming_row"
    values = {"due": record.reviewed.due, "days": abs(days), "ref": record.ref, "owner": record.owner}
    return say(key, language, **values)


def main() -> int:
    """Run the tool on this repository; return 2 if it was called wrongly."""
    try:
        print(run(sys.argv[1:], default_folder(), date.today()))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
