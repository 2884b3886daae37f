"""Letters: e-mail that waits, was sent, or could not be."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the table. Gateways of the version before go on working."""
    op.create_table(
        "letters",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=True),
        sa.Column("case_id", ROW_ID, nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("filling", JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt", MOMENT, nullable=False),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("updated", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name=op.f("fk_letters_conversation"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_letters_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index("ix_letters_conversation", "letters", ["conversation"])
    op.create_index("ix_letters_case_id", "letters", ["case_id"])
    is_queued = sa.text("state = 'queued'")
    op.create_index(
        "ix_letters_open", "letters", ["next_attempt"], sqlite_where=is_queued, postgresql_where=is_queued
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("letters")
