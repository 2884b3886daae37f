"""The intent classifier: a small network over sentence vector, character n-grams and kinds of names."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlu.cores import shared
from nlu.encoder import Vectors

HIDDEN = 256
ROUNDS = 20
"""Of training. On phrases held back from it more rounds, or a wider layer, gain nothing."""
STEP = 2e-3
"""Of the first round; it shrinks to nothing, so that the weights come to rest and a few phrases more change little."""
DECAY = 1e-4
SEED = 0
GRAM_WEIGHT = 0.5
GRAM_DIMENSIONS = 300
FLAG_WEIGHT = 0.5
MAX_NGRAMS = 12_000
BATCH = 256


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


@dataclass(frozen=True)
class Layer:
    """A layer of the network.

    Args:
        weights: shape (outputs, inputs).
        bias: one value per output.
    """

    weights: Vectors
    bias: Vectors

    def sums(self, values: Vectors) -> Vectors:
        """Return the weighted sums of some inputs, shape (outputs,)."""
        result: Vectors = self.weights @ values + self.bias
        return result


class Network:
    """[sentence vector ‖ n-gram vector ‖ kinds of names] → one layer of rectified units → a probability per label.

    Args:
        labels: intents in the order of the outputs.
        grams: turns a text into its n-gram vector.
        kinds: flag → column.
        hidden: the layer within.
        out: the layer that tells the labels apart.
    """

    def __init__(self, labels: list[str], grams: Grams, kinds: dict[str, int], hidden: Layer, out: Layer) -> None:
        self.labels = labels
        self.grams = grams
        self.kinds = kinds
        self.hidden = hidden
        self.out = out

    @classmethod
    def fit(
        cls, samples: Sequence[Sample], labels: Sequence[str], kept: Sequence[int], cores: int = 1
    ) -> tuple[Network, Network]:
        """Train twice: on a part for calibration, and on everything.

        Args:
            samples: all phrases.
            labels: their intents.
            kept: indices of the phrases that the first network sees; the others stay for validation.
            cores: how many share the work; the networks are the same with one.

        Returns:
            The network trained on the part, and the network trained on everything.
        """
        grams, gram_vectors = Grams.fit([sample.text for sample in samples])
        names = sorted({name for sample in samples for name in flag_names(sample.flags)})
        kinds = {name: place for place, name in enumerate(names)}
        vectors = np.vstack([sample.vector for sample in samples])
        flags = np.vstack([_flags(sample, kinds) for sample in samples])
        matrix = np.hstack([vectors, GRAM_WEIGHT * gram_vectors, flags])
        truth = np.asarray(labels)

        def trained(rows: Sequence[Sequence[int]]) -> list[_Layers]:
            return [_trained(matrix[list(some)], truth[list(some)]) for some in rows]

        whole, part = (one for share in shared(trained, [range(len(truth)), kept], cores) for one in share)
        return cls(part[0], grams, kinds, *part[1:]), cls(whole[0], grams, kinds, *whole[1:])

    def features(self, sample: Sample) -> Vectors:
        """Return the feature vector of a sentence."""
        return np.concatenate([sample.vector, GRAM_WEIGHT * self.grams.vector(sample.text), _flags(sample, self.kinds)])

    def probabilities(self, sample: Sample) -> Vectors:
        """Return one probability per label for a sentence, shape (labels,)."""
        scores = self.out.sums(np.maximum(self.hidden.sums(self.features(sample)), 0))
        scores = np.exp(scores - scores.max())
        result: Vectors = scores / scores.sum()
        return result

    def save(self, folder: Path) -> None:
        """Write the model into a folder (numbers as npz without pickle, words as JSON)."""
        numbers = {
            "hidden": self.hidden.weights,
            "hidden_bias": self.hidden.bias,
            "out": self.out.weights,
            "out_bias": self.out.bias,
            "idf": self.grams.idf,
            "directions": self.grams.directions,
        }
        np.savez(folder / "network.npz", **numbers)
        words = {"labels": self.labels, "vocabulary": self.grams.vocabulary, "kinds": self.kinds}
        (folder / "network.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Network:
        """Read a network that `save` wrote."""
        words = json.loads((folder / "network.json").read_text(encoding="utf-8"))
        with np.load(folder / "network.npz", allow_pickle=False) as numbers:
            grams = Grams(words["vocabulary"], numbers["idf"], numbers["directions"])
            hidden, out = Layer(numbers["hidden"], numbers["hidden_bias"]), Layer(numbers["out"], numbers["out_bias"])
            return cls(words["labels"], grams, words["kinds"], hidden, out)


_Layers = tuple[list[str], Layer, Layer]


def _trained(matrix: Vectors, truth: NDArray[np.str_]) -> _Layers:
    """Return the labels and both layers of a network that has learnt from a matrix with one row per phrase."""
    machine = MLPClassifier(
        HIDDEN,
        alpha=DECAY,
        batch_size=min(BATCH, len(truth)),
        max_iter=1,
        warm_start=True,
        random_state=np.random.RandomState(SEED),  # not a number, with which each round would have the same order
    )
    with warnings.catch_warnings(), threadpool_limits(1):  # the matrices are small, the other core has its own work
        warnings.simplefilter("ignore", ConvergenceWarning)  # each round ends after one, as is meant
        for one in range(ROUNDS):
            machine.set_params(learning_rate_init=STEP * (1 - one / ROUNDS))
            machine.fit(matrix, truth)
    (hidden, out), (hidden_bias, out_bias) = machine.coefs_, machine.intercepts_
    if machine.n_outputs_ == 1:  # two labels share one output there, which speaks for the second
        out, out_bias = np.hstack([np.zeros_like(out), out]), np.concatenate([np.zeros_like(out_bias), out_bias])
    return [str(label) for label in machine.classes_], _layer(hidden, hidden_bias), _layer(out, out_bias)


def _layer(weights: Vectors, bias: Vectors) -> Layer:
    return Layer(np.ascontiguousarray(weights.T.astype(np.float32)), bias.astype(np.float32))


def _flags(sample: Sample, kinds: dict[str, int]) -> Vectors:
    """Return the part of the feature vector that says which kinds of names are in a sentence."""
    flags = np.zeros(len(kinds), dtype=np.float32)
    for name in flag_names(sample.flags):
        if name in kinds:
            flags[kinds[name]] = FLAG_WEIGHT
    return flags


def flag_names(flags: dict[str, int]) -> list[str]:
    """Name the flags of a sentence: the kind, and `kind+` when two or more of it are named."""
    return list(flags) + [f"{kind}+" for kind, count in flags.items() if count > 1]
