"""Tables as files: CSV with a byte order mark, and XLSX; written row by row into a temporary file."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import IO, Any, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from desk.console.cells import for_cell, for_csv

Cell = str | datetime | None
"""Text, or a moment in the zone of the reader."""
_CSV_MOMENT = "%Y-%m-%d %H:%M"
_XLSX_MOMENT = "yyyy-mm-dd hh:mm"
_WIDE = 24
_LONGEST_CELL = 32_000
"""Characters; a spreadsheet takes a few more."""


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


class XlsxSheet:
    """A workbook with one table; a cell holds text or a moment, never a formula.

    Args:
        title: name of the table.
        header: the first row, in bold; it stays when the others scroll.
    """

    def __init__(self, title: str, header: Sequence[str]) -> None:
        self._book = Workbook(write_only=True)
        self._table = self._book.create_sheet(title[:31])
        self._table.freeze_panes = "B2"
        for number in range(1, len(header) + 1):
            self._table.column_dimensions[get_column_letter(number)].width = _WIDE
        self._table.append([self._text(text, Font(bold=True)) for text in header])

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows."""
        for row in rows:
            self._table.append([self._cell(cell) for cell in row])

    def _cell(self, cell: Cell) -> Any:
        if isinstance(cell, datetime):
            made = WriteOnlyCell(self._table, cell.replace(tzinfo=None))
            made.number_format = _XLSX_MOMENT
            return made
        return self._text(cell, None) if cell else None

    def _text(self, text: str, font: Font | None) -> Any:
        made = WriteOnlyCell(self._table, for_cell(text[:_LONGEST_CELL]))
        # openpyxl takes what looks like a formula, a number or an error for one; here it is text.
        made.data_type = "s"
        made.alignment = Alignment(vertical="top", wrap_text=True)
        if font:
            made.font = font
        return made

    def finish(self) -> IO[bytes]:
        """Return the file."""
        file = tempfile.TemporaryFile()
        self._book.save(file)
        file.seek(0)
        return file


KINDS: dict[str, Callable[[str, Sequence[str]], Sheet]] = {"csv": CsvSheet, "xlsx": XlsxSheet}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
