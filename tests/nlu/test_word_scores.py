"""Word scores as arrays are the scores of the index that they are made from."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.search import Bm25
from nlu.word_scores import WordScores

DOCUMENTS = [["who", "pays", "the", "flight"], ["Who", "pays", "the", "hotel", "the"], ["城市", "人口"], []]


@pytest.mark.parametrize("words", [["who", "pays"], ["FLIGHT", "flight"], ["人口", "hotel", "the"], ["weather"], []])
def test_each_document_has_the_score_of_the_index(words: list[str]) -> None:
    assert WordScores(DOCUMENTS).scores(words) == pytest.approx(np.array(Bm25(DOCUMENTS).scores(words)))


def test_two_searches_do_not_add_up() -> None:
    index = WordScores(DOCUMENTS)
    first = index.scores(["hotel"])
    assert (index.scores(["hotel"]) == first).all()
    assert first[1] > 0


def test_an_index_without_documents_has_no_scores() -> None:
    assert WordScores([]).scores(["flight"]).shape == (0,)
