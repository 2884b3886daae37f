"""Figures of the desk, counted by day, which outlive conversations and cases and hold nobody's data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _id() -> sa.Column:
    return sa.Column("id", _row_id(), autoincrement=True, primary_key=True)


def _row_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; counting begins with this revision. Gateways of the version before go on working."""
    _messages()
    _cases()


def _messages() -> None:
    op.create_table(
        "visit_figures",
        _id(),
        sa.Column("conversation", sa.String(length=32), sa.ForeignKey("conversations.id", ondelete="SET NULL")),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("person", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("conversation", "day", name="uq_visit_figures_conversation_day"),
    )
    op.create_index("ix_visit_figures_day", "visit_figures", ["day"])
    op.create_table(
        "message_figures",
        _id(),
        sa.Column("visit", _row_id(), sa.ForeignKey("visit_figures.id", ondelete="CASCADE"), nullable=False),
        sa.Column("turn", sa.String(length=48), sa.ForeignKey("turns.turn_id", ondelete="SET NULL")),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("intent", sa.String(length=60), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("verdict", sa.String(length=4), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.UniqueConstraint("turn", name="uq_message_figures_turn"),
    )
    op.create_index("ix_message_figures_visit", "message_figures", ["visit"])


def _cases() -> None:
    op.create_table(
        "case_figures",
        _id(),
        sa.Column("case_id", _row_id(), sa.ForeignKey("cases.id", ondelete="SET NULL")),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("office", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.Column("response_minutes", sa.Integer(), nullable=True),
        sa.Column("response_in_time", sa.Boolean(), nullable=True),
        sa.Column("resolution_minutes", sa.Integer(), nullable=True),
        sa.Column("resolution_in_time", sa.Boolean(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("city", sa.String(length=120), nullable=True),
        sa.UniqueConstraint("case_id", name="uq_case_figures_case_id"),
    )
    op.create_index("ix_case_figures_day", "case_figures", ["day"])
    op.create_table(
        "wish_figures",
        _id(),
        sa.Column("figure", _row_id(), sa.ForeignKey("case_figures.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
    )
    op.create_index("ix_wish_figures_figure", "wish_figures", ["figure"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("wish_figures", "case_figures", "message_figures", "visit_figures"):
        op.drop_table(table)
