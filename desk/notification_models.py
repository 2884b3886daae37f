"""The tables of notifications: what happened, who is told by mail, which webhooks are called and what they answered."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text, true

from desk.models import Json, RowId, UtcDateTime, metadata

notifications = Table(
    "notifications",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("mark", String(40), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("case_id", "kind", "mark"),
)

notification_mails = Table(
    "notification_mails",
    metadata,
    Column("staff", String(32), ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("notification", RowId, ForeignKey("notifications.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_notification_mails_notification", "notification"),
)

notification_choices = Table(
    "notification_choices",
    metadata,
    Column("staff", String(32), ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("fresh", Boolean, nullable=False),
    Column("mine", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("named", Boolean, nullable=False, server_default=true()),
    Column("always", Boolean, nullable=False),
    Column("mailed", UtcDateTime),
)

mentions = Table(
    "mentions",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("staff", String(32), ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_mentions_staff", "staff"),
)
"""Cases with a note that names somebody who has not opened the case since."""

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("name", String(80), nullable=False),
    Column("url", String(500), nullable=False),
    Column("secret", Text, nullable=False),
    Column("kinds", Json, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("why", String(12)),
    Column("failing_since", UtcDateTime),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
)

deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("key", String(36), nullable=False, unique=True),
    Column("webhook", RowId, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("notification", RowId, ForeignKey("notifications.id", ondelete="CASCADE")),
    Column("kind", String(12), nullable=False),
    Column("payload", Json, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt", UtcDateTime, nullable=False),
    Column("status", Integer),
    Column("error", String(40)),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Index("ix_webhook_deliveries_webhook", "webhook"),
    Index("ix_webhook_deliveries_notification", "notification"),
    Index(
        "ix_webhook_deliveries_open",
        "next_attempt",
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
)
