"""A distribution of times and what is said about it: percentiles by nearest rank, nothing interpolated."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Distribution:
    """Times in milliseconds, the shortest first.

    Args:
        values: milliseconds, sorted; made by `of`.
    """

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> Distribution:
        """Return the distribution of some times.

        Args:
            values: milliseconds, in any order.
        """
        return cls(tuple(sorted(values)))

    def percentile(self, percent: float) -> float:
        """Return the shortest time that at least so many percent of all do not exceed.

        Args:
            percent: above 0, up to 100.

        Returns:
            Milliseconds; not a number if nothing was measured.

        Raises:
            ValueError: there is no such percentile.
        """
        if not 0 < percent <= 100:
            raise ValueError(f"percentile {percent}: a number above 0 and up to 100 is needed")
        if not self.values:
            return math.nan
        return self.values[math.ceil(len(self.values) * percent / 100) - 1]

    @property
    def median(self) -> float:
        """Return the 50th percentile."""
        return self.percentile(50)

    @property
    def highest(self) -> float:
        """Return the longest time."""
        return self.percentile(100)

    def __len__(self) -> int:
        return len(self.values)


def slope(points: Iterable[tuple[float, float]]) -> float:
    """Return how much the second number grows with each unit of the first, by least squares; 0 if it cannot be told."""
    pairs = list(points)
    if len(pairs) < 2:
        return 0.0
    middle = [sum(column) / len(pairs) for column in zip(*pairs)]
    spread = sum((x - middle[0]) ** 2 for x, _ in pairs)
    return sum((x - middle[0]) * (y - middle[1]) for x, y in pairs) / spread if spread else 0.0
