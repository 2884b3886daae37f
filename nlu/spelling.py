"""Correct slips of the keyboard in ordinary words: partenr, 步奏. Names have rules of their own and are left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from nlu.homophones import sound
from nlu.normalise import is_han
from nlu.patterns import Mention
from nlu.vocabulary import Vocabulary
from nlu.words import Word, is_word

SHORTEST = 4
"""Letters of a Latin word from which on it is corrected: shorter ones have too many neighbours."""
LONG = 8
"""Letters from which on two slips are forgiven."""
HAN_LENGTHS = (4, 3, 2)


@dataclass(frozen=True)
class Correction:
    """A piece of a normalised text (end exclusive) and what was meant."""

    start: int
    end: int
    meant: str


_BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
"""Sounds that many speakers do not tell apart, so that one is typed for the other."""


@lru_cache(maxsize=4096)
def _blurred(text: str) -> tuple[str, ...]:
    """Return the syllables of a Chinese word as they sound to many."""
    syllables = list(sound(text))
    for clear, blurred in _BLURRED:
        syllables = [one.replace(clear, blurred) for one in syllables]
    return tuple(syllables)


@lru_cache(maxsize=1)
def _english() -> SpellChecker:
    return SpellChecker(language="en", distance=1)


class Speller:
    """Finds words that are nearly one of the frequent words of the training phrases.

    Args:
        vocabulary: words of the training phrases.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._latin = [w for w in vocabulary.frequent if len(w) >= SHORTEST and w.isascii() and w.isalpha()]
        self._han: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word in vocabulary.frequent:
            if 2 <= len(word) <= max(HAN_LENGTHS) and all(map(is_han, word)) and is_word(word):
                self._han[_blurred(word)].append(word)

    def corrections(self, text: str, words: Iterable[Word], names: Iterable[Mention]) -> list[Correction]:
        """Find the slips in a message.

        Args:
            text: the normalised message.
            words: its words.
            names: what it names; those places are left alone.
        """
        known = list(words)
        taken = [(name.start, name.end) for name in names]
        taken += [(word.start, word.end) for word in known if len(word.text) > 1 and is_word(word.text)]
        found: list[Correction] = []
        for one in (*self._latin_slips(known), *self._doubled(text), *self._han_slips(text)):
            if not any(one.start < right and left < one.end for left, right in taken):
                taken.append((one.start, one.end))
                found.append(one)
        return sorted(found, key=lambda one: one.start)

    def _latin_slips(self, words: Iterable[Word]) -> Iterator[Correction]:
        for word in words:
            if len(word.text) < SHORTEST or not (word.text.isascii() and word.text.isalpha()):
                continue
            if word.text in self._vocabulary.words or word.text in _english():
                continue
            slips = 2 if len(word.text) >= LONG else 1
            best = process.extract(word.text, self._latin, scorer=OSA.distance, score_cutoff=slips, limit=2)
            if best and (len(best) == 1 or best[0][1] < best[1][1]):
                yield Correction(word.start, word.end, best[0][0])

    def _is_new(self, window: str) -> bool:
        """Tell whether a piece of Chinese is neither a word nor written like this in any phrase."""
        if is_word(window) or not all(map(is_han, window)):
            return False
        return any(a + b not in self._vocabulary.pairs for a, b in zip(window, window[1:]))

    def _doubled(self, text: str) -> Iterator[Correction]:
        for place, (a, b) in enumerate(zip(text, text[1:])):
            if a == b and self._is_new(a + b):
                yield Correction(place + 1, place + 2, "")

    def _han_slips(self, text: str) -> Iterator[Correction]:
        pairs = self._vocabulary.pairs
        han = [is_han(character) for character in text]
        unseen = [i for i in range(len(text) - 1) if han[i] and han[i + 1] and text[i : i + 2] not in pairs]
        for length in HAN_LENGTHS:
            covering = {start for place in unseen for start in range(place - length + 2, place + 1)}
            for start in sorted(start for start in covering if 0 <= start <= len(text) - length):
                window = text[start : start + length]
                meant = self._meant(window) if self._is_new(window) else None
                if meant is not None:
                    yield Correction(start, start + length, meant)

    def _meant(self, window: str) -> str | None:
        """Return the one word that a window sounds like, or whose two characters were swapped."""
        turned = window[::-1]
        if len(window) == 2 and turned in self._vocabulary.frequent and is_word(turned):
            return turned
        alike = [w for w in self._han.get(_blurred(window), ()) if sum(a == b for a, b in zip(w, window)) * 2 >= len(w)]
        return alike[0] if len(alike) == 1 else None
