"""The tables of messengers: windows for writing, links that continue a conversation, duties, paces, shared tokens."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from desk.models import UtcDateTime, metadata

windows = Table(
    "channel_windows",
    metadata,
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("closes", UtcDateTime, nullable=False),
    Column("budget", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("held_until", UtcDateTime),
)

continuations = Table(
    "channel_continuations",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Index("ix_channel_continuations_conversation", "conversation"),
)

duties = Table(
    "channel_duties",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

paces = Table(
    "channel_paces",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("ahead", UtcDateTime, nullable=False),
)

tokens = Table(
    "channel_tokens",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
