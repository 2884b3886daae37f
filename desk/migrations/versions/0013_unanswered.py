"""What editors decided about questions that the assistant could not answer; the questions stay where they were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. Gateways of the version before go on working."""
    op.create_table(
        "unanswered_marks",
        sa.Column("key", sa.String(length=32), primary_key=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("draft", sa.String(length=120), nullable=True),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("unanswered_marks")
