"""Bring a message into one form: width, case, invisible characters, Traditional to Simplified.

Everything downstream (names, encoder, n-grams) sees the normalised text; `Normalised.span` leads back
to the exact characters that the person typed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC


@dataclass(frozen=True)
class Normalised:
    """A normalised text and where each of its characters stood.

    Args:
        text: the normalised text.
        offsets: for each character of `text` the index of its source character in the original.
        length: number of characters of the original.
    """

    text: str
    offsets: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return (start, end) in the original for a span of the normalised text."""
        if start >= end or not self.offsets:
            return (0, 0)
        return (self.offsets[start], self.offsets[end - 1] + 1)

    def replaced(self, start: int, end: int, text: str) -> Normalised:
        """Return the same with a piece (end exclusive) written otherwise; its letters point into the old piece."""
        old = self.offsets[start:end]
        offsets = tuple(old[min(place, len(old) - 1)] for place in range(len(text)))
        whole = self.text[:start] + text + self.text[end:]
        return Normalised(whole, self.offsets[:start] + offsets + self.offsets[end:], self.length)


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=8_192)
def _character(character: str) -> str:
    """Return the normalised form of one character, possibly empty or several characters."""
    category = unicodedata.category(character)
    if character in "\n\r\t" or category == "Zs":
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    folded = unicodedata.normalize("NFKC", character).lower()
    # Accents are kept off Latin letters so that "Málaga" and "Malaga" are one name.
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese character."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"


def _simplify(text: str) -> str:
    if not any(is_han(character) for character in text):
        return text
    simplified: str = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    # Phrase conversion changed the length; convert one by one so that the offsets stay true.
    return "".join(_converter().convert(character)[:1] or character for character in text)


def normalise(text: str) -> Normalised:
    """Normalise a message.

    Args:
        text: what the person typed, any characters.

    Returns:
        The normalised text with single spaces, and its offsets into `text`.
    """
    characters: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        for form in _character(character):
            if form == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(form)
            offsets.append(index)
    while characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return Normalised(_simplify("".join(characters)), tuple(offsets), len(text))


def plain(text: str) -> str:
    """Return only the normalised text, for names and phrases whose offsets do not matter."""
    return normalise(text).text
