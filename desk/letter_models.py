"""The table of letters: an outbox of e-mail."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from desk.models import Json, RowId, UtcDateTime, metadata

letters = Table(
    "letters",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE")),
    Column("recipient", String(254), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("language", String(2), nullable=False),
    Column("filling", Json, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt", UtcDateTime, nullable=False),
    Column("error", String(40)),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Index("ix_letters_conversation", "conversation"),
    Index("ix_letters_case_id", "case_id"),
    Index(
        "ix_letters_open",
        "next_attempt",
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
)
