"""Tables as files: CSV that a spreadsheet opens in both languages, and in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from desk.cells import for_csv

Cell = str | int | float | None
"""None is an empty cell."""
_DECIMALS = 2


def csv_bytes(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a table as CSV in UTF-8, with the mark by which spreadsheets know that.

    Args:
        header: names of the columns.
        rows: what stands below. Text that would be a formula gets an apostrophe before it, so that it stays text.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([_safe(name) for name in header])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return round(cell, _DECIMALS)
    return for_csv(cell) if isinstance(cell, str) else cell
