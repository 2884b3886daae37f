"""Train classifier and scope model from phrases; the calibration never sees a held-out sentence."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.encoder import Encoder, Vectors
from nlu.linear import LinearModel, Sample
from nlu.neighbours import Neighbours
from nlu.projection import Projection
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
        projection: maps sentence vectors for both classifiers.
        linear: the linear classifier.
        neighbours: the phrases themselves.
        scope: the scope model.
    """

    projection: Projection
    linear: LinearModel
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
            One probability per label of `linear.labels`, and the probability that the sentence is in scope.
        """
        sample = Sample(text, self.projection.apply(vector), flags)
        probabilities, row = opinion(self.linear, self.neighbours, sample, named)
        return probabilities, self.scope.probability(row)


def opinion(linear: LinearModel, neighbours: Neighbours, sample: Sample, named: bool) -> tuple[Vectors, Signs]:
    """Bring both classifiers together: the mean of what they believe, and the signs of scope."""
    similarities = neighbours.similarities(sample.vector)
    probabilities: Vectors = (linear.probabilities(sample) + neighbours.probabilities(similarities)) / 2
    inside = similarities[neighbours.labels != linear.labels.index(OUT_OF_SCOPE)]
    return probabilities, signs(probabilities, linear.labels, inside, named)


def names_a_thing(reading: Reading) -> bool:
    """Tell whether a message names something that a record is about."""
    return any(mention.entity in THINGS for mention in reading.mentions)


def train(texts: Sequence[str], labels: Sequence[str], reader: Reader, encoder: Encoder) -> Trained:
    """Train everything.

    Args:
        texts: training phrases.
        labels: their intents, `out_of_scope` among them.
        reader: finds names.
        encoder: gives vectors.
    """
    readings = [reader.read(text) for text in texts]
    vectors = encoder.encode([reading.stand_in for reading in readings])
    projection = Projection.fit(vectors, labels)
    mapped = projection.apply(vectors)
    samples = [Sample(r.stand_in, v, r.flags) for r, v in zip(readings, mapped)]
    order = list(range(len(samples)))
    random.Random(SEED).shuffle(order)
    cut = int(len(order) * VALIDATION_SHARE)
    held, kept = order[:cut], order[cut:]
    trial, linear = LinearModel.fit(samples, labels, kept)
    others = Neighbours.of(mapped[kept], [labels[i] for i in kept], trial.labels)
    rows: list[Signs] = [opinion(trial, others, samples[i], names_a_thing(readings[i]))[1] for i in held]
    scope = ScopeModel.fit(rows, [labels[i] != OUT_OF_SCOPE for i in held])
    return Trained(projection, linear, Neighbours.of(mapped, labels, linear.labels), scope)
