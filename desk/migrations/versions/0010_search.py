"""The search index over messages, notes, cases and requests, filled with what is there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from desk.errors import DatabaseSetting
from desk.search_index import catch_up

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GONE = "DELETE FROM search_texts WHERE "
CHANGED = {
    "messages": ("text", f"{GONE} message = old.id"),
    "case_events": ("data", f"{GONE} event = old.id"),
    "cases": ("asked", f"{GONE} case_id = old.id AND said = 'asked'"),
    "requests": (
        "name, organisation, city, email, phone, description, partner, contacts",
        f"{GONE} case_id = old.case_id AND said = 'request'",
    ),
}
"""Table → columns with indexed words, and what takes a row out of the index: a text that is changed is no longer found
by what it said, whoever changed it."""


def upgrade() -> None:
    """Create table and index and fill them. Gateways of the version before go on working, and the next start of a
    gateway indexes what they wrote.
    """
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    op.create_table(
        "search_texts",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("said", sa.String(length=9), nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=True),
        sa.Column("message", ROW_ID, nullable=True),
        sa.Column("event", ROW_ID, nullable=True),
        sa.Column("case_id", ROW_ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text() if is_sqlite else TSVECTOR(), nullable=False),
        *_keys(),
    )
    op.create_index("ix_search_texts_case_id", "search_texts", ["case_id"])
    # Filled before anything is made over it: that is several times as fast.
    catch_up(connection, None)
    if is_sqlite:
        _sqlite()
    else:
        op.create_index("search_words_found", "search_texts", ["words"], postgresql_using="gin")
        _postgres()


def _keys() -> list[sa.Constraint]:
    keys = {"message": "messages", "event": "case_events", "case_id": "cases"}
    foreign = [
        sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_search_texts_{name}", ondelete="CASCADE")
        for name, table in keys.items()
    ]
    unique = [sa.UniqueConstraint(name, name=f"uq_search_texts_{name}") for name in ("message", "event")]
    return [*foreign, *unique, sa.PrimaryKeyConstraint("id", name="pk_search_texts")]


def _sqlite() -> None:
    try:
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5"
            "(words, content='search_texts', content_rowid='id', tokenize='ascii', columnsize=0)"
        )
    except sa.exc.OperationalError as problem:
        if "fts5" not in str(problem.orig):
            raise
        raise DatabaseSetting(
            "The SQLite library of this Python has no FTS5, which the search of the staff pages needs. "
            "Use another build of Python, or PostgreSQL (DATABASE_URL)."
        ) from problem
    op.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")
    out = "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words)"
    into = "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words)"
    op.execute(f"CREATE TRIGGER search_words_in AFTER INSERT ON search_texts BEGIN {into}; END")
    op.execute(f"CREATE TRIGGER search_words_out AFTER DELETE ON search_texts BEGIN {out}; END")
    op.execute(f"CREATE TRIGGER search_words_new AFTER UPDATE OF words ON search_texts BEGIN {out}; {into}; END")
    for table, (columns, gone) in CHANGED.items():
        op.execute(f"CREATE TRIGGER search_words_{table} AFTER UPDATE OF {columns} ON {table} BEGIN {gone}; END")


def _postgres() -> None:
    for table, (columns, gone) in CHANGED.items():
        op.execute(
            f"CREATE FUNCTION search_words_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {gone}; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER search_words_{table} AFTER UPDATE OF {columns} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION search_words_{table}()"
        )


def downgrade() -> None:
    """Drop everything; no word is lost, since the index holds none of its own."""
    if op.get_bind().dialect.name == "sqlite":
        for table in CHANGED:
            op.execute(f"DROP TRIGGER search_words_{table}")
        op.execute("DROP TABLE search_words")
    else:
        for table in CHANGED:
            op.execute(f"DROP TRIGGER search_words_{table} ON {table}")
            op.execute(f"DROP FUNCTION search_words_{table}()")
    op.drop_table("search_texts")
