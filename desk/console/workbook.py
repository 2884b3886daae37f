"""A table as an XLSX workbook; a module of its own, since its library is loaded only when somebody takes one."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from desk.cells import for_cell
from desk.console.sheets import Cell

_XLSX_MOMENT = "yyyy-mm-dd hh:mm"
_FORBIDDEN = re.compile(r"\s*[\[\]:*?/\\\uff1a]+\s*")
"""What the name of a table may not hold, and the colon of Chinese, which reads like it."""
_WIDE = 24
_DECIMALS = 2
_LONGEST_CELL = 32_000
"""Characters; a spreadsheet takes a few more."""


class XlsxSheet:
    """A workbook with one table; a cell holds text, a number or a moment, never a formula.

    Args:
        title: name of the table.
        header: the first row, in bold; it stays when the others scroll.
    """

    def __init__(self, title: str, header: Sequence[str]) -> None:
        self._book = Workbook(write_only=True)
        self._table = self._book.create_sheet(_FORBIDDEN.sub(" ", title)[:31])
        self._table.freeze_panes = "B2"
        for number in range(1, len(header) + 1):
            self._table.column_dimensions[get_column_letter(number)].width = _WIDE
        self._table.append([self._text(text, Font(bold=True)) for text in header])

    def add(self, rows: Iterable[Sequence[Cell | float]]) -> None:
        """Write rows."""
        for row in rows:
            self._table.append([self._cell(cell) for cell in row])

    def _cell(self, cell: Cell | float) -> Any:
        if isinstance(cell, datetime):
            made = WriteOnlyCell(self._table, cell.replace(tzinfo=None))
            made.number_format = _XLSX_MOMENT
            return made
        if isinstance(cell, (int, float)):
            return WriteOnlyCell(self._table, round(cell, _DECIMALS))
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
