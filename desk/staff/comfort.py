"""How somebody likes the pages of the desk: light or dark, and which keys do something."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.engine import Connection

from desk.staff.accounts import KEYS, Staff
from desk.staff.errors import FieldWrong
from desk.staff.models import staff

THEMES = ("auto", "light", "dark")
"""As the system of the browser says, always light, always dark."""


def choose(connection: Connection, person: Staff, theme: str, keys: Collection[str]) -> None:
    """Keep how somebody likes their pages.

    Args:
        connection: a write transaction.
        person: whose.
        theme: one of THEMES.
        keys: what of KEYS stays on; everything else is off.

    Raises:
        FieldWrong: there is no such theme or key.
    """
    if theme not in THEMES:
        raise FieldWrong("theme")
    if not set(keys) <= set(KEYS):
        raise FieldWrong("keys")
    values = {"theme": theme, "keys_off": [name for name in KEYS if name not in keys]}
    connection.execute(update(staff).where(staff.c.id == person.id).values(**values))
