"""Puts parts into Telegram's HTML: everything escaped, cut to its length, buttons under the last piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from bot.channels.pieces import Token, cut, tokens
from bot.channels.public import author
from bot.channels.readable import readable, sources
from bot.wording.catalogue import catalogue
from bot.wording.values import Words
from desk.messages import Message

LONGEST = 4096
Part = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """What one message of Telegram shows: HTML, and buttons as (title, key)."""

    html: str
    buttons: tuple[tuple[str, str], ...] = ()


def width(text: str) -> int:
    """Return the length of a text as Telegram counts it: in UTF-16 units, after the markup is taken away."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(message: Message) -> list[Piece]:
    """Return a message as Telegram takes it.

    Args:
        message: one of ours.

    Returns:
        At least one piece; always the same ones for the same message.
    """
    words = Words(catalogue(), message.language)
    parts = message.parts or [{"type": "text", "text": message.text}]
    keys = tuple((item["title"], item["key"]) for part in parts if part["type"] == "buttons" for item in part["items"])
    content = _content([part for part in parts if part["type"] != "buttons"])
    if author(message) == "staff":
        content = [*tokens(words.sentence("channel.staff"), "b"), Token("\n"), *content]
    groups = cut(content, LONGEST, width) or [tokens(words.sentence("channel.choose"))]
    found = [Piece(_html(group)) for group in groups]
    return [*found[:-1], Piece(found[-1].html, keys)]


def _content(parts: Sequence[Part]) -> list[Token]:
    content: list[Token] = []
    for part in parts:
        shown = _part(part)
        content += [*([Token("\n"), Token("\n")] if content and shown else []), *shown]
    return content


def _part(part: Part) -> list[Token]:
    if part["type"] == "sources":
        return sources(part, tokens, "i")
    text = readable(part)
    title = part.get("title") if part["type"] in ("card", "list") else None
    if title and text.startswith(title):
        return [*tokens(title, "b"), *tokens(text[len(title) :])]
    return tokens(text)


def _html(group: Sequence[Token]) -> str:
    return "".join(
        _styled(style, "".join(token.text for token in run)) for style, run in groupby(group, lambda token: token.style)
    )


def _styled(style: str, text: str) -> str:
    shown = escape(text, quote=False)
    if style in ("b", "i"):
        return f"<{style}>{shown}</{style}>"
    return f'<a href="{escape(style)}">{shown}</a>' if style else shown
