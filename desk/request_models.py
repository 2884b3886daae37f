"""The tables of cooperation requests: what was asked for, drafts, and the codes that prove an address."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from desk.models import Json, RowId, UtcDateTime, metadata

requests = Table(
    "requests",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("organisation", String(300), nullable=False),
    Column("city", String(200)),
    Column("city_ref", String(120)),
    Column("country", String(2)),
    Column("role", String(16)),
    Column("email", String(320)),
    Column("email_confirmed", Boolean, nullable=False),
    Column("phone", String(32)),
    Column("topics", Json, nullable=False),
    Column("description", Text),
    Column("partner", String(300)),
    Column("partner_refs", Json, nullable=False),
    Column("timeframe", String(16)),
    Column("budget", String(16)),
    Column("contacts", Text),
    Column("consent_version", String(16), nullable=False),
    Column("consent_hash", String(64), nullable=False),
    Column("consent_language", String(2), nullable=False),
    Column("consent_at", UtcDateTime, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Index("ix_requests_country", "country"),
    Index("ix_requests_email", "email"),
)

request_drafts = Table(
    "request_drafts",
    metadata,
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("answers", Json, nullable=False),
    Column("consent_version", String(16), nullable=False),
    Column("consent_hash", String(64), nullable=False),
    Column("consent_language", String(2), nullable=False),
    Column("email_confirmed", String(320)),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
)

proof_codes = Table(
    "proof_codes",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", String(8), nullable=False),
    Column("email", String(320)),
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE")),
    Column("code_hash", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Index("ix_proof_codes_conversation_purpose", "conversation", "purpose"),
    Index("ix_proof_codes_case_id", "case_id"),
    Index("ix_proof_codes_email", "email"),
)
