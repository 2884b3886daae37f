"""When a conversation was emptied at the wish of the person: it waits only for its last message to be delivered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Gateways of the version before go on working."""
    op.add_column("conversations", sa.Column("erased", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("conversations", "erased")
