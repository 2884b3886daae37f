"""Tables as files, written row by row into a temporary file: CSV with a byte order mark, or a workbook."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import IO, Protocol

from desk.cells import for_csv

Cell = str | datetime | None
"""Text, or a moment in the zone of the reader."""
_CSV_MOMENT = "%Y-%m-%d %H:%M"


class Sheet(Protocol):
    """A table that is being written."""

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows."""
        ...

    def finish(self) -> IO[bytes]:
        """Return the file, ready to be read from its beginning; whoever reads it closes it."""
        ...


class CsvSheet:
    """A CSV file in UTF-8; every cell is quoted.

    Args:
        title: of the table; a CSV file has no place for it.
        header: the first row.
    """

    def __init__(self, title: str, header: Sequence[str]) -> None:
        self._file = tempfile.TemporaryFile()
        # Without the mark Excel reads Chinese as Latin.
        self._text = io.TextIOWrapper(self._file, encoding="utf-8-sig", errors="replace", newline="")
        self._writer = csv.writer(self._text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self.add([header])

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows."""
        self._writer.writerows([self._written(cell) for cell in row] for row in rows)

    @staticmethod
    def _written(cell: Cell) -> str:
        if isinstance(cell, datetime):
            return cell.strftime(_CSV_MOMENT)
        return for_csv(cell or "")

    def finish(self) -> IO[bytes]:
        """Return the file."""
        self._text.flush()
        self._text.detach()
        self._file.seek(0)
        return self._file


def _workbook(title: str, header: Sequence[str]) -> Sheet:
    # Imported only when somebody takes a workbook: it costs a third of the gateway's start.
    from desk.console.workbook import XlsxSheet

    return XlsxSheet(title, header)


KINDS: dict[str, Callable[[str, Sequence[str]], Sheet]] = {"csv": CsvSheet, "xlsx": _workbook}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "yml": "application/yaml; charset=utf-8",
}
