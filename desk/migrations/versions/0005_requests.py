"""Cooperation requests keep what was asked for in columns; drafts; codes that prove an e-mail address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _json() -> sa.JSON:
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def _row_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _consent() -> list[sa.Column]:
    return [
        sa.Column("consent_version", sa.String(length=16), nullable=False),
        sa.Column("consent_hash", sa.String(length=64), nullable=False),
        sa.Column("consent_language", sa.String(length=2), nullable=False),
    ]


def upgrade() -> None:
    """Create the tables; cases that are there have no columns of their own and stay as they are."""
    _requests()
    op.create_table(
        "request_drafts",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("answers", _json(), nullable=False),
        *_consent(),
        sa.Column("email_confirmed", sa.String(length=320), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name=op.f("fk_request_drafts_conversation_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_request_drafts")),
    )
    _codes()


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("case_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=300), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=True),
        sa.Column("city_ref", sa.String(length=120), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("email_confirmed", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("topics", _json(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("partner", sa.String(length=300), nullable=True),
        sa.Column("partner_refs", _json(), nullable=False),
        sa.Column("timeframe", sa.String(length=16), nullable=True),
        sa.Column("budget", sa.String(length=16), nullable=True),
        sa.Column("contacts", sa.Text(), nullable=True),
        *_consent(),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_requests_case_id_cases"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_requests")),
    )
    op.create_index("ix_requests_country", "requests", ["country"])
    op.create_index("ix_requests_email", "requests", ["email"])


def _codes() -> None:
    op.create_table(
        "proof_codes",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("case_id", _row_id(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name=op.f("fk_proof_codes_conversation_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_proof_codes_case_id_cases"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_codes")),
    )
    op.create_index("ix_proof_codes_conversation_purpose", "proof_codes", ["conversation", "purpose"])
    op.create_index("ix_proof_codes_case_id", "proof_codes", ["case_id"])
    op.create_index("ix_proof_codes_email", "proof_codes", ["email"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("proof_codes", "request_drafts", "requests"):
        op.drop_table(table)
