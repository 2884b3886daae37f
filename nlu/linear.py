"""The intent classifier: logistic regression over sentence vector, character n-grams and kinds of names."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.encoder import Vectors

C = 20.0
GRAM_WEIGHT = 0.5
GRAM_DIMENSIONS = 300
FLAG_WEIGHT = 0.5
MAX_NGRAMS = 12_000
ITERATIONS = 30
TOLERANCE = 1e-3


def ngrams(text: str, longest: int = 4) -> list[str]:
    """Give the character n-grams (1 to `longest`) of each word, padded by a space on both sides."""
    found: list[str] = []
    for word in text.split():
        padded = f" {word} "
        for size in range(1, longest + 1):
            found += [padded[i : i + size] for i in range(len(padded) - size + 1)]
    return found


@dataclass(frozen=True)
class Sample:
    """One sentence as the classifier sees it.

    Args:
        text: normalised text with names replaced by stand-ins.
        vector: projected sentence vector, shape (256,).
        flags: kinds of names in it, e.g. {"city": 2}.
    """

    text: str
    vector: Vectors
    flags: dict[str, int]


@dataclass(frozen=True)
class Grams:
    """Character n-grams as a short dense vector: TF-IDF reduced by latent semantic analysis.

    Args:
        vocabulary: n-gram → row.
        idf: inverse document frequency per row.
        directions: one row per n-gram, shape (n-grams, dimensions).
    """

    vocabulary: dict[str, int]
    idf: Vectors
    directions: Vectors

    @classmethod
    def fit(cls, texts: Sequence[str]) -> tuple[Grams, Vectors]:
        """Learn n-grams and directions from training texts.

        Returns:
            What `vector` needs, and the vectors of the texts themselves, shape (texts, dimensions).
        """
        vectorizer = TfidfVectorizer(analyzer=ngrams, sublinear_tf=True, max_features=MAX_NGRAMS, min_df=2)
        matrix = vectorizer.fit_transform(texts)
        dimensions = min(GRAM_DIMENSIONS, min(matrix.shape) - 1)
        reduction = TruncatedSVD(dimensions, n_iter=2, random_state=0).fit(matrix)
        vocabulary = {gram: int(row) for gram, row in vectorizer.vocabulary_.items()}
        directions = np.ascontiguousarray(reduction.components_.T.astype(np.float32))
        return cls(vocabulary, vectorizer.idf_.astype(np.float32), directions), matrix.astype(np.float32) @ directions

    def vector(self, text: str) -> Vectors:
        """Return the n-gram vector of a text, shape (dimensions,)."""
        counts = Counter(self.vocabulary[gram] for gram in ngrams(text) if gram in self.vocabulary)
        if not counts:
            return np.zeros(self.directions.shape[1], dtype=np.float32)
        rows = np.fromiter(counts.keys(), dtype=np.int64)
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self.idf[rows]
        result: Vectors = (values / np.linalg.norm(values)) @ self.directions[rows]
        return result


class LinearModel:
    """Multinomial logistic regression over [sentence vector ‖ n-gram vector ‖ kinds of names].

    Args:
        labels: intents in the order of the weight rows.
        grams: turns a text into its n-gram vector.
        kinds: flag → column.
        weights: shape (labels, features).
        bias: one value per label.
    """

    def __init__(self, labels: list[str], grams: Grams, kinds: dict[str, int], weights: Vectors, bias: Vectors) -> None:
        self.labels = labels
        self.grams = grams
        self.kinds = kinds
        self.weights = weights
        self.bias = bias

    @classmethod
    def fit(
        cls, samples: Sequence[Sample], labels: Sequence[str], kept: Sequence[int]
    ) -> tuple[LinearModel, LinearModel]:
        """Train twice: on a part for calibration, then on everything, going on from the first weights.

        Args:
            samples: all phrases.
            labels: their intents.
            kept: indices of the phrases that the first model sees; the others stay for validation.

        Returns:
            The model trained on the part, and the model trained on everything.
        """
        grams, gram_vectors = Grams.fit([sample.text for sample in samples])
        names = sorted({name for sample in samples for name in flag_names(sample.flags)})
        empty = cls(
            [], grams, {name: i for i, name in enumerate(names)}, np.zeros(0, np.float32), np.zeros(0, np.float32)
        )
        vectors = np.vstack([sample.vector for sample in samples])
        flags = np.vstack([empty.flags(sample) for sample in samples])
        matrix = np.hstack([vectors, GRAM_WEIGHT * gram_vectors, flags])
        truth = np.asarray(labels)
        machine = LogisticRegression(C=C, max_iter=ITERATIONS, tol=TOLERANCE, warm_start=True)
        with warnings.catch_warnings():
            # The last digits of the weights change nothing; the held-out sentences say when to stop.
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(matrix[list(kept)], truth[list(kept)])
            part = empty.with_weights(machine)
            machine.fit(matrix, truth)
        return part, empty.with_weights(machine)

    def with_weights(self, machine: LogisticRegression) -> LinearModel:
        """Return this model with the weights of a trained machine."""
        labels = [str(label) for label in machine.classes_]
        weights = np.ascontiguousarray(machine.coef_.astype(np.float32))
        return LinearModel(labels, self.grams, self.kinds, weights, machine.intercept_.astype(np.float32))

    def features(self, sample: Sample) -> Vectors:
        """Return the feature vector of a sentence."""
        return np.concatenate([sample.vector, GRAM_WEIGHT * self.grams.vector(sample.text), self.flags(sample)])

    def flags(self, sample: Sample) -> Vectors:
        """Return the part of the feature vector that says which kinds of names are in a sentence."""
        flags = np.zeros(len(self.kinds), dtype=np.float32)
        for name in flag_names(sample.flags):
            if name in self.kinds:
                flags[self.kinds[name]] = FLAG_WEIGHT
        return flags

    def probabilities(self, sample: Sample) -> Vectors:
        """Return one probability per label for a sentence, shape (labels,)."""
        scores = self.weights @ self.features(sample) + self.bias
        scores = np.exp(scores - scores.max())
        result: Vectors = scores / scores.sum()
        return result

    def save(self, folder: Path) -> None:
        """Write the model into a folder (numbers as npz without pickle, words as JSON)."""
        numbers = {
            "weights": self.weights,
            "bias": self.bias,
            "idf": self.grams.idf,
            "directions": self.grams.directions,
        }
        np.savez(folder / "linear.npz", **numbers)
        words = {"labels": self.labels, "vocabulary": self.grams.vocabulary, "kinds": self.kinds}
        (folder / "linear.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> LinearModel:
        """Read a model that `save` wrote."""
        words = json.loads((folder / "linear.json").read_text(encoding="utf-8"))
        with np.load(folder / "linear.npz", allow_pickle=False) as numbers:
            grams = Grams(words["vocabulary"], numbers["idf"], numbers["directions"])
            return cls(words["labels"], grams, words["kinds"], numbers["weights"], numbers["bias"])


def flag_names(flags: dict[str, int]) -> list[str]:
    """Name the flags of a sentence: the kind, and `kind+` when two or more of it are named."""
    return list(flags) + [f"{kind}+" for kind, count in flags.items() if count > 1]
