"""Rows chosen by fewer numbers hold those that are nearest by all of them."""

from __future__ import annotations

import numpy as np
import pytest

from nlu import generation
from nlu.encoder import Vectors, shared
from nlu.likely import Likely
from nlu.neighbours import CLOSEST, FAR, LOOKED_AT, Neighbours
from nlu.question_index import KEEP, LIKELY

ASKED = [
    "how do two cities begin to work together",
    "who pays for the travel of a delegation",
    "which places in italy care about old buildings",
    "两座城市怎样开始合作",
    "代表团的差旅费由谁承担",
    "意大利有哪些城市重视老房子的保护",
]


def vectors() -> Vectors:
    """Return the vectors of the questions that the records answer."""
    index = generation.current().index
    return index._vectors


def test_the_nearest_questions_are_among_the_likely_ones() -> None:
    rows = vectors()
    likely, nothing = Likely(rows), np.zeros(len(rows), dtype=np.float32)
    looked_at = KEEP * 12 * LIKELY
    for text in ASKED:
        vector = shared().one(text)
        nearest = set(np.argsort(-(rows @ vector))[: KEEP * 3])
        found = likely.rows(vector, nothing, looked_at)
        assert len(found) == looked_at
        assert nearest <= set(found.tolist()), text


def test_phrases_that_are_far_are_told_so_and_the_others_exactly() -> None:
    rows = vectors()
    phrases = Neighbours.of(rows, ["one"] * len(rows), ["one"])
    for text in ASKED:
        vector = shared().one(text)
        exact, found = rows @ vector, phrases.similarities(vector)
        near = found > FAR
        assert near.sum() == LOOKED_AT
        assert found[near] == pytest.approx(exact[near], abs=1e-5)
        assert set(np.argsort(-exact)[:CLOSEST]) <= set(np.flatnonzero(near).tolist()), text


def test_a_bonus_brings_a_row_among_the_likely_ones() -> None:
    rows = vectors()
    far = int(np.argmin(rows @ shared().one(ASKED[0])))
    bonus = np.zeros(len(rows), dtype=np.float32)
    bonus[far] = 3.0
    assert far in Likely(rows).rows(shared().one(ASKED[0]), bonus, KEEP)


def test_of_few_rows_all_are_likely() -> None:
    few = np.eye(5, dtype=np.float32)
    assert sorted(Likely(few).rows(few[0], np.zeros(5, dtype=np.float32), 8)) == [0, 1, 2, 3, 4]
