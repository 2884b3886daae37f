"""BM25: finds the documents that share the rarest words with a question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

#: Usual values: how soon a repeated word stops counting, and how much a long document is held against it.
SATURATION, LENGTH_WEIGHT = 1.5, 0.75


class Bm25:
    """An index over documents that are already cut into words.

    Args: documents: the words of each document; the caller cuts, since Chinese needs a dictionary.
    """

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        counts = [Counter(word.casefold() for word in document) for document in documents]
        lengths = [sum(count.values()) for count in counts]
        average = sum(lengths) / len(lengths) if any(lengths) else 1.0
        self.size = len(counts)
        found: dict[str, list[tuple[int, float]]] = {}
        for number, (count, length) in enumerate(zip(counts, lengths)):
            norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / average)
            for word, times in count.items():
                found.setdefault(word, []).append((number, times * (SATURATION + 1) / (times + norm)))
        self.weights = {word: self._with_rarity(places) for word, places in found.items()}
        """Word → (number of a document, what the word adds to its score)."""

    def _with_rarity(self, places: list[tuple[int, float]]) -> list[tuple[int, float]]:
        rarity = math.log(1 + (self.size - len(places) + 0.5) / (len(places) + 0.5))
        return [(number, rarity * weight) for number, weight in places]

    def scores(self, words: Sequence[str]) -> list[float]:
        """Return one score per document, 0.0 where no word is shared.

        Args: words: the words of the question; a word that stands twice counts once.
        """
        totals = [0.0] * self.size
        for word in {word.casefold() for word in words}:
            for number, weight in self.weights.get(word, ()):
                totals[number] += weight
        return totals
