"""What messengers need: how much of a message is sent, windows, links, duties, shared tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = ("channel_windows", "channel_continuations", "channel_duties", "channel_tokens")


def upgrade() -> None:
    """Add the column and create the tables. Gateways of the version before go on working."""
    op.add_column("outbox", sa.Column("progress", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "channel_windows",
        _conversation(primary_key=True),
        sa.Column("closes", MOMENT, nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("held_until", MOMENT, nullable=True),
    )
    op.create_table(
        "channel_continuations",
        sa.Column("key_hash", sa.String(length=64), primary_key=True),
        _conversation(),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_index("ix_channel_continuations_conversation", "channel_continuations", ["conversation"])
    op.create_table(
        "channel_duties",
        sa.Column("name", sa.String(length=40), primary_key=True),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_table(
        "channel_tokens",
        sa.Column("name", sa.String(length=40), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )


def _conversation(primary_key: bool = False) -> sa.Column:
    key = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation", sa.String(length=32), key, primary_key=primary_key, nullable=False)


def downgrade() -> None:
    """Drop the tables and the column."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("outbox", "progress")
