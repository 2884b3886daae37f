"""Alembic's entry: runs inside the transaction that `desk.migrate` opened, or on DATABASE_URL by hand."""

from __future__ import annotations

import os
from typing import Any

from alembic import context

from desk.database import Database
from desk.search_models import is_modelled
from desk.tables import metadata


def _run(connection: Any) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, include_object=is_modelled)
    with context.begin_transaction():
        context.run_migrations()


def _main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    database = Database(os.environ.get("DATABASE_URL", "sqlite:///data/citybridge.db"))
    with database.write() as connection:
        _run(connection)
    database.close()


_main()
