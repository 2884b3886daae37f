"""Canned replies, with the set that a new desk begins with, and links between cases."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from ruamel.yaml import YAML

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STARTER = Path(__file__).parents[2] / "canned.yml"


def upgrade() -> None:
    """Create the tables; the first texts belong to the desk from then on, and no later version changes them."""
    table = op.create_table(
        "canned",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("shortcut", sa.String(length=24), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("title_en", sa.String(length=80), nullable=False),
        sa.Column("title_zh", sa.String(length=80), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("updated", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned")),
        sa.UniqueConstraint("owner", "shortcut", name=op.f("uq_canned_owner_shortcut")),
    )
    now = datetime.now(timezone.utc)
    fresh = {"owner": "", "retired": False, "version": 1, "created": now, "updated": now}
    op.bulk_insert(table, [{**entry, **fresh} for entry in YAML(typ="safe").load(STARTER.read_text("utf-8"))])
    _links()


def _links() -> None:
    op.create_table(
        "case_links",
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("other_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_links_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["cases.id"], name=op.f("fk_case_links_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "other_id", name=op.f("pk_case_links")),
    )
    op.create_index("ix_case_links_other_id", "case_links", ["other_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("case_links")
    op.drop_table("canned")
