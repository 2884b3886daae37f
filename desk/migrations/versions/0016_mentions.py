"""Colleagues who are named in notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the choice. Gateways of the version before go on working; notes at them name nobody."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "mentions",
        sa.Column(
            "case_id", row_id, sa.ForeignKey("cases.id", ondelete="CASCADE"), autoincrement=False, primary_key=True
        ),
        sa.Column("staff", sa.String(length=32), sa.ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_mentions_staff", "mentions", ["staff"])
    column = sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.true())
    op.add_column("notification_choices", column)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("notification_choices", "named")
    op.drop_table("mentions")
