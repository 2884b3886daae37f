"""Puts messages into the plain text of WeChat: cut by bytes, buttons as letters."""

from __future__ import annotations

import string
import unicodedata
from typing import Any

from bot.channels.pieces import cut, tokens
from bot.channels.public import author
from bot.wording.catalogue import catalogue
from bot.wording.render import plain
from bot.wording.values import Words
from desk.messages import Message

LONGEST = 2048
"""Bytes of one text, in answers and in customer service messages."""
MOST_PIECES = 3
"""Of one message: five may be sent in all, and staff may have to add something."""


def body(message: Message, link: str = "") -> list[str]:
    """Return a message in pieces, without its buttons; what is beyond the last piece is on the page.

    Args:
        message: one of ours.
        link: address of the page; empty where there is none.
    """
    words = Words(catalogue(), message.language)
    text = plain(message.parts) if message.parts else message.text
    if author(message) == "staff":
        text = f"{words.sentence('channel.staff')}\n{text}"
    pieces = _cut(text) or _cut(words.sentence("channel.choose"))
    if len(pieces) <= MOST_PIECES or not link:
        return pieces
    more = "\n\n" + words.sentence("channel.more", {"link": {"string": link}})
    last = _cut(pieces[MOST_PIECES - 1], LONGEST - _width(more))[0]
    return [*pieces[: MOST_PIECES - 1], last + more]


def pieces(message: Message, link: str = "") -> list[str]:
    """Return a message in pieces, its buttons at the end."""
    found, choices = body(message, link), letters(message)
    if not choices:
        return found
    whole = f"{found[-1]}\n\n{choices}"
    return [*found[:-1], whole] if _width(whole) <= LONGEST else [*found, *_cut(choices)[:1]]


def letters(message: Message) -> str:
    """Return the buttons of a message as lines with letters; empty if it has none."""
    items = buttons(message)
    if not items:
        return ""
    ask = Words(catalogue(), message.language).sentence("channel.choose_letter")
    lines = [f"{letter}. {item['title']}" for letter, item in zip(string.ascii_uppercase, items, strict=False)]
    return "\n".join([ask, *lines])


def buttons(message: Message) -> list[dict[str, Any]]:
    """Return the buttons of a message."""
    return [item for part in message.parts or [] if part["type"] == "buttons" for item in part["items"]]


def chosen(text: str, message: Message) -> str | None:
    """Return the key of the button that a letter stands for; None if the text is no such letter."""
    letter = unicodedata.normalize("NFKC", text).strip().rstrip(".").upper()
    items = buttons(message)
    if len(letter) != 1 or letter not in string.ascii_uppercase[: len(items)]:
        return None
    return str(items[string.ascii_uppercase.index(letter)]["key"])


def joined(messages: list[Message], link: str) -> tuple[str, int]:
    """Return as many whole messages as fit into one text, and how many they are.

    Only the last one shows its buttons: the letters of two lists would be the same.
    """
    text, count = "", 0
    for number in range(1, len(messages) + 1):
        before = [piece for message in messages[: number - 1] for piece in body(message, link)]
        whole = "\n\n".join([*before, *pieces(messages[number - 1], link)])
        if _width(whole) > LONGEST:
            break
        text, count = whole, number
    return text, count


def _cut(text: str, longest: int = LONGEST) -> list[str]:
    return ["".join(token.text for token in group) for group in cut(tokens(text), longest, _width)]


def _width(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
