"""The piece of a text around what was looked for, cut into what is marked and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desk.search_words import Phrase, spans

_BEFORE = 50
_LENGTH = 220
_MORE = "\u2026"


class Piece(NamedTuple):
    """Characters of a text, and whether they are what was looked for."""

    text: str
    is_marked: bool


def excerpt(text: str, phrases: Sequence[Phrase]) -> list[Piece]:
    """Return the piece of a text where most of what was looked for stands close together.

    Args:
        text: the original; nothing in it is changed.
        phrases: what was looked for; without it the text is shown from its beginning.
    """
    found = spans(text, phrases)
    first = max(found, key=lambda span: (_near(found, span[0]), -span[0]))[0] if found else 0
    start = max(0, first - _BEFORE) if first > _LENGTH - _BEFORE else 0
    end = min(len(text), start + _LENGTH)
    pieces = [Piece(_MORE, False)] if start else []
    place = start
    for begin, stop in found:
        if begin < place or stop > end:
            continue
        pieces += [Piece(text[place:begin], False), Piece(text[begin:stop], True)]
        place = stop
    pieces += [Piece(text[place:end], False)] + ([Piece(_MORE, False)] if end < len(text) else [])
    return [piece for piece in pieces if piece.text]


def _near(found: Sequence[tuple[int, int]], start: int) -> int:
    return sum(start <= begin <= start + _LENGTH - _BEFORE for begin, _ in found)
