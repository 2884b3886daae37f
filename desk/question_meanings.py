"""What a question is about, without a model: the records it names and the words that carry its subject.

A name counts as its record and a word of desk/question_words.yml as its meaning, so the same question in English and in
Chinese can have the same meaning. Other Latin words count as they are, other Chinese ones as pairs of characters.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from ruamel.yaml import YAML

from desk.search_cut import cut

FILE = Path(__file__).with_name("question_words.yml")
_SILENT = ""
_WEAK, _MEANT = "~", ":"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ALIKE, _SHORTEST_ALIKE = 85, 6
"""A Latin word of so many letters is taken for a known one that is so much like it (of 100): a slip of the keyboard."""
_KEY_LENGTH = 24
_MOST_SPELT = 20_000


@dataclass(frozen=True)
class Meaning:
    """What a question is about.

    Args:
        names: records and places that it names.
        words: what else it says; those that begin with "~" are in half of all questions.
    """

    names: frozenset[str]
    words: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it has a meaning."""
        return not (self.names or self.words)

    @property
    def key(self) -> str:
        """The hash by which decisions about it are kept; it does not depend on what others ask."""
        said = " ".join([*sorted(self.names), "|", *sorted(self.words)])
        return hashlib.sha256(said.encode()).hexdigest()[:_KEY_LENGTH]


@lru_cache(maxsize=1)
def word_lists() -> Mapping[str, Any]:
    """Return what desk/question_words.yml says, read once."""
    return dict(YAML(typ="safe").load(FILE.read_text("utf-8")))


Units = tuple[str, ...]


class Reader:
    """Reads questions.

    Args:
        names: pairs of a name and what it means, such as a ref; of two with the same name the first counts.
        topics: pairs of a word and what it means, for words that are no names: methods, subjects.
    """

    def __init__(self, names: Iterable[tuple[str, str]], topics: Iterable[tuple[str, str]] = ()) -> None:
        self._known: dict[str, dict[Units, str]] = {}
        self._names: set[str] = set()
        self._spellings: list[str] = []
        self._spelt: dict[str, str] = {}
        lists = word_lists()
        for language in ("en", "zh"):
            for meaning, words in lists["meanings"].items():
                self._learn(words[language], _MEANT + meaning)
            self._learn(lists["weak"][language], _WEAK, own=True)
            self._learn(lists["silent"][language], _SILENT)
        for name, ref in names:
            self._names.add(ref)
            self._learn([name], ref)
        for name, ref in topics:
            self._learn([name], _MEANT + ref)
        self._longest = {first: max(map(len, ends)) for first, ends in self._known.items()}
        latin = {unit for ends in self._known.values() for units in ends for unit in units if unit.isascii()}
        self._spellings = sorted(word for word in latin if len(word) >= _SHORTEST_ALIKE)
        self._spelt = {}

    def _learn(self, phrases: Iterable[str], meaning: str, own: bool = False) -> None:
        for phrase in phrases:
            units = tuple(unit for unit, _ in self._units(phrase))
            if units:
                self._known.setdefault(units[0], {}).setdefault(units, meaning + "".join(units) if own else meaning)

    def meaning(self, text: str) -> Meaning:
        """Return what a question is about.

        Args:
            text: in either language, or both.
        """
        units = self._units(text)
        names: set[str] = set()
        words: set[str] = set()
        run = ""
        place = 0
        while place < len(units):
            length, meant = self._at(units, place)
            unit, ends = units[place + length - 1]
            if meant is None and is_han(unit):
                run += unit
            elif meant is None:
                words.add(unit)
            elif meant in self._names:
                names.add(meant)
            elif meant != _SILENT:
                words.add(meant)
            if run and (ends or meant is not None or not is_han(unit)):
                words.update(_pairs(run))
                run = ""
            place += length
        return Meaning(frozenset(names), frozenset(words | set(_pairs(run))))

    def _at(self, units: Sequence[tuple[str, bool]], place: int) -> tuple[int, str | None]:
        """Return how many units from a place on belong together, and what they mean; None if that is not known."""
        ends = self._known.get(units[place][0], {})
        longest = self._longest.get(units[place][0], 0)
        for length in range(min(longest, len(units) - place), 0, -1):
            meant = ends.get(tuple(unit for unit, _ in units[place : place + length]))
            if meant is not None:
                return length, meant
        return 1, None

    def _units(self, text: str) -> list[tuple[str, bool]]:
        """Return the Latin words and single Chinese characters of a text, and whether a run ends with each."""
        found = []
        for token in cut(text):
            if token.is_han:
                found.append((token.text[0], len(token.text) == 1))
            else:
                found.append((self._word(token.text), True))
        return found

    def _word(self, word: str) -> str:
        if word not in self._spelt:
            if len(self._spelt) >= _MOST_SPELT:
                self._spelt.clear()
            self._spelt[word] = self._as_known(_singular(word))
        return self._spelt[word]

    def _as_known(self, word: str) -> str:
        if len(word) < _SHORTEST_ALIKE or not word.isascii():
            return word
        found = process.extractOne(word, self._spellings, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return str(found[0]) if found else word


def is_han(part: str) -> bool:
    """Whether a part of a question is written in Chinese characters."""
    return _HAN.match(part) is not None


def _singular(word: str) -> str:
    if len(word) < 4 or not word.isascii() or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def _pairs(run: str) -> list[str]:
    """Return the pairs of neighbours; a character that is left alone between known words says too little."""
    return ["".join(pair) for pair in zip(run, run[1:])]
