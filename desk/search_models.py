"""The table of the search index. What is found with it differs by database, and is made by revision 0010."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import TSVECTOR

from desk.models import RowId, UtcDateTime, metadata

WORDS = "search_words"
"""SQLite's full-text table over `search_texts`, kept by triggers; its helpers' names begin alike."""
_LAST_PLACE = 16_383
"""PostgreSQL counts places no further."""


class Cut(TypeDecorator):
    """Tokens of a text in order, as the full-text search of each database takes them; never read back."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        """Return the type of the column."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Any) -> str | None:
        """Write the tokens; they hold letters and digits alone."""
        if value is None or dialect.name != "postgresql":
            return None if value is None else " ".join(value)
        places: dict[str, list[str]] = {}
        for place, token in enumerate(value, 1):
            places.setdefault(token, []).append(str(min(place, _LAST_PLACE)))
        return " ".join(f"'{token}':{','.join(found)}" for token, found in places.items())


search_texts = Table(
    "search_texts",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("said", String(9), nullable=False),
    Column("conversation", String(32)),
    Column("message", RowId, ForeignKey("messages.id", ondelete="CASCADE"), unique=True),
    Column("event", RowId, ForeignKey("case_events.id", ondelete="CASCADE"), unique=True),
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE")),
    Column("at", UtcDateTime, nullable=False),
    Column("words", Cut, nullable=False),
    Index("ix_search_texts_case_id", "case_id"),
)
"""One row for each text that can be found: a message, a note, or what a case asks for. It goes with what it is of."""


def is_modelled(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Tell alembic what it should compare: not what only one kind of database has for its full-text search."""
    return not (kind in ("table", "index") and name is not None and name.startswith(WORDS))
