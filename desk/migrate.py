"""Bring the database to the newest form; several processes may start at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from desk import search_index
from desk.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 20_261_122


def newest() -> str:
    """Return the id of the newest revision; a revision's file name begins with its id, in rising order."""
    return max(path.name.partition("_")[0] for path in (_SCRIPTS / "versions").glob("[0-9]*_*.py"))


def configuration() -> Config:
    """Return alembic's configuration without a file, so that it works from every folder."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def migrate(database: Database) -> bool:
    """Apply the missing revisions in one transaction.

    Args:
        database: an open database.

    Returns:
        Whether there was anything to do.
    """
    with database.write() as connection:
        if not database.is_sqlite:
            # Two gateways that start together wait for each other here, however long a revision takes.
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if _present(connection) == newest():
            search_index.catch_up(connection)  # what a gateway without the index wrote meanwhile
            return False
        # Imported only when there is something to do: it takes half of the gateway's start.
        from alembic import command

        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _present(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None
