"""Tokens are pinned sentence by sentence: a tokenizer that goes wrong must not hide behind accuracy."""

from __future__ import annotations

import pytest

from nlu.normalise import normalise
from nlu.words import WordCutter


@pytest.fixture(scope="module")
def cutter() -> WordCutter:
    return WordCutter(["曼海姆", "中欧班列", "三螺旋"])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("contact 重庆 office", ["contact", "重庆", "office"]),
        ("怎么申请 Horizon Europe 资金?", ["怎么", "申请", "horizon", "europe", "资金"]),
        ("曼海姆跟重庆的中欧班列", ["曼海姆", "跟", "重庆", "的", "中欧班列"]),
        ("U-CAP and Erasmus+ in 2019", ["u-cap", "and", "erasmus+", "in", "2019"]),
        ("什么是三螺旋", ["什么", "是", "三螺旋"]),
        ("?!。，", []),
    ],
)
def test_words_of_a_sentence(cutter: WordCutter, typed: str, expected: list[str]) -> None:
    assert expected == [word.text for word in cutter.words(normalise(typed).text)]


def test_every_word_stands_where_it_says(cutter: WordCutter) -> None:
    text = normalise("Tell me about 曼海姆 and the 中欧班列, please").text

    for word in cutter.words(text):
        assert word.text == text[word.start : word.end]


def test_a_name_of_one_cutter_is_not_known_to_another() -> None:
    WordCutter(["城桥助手"])

    assert ["城桥助手"] != [word.text for word in WordCutter().words("城桥助手")]
