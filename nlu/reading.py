"""Read a message with one generation of the knowledge: words, names, what the classifier will see."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from knowledge.library import Library
from nlu import patterns, unknown
from nlu.gazetteer import Gazetteer, all_denied
from nlu.homophones import LONG_NAME, Homophones, sound
from nlu.normalise import Normalised, is_han, normalise, plain
from nlu.patterns import Mention
from nlu.spelling import Speller
from nlu.vocabulary import Vocabulary
from nlu.words import Word, WordCutter

UNNAMED = frozenset({"topic", "ordinal", "reference", "year"})
"""Entities that stay in the text that the classifier sees: they carry the question itself."""
LATEST = 512
"""Readings that are kept: a turn reads its sentences several times, and what people ask repeats."""


@dataclass(frozen=True)
class Reading:
    """A message as understood before any intent is decided.

    Args:
        normalised: the text and its offsets.
        words: its words.
        mentions: everything named in it, in order.
        negated: refs that the person excluded.
        stand_in: the text with names replaced by one stand-in per kind.
    """

    normalised: Normalised
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    negated: frozenset[str]
    stand_in: str

    @property
    def flags(self) -> dict[str, int]:
        """Count the named things of each kind, one per place in the text."""
        places = {(m.entity, m.start) for m in self.mentions}
        return dict(Counter(kind for kind, _ in places))

    def values(self, *kinds: str) -> list[str]:
        """Return the values named for these kinds, in order, without those excluded."""
        seen = [m.value for m in self.mentions if m.entity in kinds and m.value not in self.negated]
        return list(dict.fromkeys(seen))


class Reader:
    """Reads messages with the names of one library.

    Args:
        library: the records.
        vocabulary: words of the training phrases; they are never taken for misspelt or unknown names.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary | None = None) -> None:
        self.library = library
        self.gazetteer = Gazetteer(library)
        self.cutter = WordCutter(self.gazetteer.han_forms)
        cities = library.of_kind("city")
        spoken = [(plain(name), city.kind, city.ref) for city in cities for name in city.names.zh]
        long = [one for kind in ("funding", "programme") for one in library.of_kind(kind)]
        spoken += [(plain(name), one.kind, one.ref) for one in long for name in (*one.names.zh, *one.aliases)]
        self.spelt = {"".join(sound(city.names.zh[0])): city.names.zh[0] for city in cities}
        self._homophones = Homophones(row for row in spoken if row[1] == "city" or len(row[0]) > LONG_NAME)
        vocabulary = vocabulary or Vocabulary()
        self._vocabulary = vocabulary.words
        self._speller = Speller(vocabulary)
        self._remembered = lru_cache(maxsize=LATEST)(self._read)

    def read(self, text: str) -> Reading:
        """Read one message or sentence; all that happens in one turn shares its readings."""
        return self._remembered(text)

    def _read(self, text: str) -> Reading:
        normalised = normalise(text)
        words, names = self._names(text, normalised)
        slips = self._speller.corrections(normalised.text, words, names)
        if slips:
            for slip in reversed(slips):
                normalised = normalised.replaced(slip.start, slip.end, slip.meant)
            words, names = self._names(text, normalised)
        found = sorted([*names, *patterns.mentions(normalised.text)], key=lambda m: (m.start, -m.end))
        negated = all_denied(normalised.text, found)
        return Reading(normalised, words, tuple(found), negated, stand_in(normalised.text, found))

    def _names(self, text: str, normalised: Normalised) -> tuple[tuple[Word, ...], list[Mention]]:
        words = tuple(self.cutter.words(normalised.text))
        names = [one for one in self.gazetteer.exact(normalised.text) if _is_name(one, normalised, text)]
        names += self.gazetteer.fuzzy(words, self._vocabulary, names)
        names += self._homophones.find(normalised.text, names)
        names += unknown.mentions(text, normalised, names, self._vocabulary)
        names = unknown.without_institutions(normalised.text, names)
        return words, names


def _is_name(mention: Mention, normalised: Normalised, text: str) -> bool:
    """Tell a name from the ordinary word that is spelt alike: LIFE is a programme, life is not."""
    data = patterns.data("names")
    ordinary = data["ordinary_words"].get(mention.text)
    if ordinary is not None:
        return not any(m.start() <= mention.start < m.end() for m in re.finditer(ordinary, normalised.text))
    always = mention.text in data["names_in_capitals_only"]
    if not always and (mention.text not in data["names_in_capitals"] or any(is_han(c) for c in normalised.text)):
        return True
    start, end = normalised.span(mention.start, mention.end)
    return text[start:end].isupper()


def stand_in(text: str, mentions: list[Mention]) -> str:
    """Replace names by the stand-in of their kind, so that no name is tied to an intent."""
    names = patterns.data("names")["stand_ins"]
    pieces: list[str] = []
    position = 0
    for mention in mentions:
        if mention.entity in UNNAMED or mention.start < position or mention.entity not in names:
            continue
        script = "zh" if any(is_han(c) for c in text[mention.start : mention.end]) else "en"
        pieces += [text[position : mention.start], names[mention.entity][script]]
        position = mention.end
    return "".join([*pieces, text[position:]])
