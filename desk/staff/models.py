"""The tables of the desk's people."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from desk.models import Json, RowId, UtcDateTime, metadata

staff = Table(
    "staff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("email", String(254), nullable=False),
    Column("name", String(120), nullable=False),
    Column("role", String(8), nullable=False),
    Column("office", String(16), nullable=False),
    Column("languages", Json, nullable=False),
    Column("language", String(2), nullable=False),
    Column("password_hash", String(160)),
    Column("totp_secret", Text),
    Column("totp_on", Boolean, nullable=False),
    Column("totp_step", Integer, nullable=False),
    Column("recovery", Json, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("theme", String(5), nullable=False, server_default="auto"),
    Column("keys_off", Json, nullable=False, server_default="[]"),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    UniqueConstraint("email"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("staff", String(32), ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("network", String(64), nullable=False),
    Column("browser", String(200), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("seen", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Index("ix_staff_sessions_staff", "staff"),
)

staff_links = Table(
    "staff_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff", String(32), ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Index("ix_staff_links_staff", "staff"),
)

identities = Table(
    "staff_identities",
    metadata,
    Column("staff", String(32), ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("issuer", String(255), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    UniqueConstraint("issuer", "subject"),
)

signin_failures = Table(
    "signin_failures",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("account", String(64), nullable=False),
    Column("network", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_signin_failures_account_at", "account", "at"),
    Index("ix_signin_failures_network_at", "network", "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("fields", Json, nullable=False),
    Column("network", String(64), nullable=False),
    Index("ix_audit_at", "at"),
    Index("ix_audit_subject", "subject"),
)

case_visits = Table(
    "case_visits",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("staff", String(32), ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("seq", Integer, nullable=False),
)
"""Who looked at which case last, when, and up to which message: presence and what is unread."""
