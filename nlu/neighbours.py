"""What the most similar training phrases say: right where a wish has many wordings that no straight line parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nlu.encoder import Vectors
from nlu.likely import Likely

CLOSEST = 16
LOOKED_AT = 1024
"""Phrases whose similarity is told exactly."""
DIRECTIONS = 128
"""By how many of the dimensions they are chosen."""
FAR = -1.0
SHARPNESS = 20.0
"""How much more a closer phrase counts: a similarity greater by 0.1 counts e² times as much."""


@dataclass(frozen=True)
class Neighbours:
    """The training phrases as vectors with their labels.

    Args:
        vectors: of length one, shape (n, dimensions).
        labels: position in the list of label names, shape (n,).
        names: of all labels.
    """

    vectors: Vectors
    labels: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def of(cls, vectors: Vectors, labels: Sequence[str], names: Sequence[str]) -> Neighbours:
        """Keep phrases.

        Args:
            vectors: one row per phrase.
            labels: what each phrase stands for.
            names: all labels, in the order in which probabilities are wanted.
        """
        places = {name: place for place, name in enumerate(names)}
        rows = np.asarray([places[label] for label in labels], dtype=np.int32)
        return cls(np.ascontiguousarray(vectors), rows, tuple(names))

    @cached_property
    def _likely(self) -> Likely:
        return Likely(self.vectors, DIRECTIONS)

    def similarities(self, vector: Vectors) -> Vectors:
        """Return how similar the phrases are to a sentence, from -1 to 1, shape (n,); -1 for all that are far."""
        rows = self._likely.rows(vector, 0.0, LOOKED_AT)
        result: Vectors = np.full(len(self.vectors), FAR, dtype=np.float32)
        result[rows] = self.vectors[rows] @ vector
        return result

    def closest(self, similarities: Vectors) -> NDArray[np.int64]:
        """Return the positions of the closest phrases, in no order."""
        first = max(0, len(similarities) - CLOSEST)
        result: NDArray[np.int64] = np.argpartition(similarities, first)[first:]
        return result

    def without(self, name: str, similarities: Vectors, closest: NDArray[np.int64], least: int) -> Vectors:
        """Return the similarities of the closest phrases that stand for anything but one label.

        Args:
            name: the label.
            similarities: of every phrase.
            closest: what `closest` gives for them.
            least: how many are needed; where so few are close, those of all phrases are returned.
        """
        label = self.names.index(name)
        near = similarities[closest[self.labels[closest] != label]]
        result: Vectors = near if len(near) >= least else similarities[self.labels != label]
        return result

    def probabilities(self, similarities: Vectors, closest: NDArray[np.int64]) -> Vectors:
        """Return one probability per label from the closest phrases, shape (labels,)."""
        weights = np.exp(SHARPNESS * (similarities[closest] - similarities[closest].max()))
        shares = np.bincount(self.labels[closest], weights=weights, minlength=len(self.names))
        result: Vectors = (shares / shares.sum()).astype(np.float32)
        return result
