"""What is computed for many sentences at once is what is computed for one."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.encoder import Encoder, shared
from nlu.neighbours import CLOSEST, Neighbours
from nlu.network import Grams, Network, Sample
from nlu.training import encoded

TEXTS = ["what is the iuc", "重庆的伙伴城市", "what is the iuc", "who pays the flights of a delegation", "你好"]


def test_sentences_encoded_together_are_as_alone() -> None:
    alone = np.vstack([shared().encode([text])[0] for text in TEXTS])

    assert np.allclose(encoded(TEXTS, shared(), 2), alone, atol=1e-5)


def test_no_text_gives_no_vector() -> None:
    assert encoded([], shared(), 2).shape == (0, 512)


def test_what_is_known_is_not_encoded_again() -> None:
    mark = np.full(512, 7.0, dtype=np.float32)
    known = {TEXTS[0]: mark}

    vectors = encoded(TEXTS, shared(), 1, known)

    assert (vectors[[0, 2]] == mark).all()
    assert list(known) == list(dict.fromkeys(TEXTS))


def test_two_cores_learn_what_one_learns() -> None:
    chance = np.random.default_rng(3)
    labels = ["a", "b", "c"] * 20
    samples = [
        Sample(f"{label} text {place % 7}", chance.normal(size=8).astype(np.float32), {})
        for place, label in enumerate(labels)
    ]
    kept = range(10, 60)

    alone, together = (Network.fit(samples, labels, kept, cores) for cores in (1, 2))

    for one, other in zip(alone, together):
        assert np.array_equal(one.hidden.weights, other.hidden.weights)
        assert np.array_equal(one.out.weights, other.out.weights)
    assert not np.array_equal(alone[0].out.weights, alone[1].out.weights)


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
