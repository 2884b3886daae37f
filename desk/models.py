"""The tables. A message exists once; everything else points at it.

SQLAlchemy Core on purpose: the functions of this package name the columns they touch, and a turn costs
two short transactions.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator):
    """A moment in UTC. SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a moment without zone; it would mean something else on every machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the moment with its zone."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=timezone.utc)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
# SQLite numbers rows by itself only for a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("external_user", String(160), nullable=False),
    Column("token_hash", String(64), unique=True),
    Column("token_until", UtcDateTime),
    Column("language", String(2), nullable=False),
    Column("owner", String(80), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("state", Json),
    Column("next_seq", Integer, nullable=False),
    Column("acked", Integer, nullable=False),
    Column("lease_holder", String(80)),
    Column("lease_until", UtcDateTime),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("erased", UtcDateTime),
    UniqueConstraint("channel", "external_user"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("direction", String(3), nullable=False),
    Column("author", String(80), nullable=False),
    Column("client_id", String(80)),
    Column("turn_id", String(48)),
    Column("text", Text, nullable=False),
    Column("do", Json),
    Column("parts", Json),
    Column("blocks", Json),
    Column("language", String(2), nullable=False),
    Column("understood", Json),
    Column("created", UtcDateTime, nullable=False),
    Column("status", String(8)),
    Column("attempts", Integer, nullable=False),
    Column("request_id", String(64)),
    UniqueConstraint("conversation", "seq"),
    UniqueConstraint("conversation", "client_id"),
)
Index("ix_messages_turn_id", messages.c.turn_id)
Index(
    "ix_messages_pending",
    messages.c.conversation,
    messages.c.seq,
    sqlite_where=text("status = 'pending'"),
    postgresql_where=text("status = 'pending'"),
)

turns = Table(
    "turns",
    metadata,
    Column("turn_id", String(48), primary_key=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("model", String(80)),
    Column("generation", String(80)),
    Column("took_ms", Integer, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Index("ix_turns_conversation", "conversation"),
)

buttons = Table(
    "buttons",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("do", Json, nullable=False),
    Column("title", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Index("ix_buttons_conversation", "conversation"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("reference", String(24), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="SET NULL")),
    Column("language", String(2), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("asked", Text, nullable=False),
    Column("records", Json, nullable=False),
    Column("status", String(10), nullable=False),
    Column("office", String(16), nullable=False),
    Column("assignee", String(80)),
    Column("priority", String(8), nullable=False),
    Column("tags", Json, nullable=False, server_default="[]"),
    Column("due", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Index("ix_cases_conversation", "conversation"),
    Index("ix_cases_status_created", "status", "created"),
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("event", String(24), nullable=False),
    Column("data", Json, nullable=False),
    Index("ix_case_events_case_id", "case_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("message", RowId, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt", UtcDateTime, nullable=False),
    Column("error", String(200)),
    Column("progress", Integer, nullable=False, server_default="0"),
    Column("updated", UtcDateTime, nullable=False),
    Index("ix_outbox_conversation_seq", "conversation", "seq"),
    Index(
        "ix_outbox_open",
        "channel",
        "next_attempt",
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
)

canned = Table(
    "canned",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("shortcut", String(24), nullable=False),
    Column("owner", String(32), nullable=False),
    Column("title_en", String(80), nullable=False),
    Column("title_zh", String(80), nullable=False),
    Column("text_en", Text, nullable=False),
    Column("text_zh", Text, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    UniqueConstraint("owner", "shortcut"),
)

case_links = Table(
    "case_links",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", RowId, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Index("ix_case_links_other_id", "other_id"),
)
