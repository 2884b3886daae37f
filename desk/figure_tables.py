"""The tables of figures: what was asked and how it went, counted by day, without anybody in it.

A row leads to its conversation, turn or case only as long as that exists; then the database cuts the link by itself
(`SET NULL`), whoever deletes, and what is left is a day and some codes (docs/adr/0025-figures-outlive-people.md).
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from desk.models import RowId, metadata

visits = Table(
    "visit_figures",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="SET NULL")),
    Column("day", Date, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("person", Boolean, nullable=False),
    UniqueConstraint("conversation", "day"),
    Index("ix_visit_figures_day", "day"),
)
"""One conversation on one day; `person`: a person was asked for."""

messages = Table(
    "message_figures",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("visit", RowId, ForeignKey("visit_figures.id", ondelete="CASCADE"), nullable=False),
    Column("turn", String(48), ForeignKey("turns.turn_id", ondelete="SET NULL"), unique=True),
    Column("language", String(2), nullable=False),
    Column("intent", String(60)),
    Column("result", String(12), nullable=False),
    Column("verdict", String(4)),
    Column("reason", String(16)),
    Index("ix_message_figures_visit", "visit"),
)
"""One message to the assistant: what it was about, what became of it, and whether the answer helped."""

cases = Table(
    "case_figures",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="SET NULL"), unique=True),
    Column("day", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("office", String(16), nullable=False),
    Column("why", String(16)),
    Column("response_minutes", Integer),
    Column("response_in_time", Boolean),
    Column("resolution_minutes", Integer),
    Column("resolution_in_time", Boolean),
    Column("country", String(2)),
    Column("city", String(120)),
    Column("rating", String(8)),
    Index("ix_case_figures_day", "day"),
)
"""One case: how long its office worked until the first answer and until the end. A city only if it has a record.

`rating`: "asked" once the visitor was asked how satisfied they are, then what they said (desk/ratings.py).
"""

wishes = Table(
    "wish_figures",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("figure", RowId, ForeignKey("case_figures.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("ref", String(120), nullable=False),
    Index("ix_wish_figures_figure", "figure"),
)
"""What a cooperation request is about, and with whom: records only, never words."""
