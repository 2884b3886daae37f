"""The tables of a takeover: why a person was asked for, who is writing and has read what, and ways back in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from desk.models import RowId, UtcDateTime, metadata

escalations = Table(
    "escalations",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("why", String(16), nullable=False),
    Column("previous", String(24)),
    Column("address", String(254)),
    Column("consent", String(40)),
    Column("told", Integer, nullable=False),
)

presence = Table(
    "presence",
    metadata,
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("staff_typing", UtcDateTime),
    Column("visitor_typing", UtcDateTime),
    Column("seen", Integer, nullable=False),
)

ways_back = Table(
    "ways_back",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Index("ix_ways_back_conversation", "conversation"),
)
