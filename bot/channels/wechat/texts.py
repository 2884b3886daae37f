"""Puts messages into the text of WeChat: cut by bytes, buttons as letters, sources as links where there is room."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.channels.pieces import Token, cut, tokens
from bot.channels.public import author
from bot.channels.readable import readable, sources
from bot.wording.catalogue import catalogue
from bot.wording.values import Words
from desk.messages import Message

LONGEST = 2048
"""Bytes of one text, in answers and in customer service messages."""
MOST_PIECES = 3
"""Of one message: five may be sent in all, and staff may have to add something."""
_MARKUP = re.compile(r'["<>]')


def body(message: Message, link: str = "", linked: bool = True) -> list[str]:
    """Return a message in pieces, without its buttons; what is beyond the last piece is on the page.

    Args:
        message: one of ours.
        link: address of the page; empty where there is none.
        linked: whether titles of sources lead to them, if that takes no piece more.
    """
    words = Words(catalogue(), message.language)
    bare = _cut(_content(message, words, False)) or _cut(tokens(words.sentence("channel.choose")))
    whole = _cut(_content(message, words, True)) if linked else bare
    pieces = whole if len(whole) == len(bare) else bare
    if len(pieces) <= MOST_PIECES or not link:
        return pieces
    more = "\n\n" + words.sentence("channel.more", {"link": {"string": link}})
    last = _cut(tokens(bare[MOST_PIECES - 1]), LONGEST - _width(more))[0]
    return [*bare[: MOST_PIECES - 1], last + more]


def _content(message: Message, words: Words, linked: bool) -> list[Token]:
    content = tokens(f"{words.sentence('channel.staff')}\n") if author(message) == "staff" else []
    begun = False
    for part in message.parts or [{"type": "text", "text": message.text}]:
        proof = linked and part["type"] == "sources"
        shown = sources(part, _anchor) if proof else tokens(readable(part))
        content += [*([Token("\n"), Token("\n")] if begun and shown else []), *shown]
        begun = begun or bool(shown)
    return content


def _anchor(title: str, address: str) -> list[Token]:
    """Return a link as WeChat shows it; one that its markup could not hold stays a title."""
    if _MARKUP.search(title + address):
        return tokens(title)
    return [Token(f'<a href="{address}">{title}</a>')]


def pieces(message: Message, link: str = "", linked: bool = True) -> list[str]:
    """Return a message in pieces, its buttons at the end."""
    found, choices = body(message, link, linked), letters(message)
    if not choices:
        return found
    whole = f"{found[-1]}\n\n{choices}"
    if _width(whole) <= LONGEST:
        return [*found[:-1], whole]
    # Rather the letters right under the answer than links above them.
    return pieces(message, link, False) if linked else [*found, *_cut(tokens(choices))[:1]]


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
    return max((_joined(messages, link, linked) for linked in (True, False)), key=lambda found: found[1])


def _joined(messages: list[Message], link: str, linked: bool) -> tuple[str, int]:
    text, count = "", 0
    for number in range(1, len(messages) + 1):
        before = [piece for message in messages[: number - 1] for piece in body(message, link, linked)]
        whole = "\n\n".join([*before, *pieces(messages[number - 1], link, linked)])
        if _width(whole) > LONGEST:
            break
        text, count = whole, number
    return text, count


def _cut(content: Sequence[Token], longest: int = LONGEST) -> list[str]:
    return ["".join(token.text for token in group) for group in cut(content, longest, _width)]


def _width(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
