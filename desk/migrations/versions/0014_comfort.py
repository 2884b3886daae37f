"""What people thought of how their case was handled, and how staff like their pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and add the columns. Gateways of the version before go on working."""
    op.create_table(
        "case_ratings",
        sa.Column(
            "case_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("cases.id", ondelete="CASCADE"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("given", sa.DateTime(timezone=True), nullable=True),
    )
    op.add_column("case_figures", sa.Column("rating", sa.String(length=8), nullable=True))
    op.add_column("staff", sa.Column("theme", sa.String(length=5), nullable=False, server_default="auto"))
    listed = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("staff", sa.Column("keys_off", listed, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop them."""
    for column in ("keys_off", "theme"):
        op.drop_column("staff", column)
    op.drop_column("case_figures", "rating")
    op.drop_table("case_ratings")
