"""The table of decisions about questions that the assistant could not answer; no words of anybody are in it."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from desk.models import UtcDateTime, metadata

marks = Table(
    "unanswered_marks",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("reason", String(16)),
    Column("draft", String(120)),
    Column("staff", String(80), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""One wording, as the hash of its meaning (desk/question_meanings.py), and what was decided about it."""
