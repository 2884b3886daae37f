"""A message keeps the id of the request that brought it, so that its turn can be followed through all logs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what is there already has no id. Gateways of the version before go on working."""
    op.add_column("messages", sa.Column("request_id", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("messages", "request_id")
