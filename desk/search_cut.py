"""Cuts text into what the search index holds: Latin words, and pairs of Chinese characters.

Chinese is written without blanks, so a run of its characters is cut into all pairs of neighbours, and its last
character alone. A word of two characters is then one pair, a longer one is pairs in a row, and a single character
is the beginning of a pair: nothing else is needed to find each of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from opencc import OpenCC

LONGEST_WORD = 40
"""Of a longer word only the beginning is kept; names and addresses are shorter, what is longer is no word."""
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
_RUN = re.compile(rf"[{_HAN}]+|[^\s{_HAN}]+")
_GAP = " "


class Token(NamedTuple):
    """One entry of the index.

    Args:
        text: as it is indexed.
        start: where it begins in the original text.
        end: where it ends there, exclusive.
        is_han: whether it is a pair of Chinese characters, or the last one of a run.
    """

    text: str
    start: int
    end: int
    is_han: bool


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _folded(character: str) -> str:
    """Return the indexed form of a character: nothing if it only joins what is around it, a gap if it parts it."""
    if _IS_HAN.match(character):
        return str(_simplifier().convert(unicodedata.normalize("NFKC", character)))
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    kept = "".join(c for c in unicodedata.normalize("NFKD", character).casefold() if not unicodedata.combining(c))
    return kept if kept and kept.isalnum() else _GAP


class _Folds(dict[int, str]):
    """Remembers the form of each character that has occurred."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


_FOLDS = _Folds()


def words(text: str) -> list[str]:
    """Return what a text is indexed by, in order: the texts of its tokens.

    Args:
        text: anything, in any script.
    """
    return [text for run in _RUN.findall(text.translate(_FOLDS)) for text in _parts(run)]


def _parts(run: str) -> Sequence[str]:
    return [*map("".join, zip(run, run[1:])), run[-1]] if _IS_HAN.match(run) else (run[:LONGEST_WORD],)


def cut(text: str) -> list[Token]:
    """Return the tokens of a text with their places, in order.

    Args:
        text: anything, in any script.
    """
    folds = [_FOLDS[ord(character)] for character in text]
    places = [place for place, folded in enumerate(folds) for _ in folded]
    return [token for run in _RUN.finditer("".join(folds)) for token in _tokens(run, places)]


def _tokens(run: re.Match[str], places: Sequence[int]) -> list[Token]:
    parts, start = _parts(run.group()), run.start()
    if not _IS_HAN.match(run.group()):
        return [Token(parts[0], places[start], places[run.end() - 1] + 1, False)]
    last = len(parts) - 1
    return [
        Token(part, places[start + at], places[start + min(at + 1, last)] + 1, True) for at, part in enumerate(parts)
    ]
