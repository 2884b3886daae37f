"""Choose the rows of a large matrix that may be near to a vector by some of its numbers, to look closely at few."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nlu.encoder import Vectors

DIMENSIONS = 192


class Likely:
    """The rows of a matrix in the directions in which they differ most.

    Going through all of a matrix that does not fit into the processor's own memory costs more than the arithmetic.

    Args:
        vectors: rows of length one, shape (n, dimensions).
        directions: how many of them are looked at.
    """

    def __init__(self, vectors: Vectors, directions: int = DIMENSIONS) -> None:
        _, axes = np.linalg.eigh(vectors.T @ vectors)
        self._axes: Vectors = np.ascontiguousarray(axes[:, ::-1][:, :directions].astype(np.float32))
        self._short: Vectors = vectors @ self._axes

    def rows(self, vector: Vectors, bonus: Vectors | float, most: int) -> NDArray[np.intp]:
        """Give the rows that are probably nearest to a vector, in no order.

        Args:
            vector: shape (dimensions,).
            bonus: what is added to the similarity of each row, shape (n,); or 0.
            most: how many rows are wanted.
        """
        rough = self._short @ (vector @ self._axes) + bonus
        if most >= len(rough):
            return np.arange(len(rough))
        chosen: NDArray[np.intp] = np.argpartition(rough, -most)[-most:]
        return chosen
