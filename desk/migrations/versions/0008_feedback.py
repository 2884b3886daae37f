"""What people think of an answer; from which site they write and who that site says they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "visitors",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("identified", MOMENT, nullable=True),
        sa.Column("created", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_visitors_conversation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation", name="pk_visitors"),
    )
    op.create_table(
        "feedback",
        sa.Column("message", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=4), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("updated", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_feedback_message", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_feedback_conversation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message", name="pk_feedback"),
    )
    op.create_index("ix_feedback_conversation", "feedback", ["conversation"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("feedback")
    op.drop_table("visitors")
