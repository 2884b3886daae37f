"""Train classifier and scope model from phrases; the calibration never sees a held-out sentence."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from nlu.cores import shared
from nlu.encoder import DIMENSIONS, Encoder, Vectors
from nlu.neighbours import Neighbours
from nlu.network import Network, Sample
from nlu.projection import Projection
from nlu.reading import Reader, Reading
from nlu.scope import NEIGHBOURS, OUT_OF_SCOPE, ScopeModel, Signs, signs

VALIDATION_SHARE = 0.2
TOGETHER = 512
"""Sentences whose neighbours are looked for at once."""
SEED = 20_190_409
THINGS = frozenset(
    {"city", "programme", "funding", "cluster", "theme", "sdg", "role", "method", "pilot", "contact", "policy"}
)


@dataclass(frozen=True)
class Trained:
    """What training gives.

    Args:
        projection: maps sentence vectors for both classifiers.
        network: the classifier that learnt from them.
        neighbours: the phrases themselves.
        scope: the scope model.
    """

    projection: Projection
    network: Network
    neighbours: Neighbours
    scope: ScopeModel

    def judge(self, text: str, vector: Vectors, flags: dict[str, int], named: bool) -> tuple[Vectors, float]:
        """Judge a sentence.

        Args:
            text: normalised text with names replaced by stand-ins.
            vector: its sentence vector, shape (512,).
            flags: kinds of names in it.
            named: whether it names a thing that a record knows.

        Returns:
            One probability per label of `network.labels`, and the probability that the sentence is in scope.
        """
        sample = Sample(text, self.projection.apply(vector), flags)
        probabilities, row = opinion(self.network, self.neighbours, sample, named)
        return probabilities, self.scope.probability(row)


def opinion(network: Network, neighbours: Neighbours, sample: Sample, named: bool) -> tuple[Vectors, Signs]:
    """Bring both classifiers together: the mean of what they believe, and the signs of scope."""
    return _opinion(network, neighbours, sample, neighbours.similarities(sample.vector), named)


def _opinion(
    network: Network, neighbours: Neighbours, sample: Sample, similarities: Vectors, named: bool
) -> tuple[Vectors, Signs]:
    closest = neighbours.closest(similarities)
    probabilities: Vectors = (network.probabilities(sample) + neighbours.probabilities(similarities, closest)) / 2
    inside = neighbours.without(OUT_OF_SCOPE, similarities, closest, NEIGHBOURS)
    return probabilities, signs(probabilities, network.labels, inside, named)


def names_a_thing(reading: Reading) -> bool:
    """Tell whether a message names something that a record is about."""
    return any(mention.entity in THINGS for mention in reading.mentions)


@dataclass(frozen=True)
class _Read:
    """What training needs of a phrase: its text with stand-ins, the kinds of names in it, whether it names a thing."""

    text: str
    flags: dict[str, int]
    named: bool


def _read(reader: Reader) -> Callable[[Sequence[str]], list[_Read]]:
    def read(texts: Sequence[str]) -> list[_Read]:
        readings = (reader.read(text) for text in texts)
        return [_Read(one.stand_in, one.flags, names_a_thing(one)) for one in readings]

    return read


def _opinions(trial: Network, others: Neighbours, samples: Sequence[Sample], named: Sequence[bool]) -> list[Signs]:
    """Give the signs of scope of many sentences, as `opinion` gives those of one."""
    found: list[Signs] = []
    for start in range(0, len(samples), TOGETHER):
        some = samples[start : start + TOGETHER]
        similar = others.vectors @ np.vstack([sample.vector for sample in some]).T
        for sample, row, thing in zip(some, np.ascontiguousarray(similar.T), named[start:]):
            found.append(_opinion(trial, others, sample, row, thing)[1])
    return found


def encoded(texts: Sequence[str], encoder: Encoder, cores: int, known: dict[str, Vectors] | None = None) -> Vectors:
    """Encode texts on several cores, one that stands there often only once.

    Args:
        texts: normalised.
        encoder: gives the vectors.
        cores: how many share the work.
        known: vectors that are there already; the new ones are added.

    Returns:
        Array of shape (len(texts), 512).
    """
    vectors = {} if known is None else known
    missing = [text for text in dict.fromkeys(texts) if text not in vectors]
    encoder.encode(missing[:1])  # its weights are loaded before the work is shared
    for text, vector in zip(missing, chain.from_iterable(shared(encoder.encode, missing, cores))):
        vectors[text] = vector
    return np.asarray([vectors[text] for text in texts], dtype=np.float32).reshape(-1, DIMENSIONS)


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    reader: Reader,
    encoder: Encoder,
    cores: int = 1,
    known: dict[str, Vectors] | None = None,
) -> Trained:
    """Train everything.

    Args:
        texts: training phrases.
        labels: their intents, `out_of_scope` among them.
        reader: finds names.
        encoder: gives vectors.
        cores: how many share the work.
        known: takes up the vectors of the phrases, for whoever needs them too.
    """
    readings = [one for share in shared(_read(reader), texts, cores) for one in share]
    vectors = encoded([reading.text for reading in readings], encoder, cores, known)
    projection = Projection.fit(vectors, labels)
    mapped = projection.apply(vectors)
    samples = [Sample(r.text, v, r.flags) for r, v in zip(readings, mapped)]
    order = list(range(len(samples)))
    random.Random(SEED).shuffle(order)
    cut = int(len(order) * VALIDATION_SHARE)
    held, kept = order[:cut], order[cut:]
    trial, network = Network.fit(samples, labels, kept, cores)
    others = Neighbours.of(mapped[kept], [labels[i] for i in kept], trial.labels)

    def opinions(places: Sequence[int]) -> list[Signs]:
        return _opinions(trial, others, [samples[i] for i in places], [readings[i].named for i in places])

    rows = chain.from_iterable(shared(opinions, held, cores))
    scope = ScopeModel.fit(list(rows), [labels[i] != OUT_OF_SCOPE for i in held])
    return Trained(projection, network, Neighbours.of(mapped, labels, network.labels), scope)
