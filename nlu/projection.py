"""Turn sentence vectors so that what differs between intents counts more than what differs within one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.encoder import Vectors

DIMENSIONS = 256
SHARPNESS = 0.25
"""Power to which the spread within intents is taken back: 0 leaves it, 0.5 removes it wholly (and amplifies noise)."""
FLOOR = 1e-3
"""Added to the spread, so that directions in which hardly anything varies are not blown up."""


@dataclass(frozen=True)
class Projection:
    """A linear map of sentence vectors, learnt from phrases and their labels (within-class whitening, then PCA).

    Args:
        mean: taken off first, shape (512,).
        directions: shape (512, dimensions).
    """

    mean: Vectors
    directions: Vectors

    @classmethod
    def fit(cls, vectors: Vectors, labels: Sequence[str]) -> Projection:
        """Learn the map.

        Args:
            vectors: one row per phrase, shape (n, 512).
            labels: what each phrase stands for.
        """
        mean = vectors.mean(axis=0)
        centred = (vectors - mean).astype(np.float64)
        names = np.asarray(labels)
        within = centred.copy()
        for name in sorted(set(labels)):
            rows = names == name
            within[rows] -= within[rows].mean(axis=0)
        spread, axes = np.linalg.eigh(within.T @ within / len(within))
        whitening = axes * ((np.maximum(spread, 0) + FLOOR) ** -SHARPNESS)
        turned = centred @ whitening
        _, main = np.linalg.eigh(turned.T @ turned / len(turned))
        kept = main[:, ::-1][:, : min(DIMENSIONS, main.shape[1])]
        return cls(mean, np.ascontiguousarray((whitening @ kept).astype(np.float32)))

    def apply(self, vectors: Vectors) -> Vectors:
        """Return mapped vectors of length one, shape (n, dimensions) or (dimensions,)."""
        mapped = (vectors - self.mean) @ self.directions
        lengths = np.linalg.norm(mapped, axis=-1, keepdims=True)
        result: Vectors = mapped / np.maximum(lengths, 1e-9)
        return result
