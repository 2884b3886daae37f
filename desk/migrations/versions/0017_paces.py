"""How fast all gateways together send on a channel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. Gateways of the version before go on working, each at its own pace."""
    op.create_table(
        "channel_paces",
        sa.Column("name", sa.String(length=40), primary_key=True),
        sa.Column("ahead", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("channel_paces")
