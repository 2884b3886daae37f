"""Parts as people read them on a telephone: lists as on our page, tables without columns, sources as links.

A line of a table that does not fit beside another is read as a riddle, so each row becomes a few lines of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.channels.pieces import Token, tokens
from bot.wording.render import plain

Part = dict[str, Any]
_MARK = "• "
_LINKS = ("https://", "http://")


def readable(part: Part) -> str:
    """Return a part as text; empty for buttons, which each channel shows in its own way.

    Args:
        part: a rendered part.
    """
    if part["type"] == "list":
        return "\n".join([*([part["title"]] if part.get("title") else []), *_items(part)])
    if part["type"] == "table":
        return "\n\n".join(_row(part["columns"], row) for row in part["rows"])
    return plain([part])


def _items(part: Part) -> list[str]:
    """Return the items; only those have numbers that can be chosen by one."""
    items = part["items"]
    return [f"{number}. {item}" if part.get("ordered") else f"{_MARK}{item}" for number, item in enumerate(items, 1)]


def _row(columns: list[str], row: list[str]) -> str:
    if len(row) == 2:
        return _named(row[0], row[1])
    return "\n".join([row[0], *(_MARK + _named(name, cell) for name, cell in zip(columns[1:], row[1:], strict=True))])


def _named(name: str, value: str) -> str:
    # As on the cards: the colon is that of the language the name is in.
    return f"{name}{': ' if name.isascii() else '：'}{value}"


def sources(part: Part, link: Callable[[str, str], list[Token]], style: str = "") -> list[Token]:
    """Return the line of sources with the titles in it as links.

    Args:
        part: a part of sources.
        link: makes a link of a title and an address of the web.
        style: of what is around the links.
    """
    content, rest = [], str(part["text"])
    for item in part["items"]:
        before, title, after = rest.partition(item["title"])
        address = str(item.get("url") or "")
        if title and address.startswith(_LINKS):
            content += [*tokens(before, style), *link(title, address)]
            rest = after
    return [*content, *tokens(rest, style)]
