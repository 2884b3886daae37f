"""What is computed for many sentences at once is what is computed for one."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.encoder import Encoder, shared
from nlu.neighbours import CLOSEST, Neighbours
from nlu.network import Grams
from nlu.training import encoded

TEXTS = ["what is the iuc", "重庆的伙伴城市", "what is the iuc", "who pays the flights of a delegation", "你好"]


def test_sentences_encoded_together_are_as_alone() -> None:
    alone = np.vstack([shared().encode([text])[0] for text in TEXTS])

    assert np.allclose(encoded(TEXTS, shared(), 2), alone, atol=1e-5)


def test_what_is_foreseen_is_remembered() -> None:
    encoder = Encoder()
    encoder.foresee(TEXTS)
    kept = {text: vector.copy() for text, vector in encoder._cache.items()}

    assert list(kept) == list(dict.fromkeys(TEXTS))
    assert all(encoder.one(text) is encoder._cache[text] for text in TEXTS)
    assert all((encoder.one(text) == kept[text]).all() for text in TEXTS)


def test_the_n_grams_of_training_are_those_of_a_message() -> None:
    texts = [f"{text} {number}" for text in TEXTS for number in range(4)]
    grams, vectors = Grams.fit(texts)

    assert np.allclose(vectors, np.vstack([grams.vector(text) for text in texts]), atol=1e-5)


@pytest.mark.parametrize("count", [2, CLOSEST, 50])
def test_the_closest_phrases_are_found(count: int) -> None:
    numbers = np.random.default_rng(1).normal(size=(count, 8)).astype(np.float32)
    neighbours = Neighbours.of(numbers, ["a", "b"] * (count // 2), ["a", "b"])
    similar = neighbours.similarities(numbers[0])

    closest = neighbours.closest(similar)

    assert sorted(similar[closest]) == sorted(similar)[-CLOSEST:]
    assert set(neighbours.without("a", similar, closest, 1)) <= set(similar[1::2])
    assert set(neighbours.without("a", similar, closest, count)) == set(similar[1::2])
    assert neighbours.probabilities(similar, closest).sum() == pytest.approx(1.0)
