"""Text for the cells of spreadsheets and the paragraphs of documents: whatever people wrote stays text."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHE = "'"
_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What begins a formula, also as typed with a Chinese keyboard."""
_LINE_STARTS = ("\t", "\r", "\n")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold."""
_BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029")
_SEPARATOR = re.compile("([;\t\n])")


def clean(text: str) -> str:
    """Return a text that every file format takes: one kind of line break, and a mark in place of control characters."""
    return _CONTROL.sub("\ufffd", _BREAKS.sub("\n", text))


def _is_blank(character: str) -> bool:
    # Zero-width characters and signs of direction are there, but not seen.
    return character.isspace() or unicodedata.category(character) == "Cf"


def _begins_formula(text: str) -> bool:
    first = next((character for character in text if not _is_blank(character)), "")
    return first in _SIGNS


def for_cell(text: str) -> str:
    """Return a text for a cell; what a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        text: as somebody wrote it.
    """
    tidy = clean(text)
    return APOSTROPHE + tidy if text[:1] in _LINE_STARTS or _begins_formula(tidy) else tidy


def for_csv(text: str) -> str:
    """Return a text for a CSV file.

    A program that expects semicolons begins a cell after each of them, and a row after each line break, whatever
    stands in quotation marks; so there, too, nothing may begin a formula.

    Args:
        text: as somebody wrote it.
    """
    first, *rest = _SEPARATOR.split(for_cell(text))
    between = (APOSTROPHE + piece if _begins_formula(piece) else piece for piece in rest[1::2])
    return first + "".join(separator + piece for separator, piece in zip(rest[::2], between))
