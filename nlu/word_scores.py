"""BM25 scores of all questions at once, as numbers side by side: a question has thousands to be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Bm25

Scores = NDArray[np.float32]


class WordScores:
    """The index of `knowledge.search` over documents that are already cut into words, kept as arrays.

    Args:
        documents: the words of each document.
    """

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        index = Bm25(documents)
        self._size = index.size
        self._weights = {
            word: (np.array([n for n, _ in rows], dtype=np.intp), np.array([w for _, w in rows], dtype=np.float32))
            for word, rows in index.weights.items()
        }

    def scores(self, words: Iterable[str]) -> Scores:
        """Return one score per document, 0 where no word is shared.

        Args:
            words: the words of the question; a word that stands twice counts once.

        Returns:
            Array of shape (documents,).
        """
        totals = np.zeros(self._size, dtype=np.float32)
        for word in {word.casefold() for word in words}:
            if (rows := self._weights.get(word)) is not None:
                totals[rows[0]] += rows[1]  # no document stands twice in one row
        return totals
