"""The tables of visitors of other sites, and of what visitors thought of answers and of how their case was handled."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from desk.models import RowId, UtcDateTime, metadata

visitors = Table(
    "visitors",
    metadata,
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("site", String(200), nullable=False),
    Column("subject", String(200)),
    Column("name", String(120)),
    Column("email", String(254)),
    Column("identified", UtcDateTime),
    Column("created", UtcDateTime, nullable=False),
)
"""From which site somebody writes, and who that site says they are. It is the site's claim, not our knowledge."""

feedback = Table(
    "feedback",
    metadata,
    Column("message", RowId, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("verdict", String(4), nullable=False),
    Column("reason", String(16)),
    Column("words", Text),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Index("ix_feedback_conversation", "conversation"),
)

case_ratings = Table(
    "case_ratings",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("asked", UtcDateTime, nullable=False),
    Column("verdict", String(8)),
    Column("words", Text),
    Column("given", UtcDateTime),
)
"""That somebody was asked how satisfied they are, by which message, and what they said."""
