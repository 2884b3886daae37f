"""Train classifier and scope model from phrases; the calibration never sees a held-out sentence."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.encoder import Encoder, Vectors
from nlu.linear import LinearModel, Sample
from nlu.reading import Reader, Reading
from nlu.scope import OUT_OF_SCOPE, ScopeModel, Signs, signs

VALIDATION_SHARE = 0.2
SEED = 20_190_409
THINGS = frozenset(
    {"city", "programme", "funding", "cluster", "theme", "sdg", "role", "method", "pilot", "contact", "policy"}
)


@dataclass(frozen=True)
class Trained:
    """What training gives.

    Args:
        linear: the classifier.
        scope: the scope model.
        phrases: vectors of in-scope phrases, shape (n, 512).
    """

    linear: LinearModel
    scope: ScopeModel
    phrases: Vectors


def names_a_thing(reading: Reading) -> bool:
    """Tell whether a message names something that a record is about."""
    return any(mention.entity in THINGS for mention in reading.mentions)


def samples_of(texts: Sequence[str], reader: Reader, encoder: Encoder) -> tuple[list[Sample], list[bool]]:
    """Read and encode phrases; also tell for each whether it names a thing."""
    readings = [reader.read(text) for text in texts]
    vectors = encoder.encode([reading.stand_in for reading in readings])
    samples = [Sample(r.stand_in, v, r.flags) for r, v in zip(readings, vectors)]
    return samples, [names_a_thing(reading) for reading in readings]


def train(texts: Sequence[str], labels: Sequence[str], reader: Reader, encoder: Encoder) -> Trained:
    """Train both models.

    Args:
        texts: training phrases.
        labels: their intents, `out_of_scope` among them.
        reader: finds names.
        encoder: gives vectors.
    """
    samples, named = samples_of(texts, reader, encoder)
    order = list(range(len(samples)))
    random.Random(SEED).shuffle(order)
    cut = int(len(order) * VALIDATION_SHARE)
    held, kept = order[:cut], order[cut:]
    trial, linear = LinearModel.fit(samples, labels, kept)
    inside = [i for i in kept if labels[i] != OUT_OF_SCOPE]
    phrases = np.vstack([samples[i].vector for i in inside])
    rows: list[Signs] = []
    for i in held:
        rows.append(signs(trial.probabilities(samples[i]), trial.labels, samples[i].vector, phrases, named[i]))
    scope = ScopeModel.fit(rows, [labels[i] != OUT_OF_SCOPE for i in held])
    everything = np.vstack([s.vector for s, label in zip(samples, labels) if label != OUT_OF_SCOPE])
    return Trained(linear, scope, everything)
