"""BM25 puts the document with the rarest shared words first."""

from __future__ import annotations

from knowledge.search import Bm25

DOCUMENTS = [
    ["who", "pays", "the", "flight"],
    ["who", "pays", "the", "hotel", "and", "the", "dinner", "of", "the", "guests"],
    ["城市", "人口", "多少"],
    [],
]


def best(words: list[str]) -> int:
    scores = Bm25(DOCUMENTS).scores(words)
    return scores.index(max(scores))


def test_the_rarest_shared_word_decides() -> None:
    assert best(["who", "pays", "hotel"]) == 1


def test_the_shorter_document_wins_when_both_have_the_word() -> None:
    assert best(["who", "pays"]) == 0


def test_case_does_not_matter() -> None:
    assert best(["FLIGHT"]) == 0


def test_chinese_words_are_words() -> None:
    assert Bm25(DOCUMENTS).scores(["人口"])[2] > 0


def test_no_shared_word_gives_zero() -> None:
    assert Bm25(DOCUMENTS).scores(["weather"]) == [0.0, 0.0, 0.0, 0.0]


def test_a_repeated_word_of_the_question_counts_once() -> None:
    index = Bm25(DOCUMENTS)
    assert index.scores(["flight", "flight"]) == index.scores(["flight"])


def test_an_empty_index_has_no_scores() -> None:
    assert Bm25([]).scores(["flight"]) == []
    assert Bm25([[]]).scores(["flight"]) == [0.0]
