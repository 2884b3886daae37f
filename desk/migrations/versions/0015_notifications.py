"""Notifications of staff by mail and webhook, and the provider's identity of an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _row_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column:
    return sa.Column("id", _row_id(), autoincrement=True, primary_key=True)


def _of(column: str, table: str, kind: sa.types.TypeEngine, nullable: bool = False, **options: bool) -> sa.Column:
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(column, kind, key, nullable=nullable, **options)


def upgrade() -> None:
    """Create the tables. Gateways of the version before go on working; what happens at them is told to nobody."""
    _mails()
    _webhooks()
    _deliveries()
    op.create_table(
        "staff_identities",
        _of("staff", "staff", sa.String(length=32), primary_key=True),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.UniqueConstraint("issuer", "subject", name="uq_staff_identities_issuer_subject"),
    )


def _mails() -> None:
    op.create_table(
        "notifications",
        _id(),
        _of("case_id", "cases", _row_id()),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("case_id", "kind", "mark", name="uq_notifications_case_id_kind_mark"),
    )
    op.create_table(
        "notification_mails",
        _of("staff", "staff", sa.String(length=32), primary_key=True),
        _of("notification", "notifications", _row_id(), primary_key=True),
    )
    op.create_index("ix_notification_mails_notification", "notification_mails", ["notification"])
    op.create_table(
        "notification_choices",
        _of("staff", "staff", sa.String(length=32), primary_key=True),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("fresh", "mine", "late", "always")),
        sa.Column("mailed", MOMENT, nullable=True),
    )


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        _id(),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=True),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("updated", MOMENT, nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        _id(),
        sa.Column("key", sa.String(length=36), nullable=False),
        _of("webhook", "webhooks", _row_id()),
        _of("notification", "notifications", _row_id(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt", MOMENT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("updated", MOMENT, nullable=False),
        sa.UniqueConstraint("key", name="uq_webhook_deliveries_key"),
    )
    op.create_index("ix_webhook_deliveries_webhook", "webhook_deliveries", ["webhook"])
    op.create_index("ix_webhook_deliveries_notification", "webhook_deliveries", ["notification"])
    is_queued = sa.text("state = 'queued'")
    op.create_index(
        "ix_webhook_deliveries_open",
        "webhook_deliveries",
        ["next_attempt"],
        sqlite_where=is_queued,
        postgresql_where=is_queued,
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "staff_identities", "webhook_deliveries", "webhooks", "notification_choices", "notification_mails",
        "notifications",
    ):  # fmt: skip
        op.drop_table(table)
