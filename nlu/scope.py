"""Is a message within what the desk can answer? Several weak signs together, calibrated on validation data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlu.encoder import Vectors

OUT_OF_SCOPE = "out_of_scope"
NEIGHBOURS = 3
FEATURES = ("probability", "outside", "margin", "entropy", "neighbours", "named")


@dataclass(frozen=True)
class Signs:
    """The signs of one message; see `FEATURES` for the order."""

    values: Vectors


def signs(probabilities: Vectors, labels: Sequence[str], close: Vectors, named: bool) -> Signs:
    """Collect the signs that a message is in scope.

    Args:
        probabilities: one per label.
        labels: intents.
        close: similarity of the message to each in-scope training phrase, shape (n,).
        named: whether the message names a thing that a record knows.
    """
    outside = labels.index(OUT_OF_SCOPE)
    inside = np.delete(probabilities, outside)
    top = np.sort(inside)[::-1][:2]
    entropy = float(-(probabilities * np.log(probabilities + 1e-9)).sum())
    nearest = float(np.partition(close, -NEIGHBOURS)[-NEIGHBOURS:].mean()) if len(close) >= NEIGHBOURS else 0.0
    row = [float(top[0]), float(probabilities[outside]), float(top[0] - top[1]), entropy, nearest, float(named)]
    return Signs(np.asarray(row, dtype=np.float32))


class ScopeModel:
    """Probability that a message is in scope, from its signs.

    Args:
        weights: one per feature.
        bias: intercept.
    """

    def __init__(self, weights: Vectors, bias: float) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def fit(cls, rows: Sequence[Signs], inside: Sequence[bool]) -> ScopeModel:
        """Fit on validation messages whose scope is known."""
        machine = LogisticRegression(C=10.0, class_weight="balanced", max_iter=500)
        machine.fit(np.vstack([row.values for row in rows]), np.asarray(inside))
        return cls(machine.coef_[0].astype(np.float32), float(machine.intercept_[0]))

    def probability(self, row: Signs) -> float:
        """Return the probability from 0 (outside) to 1 (inside)."""
        return float(1 / (1 + np.exp(-(float(self.weights @ row.values) + self.bias))))

    def save(self, folder: Path) -> None:
        """Write the model as JSON."""
        data = {"features": FEATURES, "weights": [float(w) for w in self.weights], "bias": self.bias}
        (folder / "scope.json").write_text(json.dumps(data), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> ScopeModel:
        """Read a model that `save` wrote."""
        data = json.loads((folder / "scope.json").read_text(encoding="utf-8"))
        return cls(np.asarray(data["weights"], dtype=np.float32), float(data["bias"]))
