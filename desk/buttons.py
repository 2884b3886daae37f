"""Buttons: an opaque key per button and conversation, so that nobody can invent a command."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from desk.models import buttons

KEY = re.compile(r"btn_[A-Za-z0-9_-]{16}")
"""What a key looks like: 20 characters, short enough for every channel (Telegram takes 64 bytes)."""
_RANDOM_BYTES = 12
_ISSUE = buttons.insert()
_FIND = select(buttons.c.key, buttons.c.do, buttons.c.title).where(
    (buttons.c.key == bindparam("pressed")) & (buttons.c.conversation == bindparam("talk"))
)


@dataclass(frozen=True)
class Button:
    """What a pressed button stands for."""

    key: str
    do: dict[str, Any]
    title: str


def looks_like_key(text: str) -> bool:
    """Whether a text could be the key of a button."""
    return KEY.fullmatch(text.strip()) is not None


def issue(
    connection: Connection, conversation: str, parts: list[dict[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    """Replace what buttons do by keys.

    Args:
        connection: a write transaction.
        conversation: for whom the keys are good.
        parts: rendered parts; their buttons have a title and `do`.
        now: the time.

    Returns:
        The parts with `key` in place of `do`.
    """
    rows: list[dict[str, Any]] = []
    issued = [_with_keys(part, rows) if part["type"] == "buttons" else part for part in parts]
    if rows:
        connection.execute(_ISSUE, [{**row, "conversation": conversation, "created": now} for row in rows])
    return issued


def _with_keys(part: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    items = []
    for item in part["items"]:
        key = "btn_" + secrets.token_urlsafe(_RANDOM_BYTES)
        rows.append({"key": key, "do": item["do"], "title": item["title"]})
        items.append({**{name: item[name] for name in item if name != "do"}, "key": key})
    return {**part, "items": items}


def find(connection: Connection, conversation: str, key: str) -> Button | None:
    """Return the button behind a key; None for a key of another conversation just as for an unknown one."""
    row = connection.execute(_FIND, {"pressed": key.strip(), "talk": conversation}).first()
    return Button(*row) if row else None
