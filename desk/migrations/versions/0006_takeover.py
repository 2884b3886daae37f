"""Takeover: why a person was asked for, typing and read state, links and tokens by which visitors come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables. Gateways of the version before go on working."""
    op.create_table(
        "escalations",
        sa.Column("case_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("previous", sa.String(length=24), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("consent", sa.String(length=40), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_escalations_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_escalations")),
    )
    op.create_table(
        "presence",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("staff_typing", MOMENT, nullable=True),
        sa.Column("visitor_typing", MOMENT, nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name=op.f("fk_presence_conversation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_presence")),
    )
    op.create_table(
        "ways_back",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name=op.f("fk_ways_back_conversation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_ways_back")),
    )
    op.create_index("ix_ways_back_conversation", "ways_back", ["conversation"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("ways_back", "presence", "escalations"):
        op.drop_table(table)
