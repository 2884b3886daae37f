"""A row in every table that leads to a person, with a mark in every column that may hold something of theirs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Date, Integer, String, Table, Text
from sqlalchemy.engine import Connection

from desk.inventory import inventory
from desk.models import UtcDateTime
from desk.tables import metadata
from tests.databases import NOW

MARK = "Zq9"
"""Stands in every marked value, whatever its length."""
_PLAIN = ("technical", "figures", "staff", "statistics")
_THERE = ("conversations", "cases", "messages", "search_texts", "case_figures", "visit_figures")
"""Tables that have rows of a person as soon as they have written."""
_FIXED: dict[tuple[str, str], Any] = {
    ("cases", "status"): "new", ("cases", "kind"): "cooperation", ("cases", "language"): "en",
    ("cases", "office"): "brussels", ("case_events", "event"): "note", ("letters", "state"): "sent",
    ("conversations", "owner"): "assistant", ("messages", "status"): "done", ("outbox", "state"): "sent",
}  # fmt: skip


def fill(connection: Connection, number: int, links: dict[str, Any]) -> None:
    """Insert a marked row into every table that leads to a person and has none yet.

    Args:
        connection: a write transaction.
        number: makes keys differ from those of another person.
        links: column → value, such as conversation, case_id, message.
    """
    for table in metadata.sorted_tables:
        if inventory().tables[table.name].leads and table.name not in _THERE:
            connection.execute(table.insert().values(row(table, number, links)))


def row(table: Table, number: int, links: dict[str, Any]) -> dict[str, Any]:
    """Return the values of one row."""
    said = inventory().tables[table.name].columns
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "id" and isinstance(column.type, type(metadata.tables["messages"].c.id.type)):
            continue
        values[column.name] = links.get(
            column.name, _FIXED.get((table.name, column.name), _value(column, said[column.name].kind, number))
        )
    return values


def _value(column: Any, kind: str, number: int) -> Any:
    if isinstance(column.type, UtcDateTime):
        return NOW
    if isinstance(column.type, Date):
        return NOW.date()
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer) or "INT" in str(column.type).upper():
        return number
    marked = kind not in _PLAIN
    if isinstance(column.type, (String, Text)):
        longest = getattr(column.type, "length", None) or 4000
        if longest < len(MARK) + 1:
            return "en"[:longest]
        return (f"{MARK}{number}.{column.table.name}.{column.name}" if marked else f"plain{number}")[:longest]
    words = f"{MARK}{number}.{column.table.name}.{column.name}"
    return ({"text": words} if column.name == "data" else [words]) if marked else {}
