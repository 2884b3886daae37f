"""Cuts long messages into pieces that a messenger takes, without breaking words, links or characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# Links and words stay whole; Han characters, blanks and everything else are pieces of their own.
_TOKEN = re.compile(
    r"https?://[^\s\u3000-\u303f\uff00-\uffef]+|[^\W\u2e80-\u9fff\uac00-\ud7af]+(?:['\u2019.,-]\w+)*|.", re.DOTALL
)
_GOOD_BREAKS = re.compile(r"[\s,.;:!?\u3001\u3002\uff0c\uff01\uff1a\uff1b\uff1f]")


@dataclass(frozen=True)
class Token:
    """A bit of text that is not cut.

    Args:
        text: what is seen.
        style: what the channel makes of it; neighbours of one style belong together.
    """

    text: str
    style: str = ""


def tokens(text: str, style: str = "") -> list[Token]:
    """Return the tokens of a text."""
    return [Token(found.group(), style) for found in _TOKEN.finditer(text)]


def cut(content: Sequence[Token], longest: int, width: Callable[[str], int]) -> list[list[Token]]:
    """Return tokens in groups that fit.

    Args:
        content: the tokens in order.
        longest: width of a group at most.
        width: measures text; must be additive.

    Returns:
        The groups, without blanks at their ends; none is empty.
    """
    groups: list[list[Token]] = []
    group: list[Token] = []
    size = 0
    for token in _short(content, longest, width):
        if size + width(token.text) > longest:
            at = _best_break(group)
            groups.append(group[:at])
            group = group[at:]
            size = sum(width(each.text) for each in group)
        group.append(token)
        size += width(token.text)
    return [trimmed for each in [*groups, group] if (trimmed := _trimmed(each))]


def _short(content: Sequence[Token], longest: int, width: Callable[[str], int]) -> Iterator[Token]:
    """Yield tokens, those that fit into no group by the character."""
    for token in content:
        if width(token.text) <= longest:
            yield token
        else:
            yield from (Token(character, token.style) for character in token.text)


def _best_break(group: Sequence[Token]) -> int:
    """Return where to end a full group: at a line's end, else behind a blank or a stop, but not in its first half."""
    half = len(group) // 2
    for is_good in (lambda text: text == "\n", lambda text: bool(_GOOD_BREAKS.fullmatch(text))):
        for at in range(len(group) - 1, half, -1):
            if is_good(group[at].text):
                return at + 1
    return len(group)


def _trimmed(group: Sequence[Token]) -> list[Token]:
    kept = list(group)
    while kept and kept[-1].text.isspace():
        kept.pop()
    while kept and kept[0].text.isspace():
        kept.pop(0)
    return kept
