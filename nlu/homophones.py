"""Recognise Chinese city names that were typed with a wrong character of the same sound: 柳洲 for 柳州."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from nlu.normalise import is_han
from nlu.patterns import Mention
from nlu.words import is_word

SHORTEST = 2
LONG_NAME = 4
"""Characters from which on one wrong character of another sound is forgiven too."""
SURE = 0.85
"""Score of such a mention: below that of a name written rightly."""

_Name = tuple[str, tuple[str, ...], str, str]
_Place = tuple[int, int]


@lru_cache(maxsize=8_192)
def sound(text: str) -> tuple[str, ...]:
    """Return the syllables of a Han text without tones."""
    return tuple(lazy_pinyin(text, style=Style.NORMAL))


class Homophones:
    """Finds names by their sound.

    Args:
        names: (name, kind, ref) of every Han name that may be meant.
    """

    def __init__(self, names: Iterable[tuple[str, str, str]]) -> None:
        self._names: list[_Name] = []
        # A name that is meant has a character in its place, so only those are looked at: (name, place) by character.
        self._by_character: dict[str, list[_Place]] = defaultdict(list)
        for name, kind, ref in names:
            if len(name) >= SHORTEST and all(is_han(character) for character in name):
                for place, character in enumerate(name):
                    self._by_character[character].append((len(self._names), place))
                self._names.append((name, sound(name), kind, ref))

    def find(self, text: str, taken: Iterable[Mention]) -> list[Mention]:
        """Find misspelt names in a normalised text.

        Args:
            text: the message.
            taken: mentions already found; their places are left alone.

        Returns:
            At most one mention for a place. What is a word of its own (宿州) is never taken for another (苏州).
        """
        used = [(mention.start, mention.end) for mention in taken]
        found: list[Mention] = []
        for (start, end), names in self._alike(text):
            window = text[start:end]
            if any(start < right and left < end for left, right in used):
                continue
            if not all(is_han(character) for character in window) or is_word(window):
                continue
            name = self._meant(window, names)
            if name is not None:
                used.append((start, end))
                found.append(Mention(name[0], name[1], start, end, window, SURE))
        return found

    def _alike(self, text: str) -> list[tuple[_Place, list[int]]]:
        """List the pieces that share half of a name's characters but not all: the longest first, then in order."""
        shared: dict[tuple[int, int], int] = defaultdict(int)
        for position, character in enumerate(text):
            for number, place in self._by_character.get(character, ()):
                shared[position - place, number] += 1
        pieces: dict[_Place, list[int]] = defaultdict(list)
        for (start, number), same in shared.items():
            length = len(self._names[number][0])
            if same < length <= same * 2 and start >= 0 and start + length <= len(text):
                pieces[start, start + length].append(number)
        return sorted(pieces.items(), key=lambda piece: (piece[0][0] - piece[0][1], piece[0][0]))

    def _meant(self, window: str, numbers: Iterable[int]) -> tuple[str, str] | None:
        """Return kind and ref of the one name that a window can mean; None if there is none, or several."""
        spoken = sound(window)
        refs: set[tuple[str, str]] = set()
        for name, syllables, kind, ref in (self._names[number] for number in numbers):
            same = sum(a == b for a, b in zip(window, name))
            if spoken == syllables or (len(name) >= LONG_NAME and same == len(name) - 1):
                refs.add((kind, ref))
        return refs.pop() if len(refs) == 1 else None
