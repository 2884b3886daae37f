"""A list that a person wrote is cut at its marks, and a number that marks nothing cuts nothing."""

from __future__ import annotations

import pytest

from nlu.items import Listed, listed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Who pays? 2. How much?", Listed("", ("Who pays?", "How much?"))),
        (
            "Tell me 1) population of Prague 2) its partner",
            Listed("Tell me", ("population of Prague", "its partner")),
        ),
        ("- population of Rome - partner of Rome", Listed("", ("population of Rome", "partner of Rome"))),
        ("Please:\n• who pays\n• how much", Listed("Please:", ("who pays", "how much"))),
        ("First, who pays; second, how much?", Listed("", ("who pays", "how much?"))),
        ("We ask: a) who pays, b) how much", Listed("We ask:", ("who pays", "how much"))),
        ("two points: (i) who signs; (ii) who pays", Listed("two points:", ("who signs", "who pays"))),
        ("请教：甲、谁出钱；乙、谁签字", Listed("请教：", ("谁出钱", "谁签字"))),
        ("一、谁出钱？二、多少钱？", Listed("", ("谁出钱？", "多少钱？"))),
        ("请问：第一，谁出钱？第二，多少钱？", Listed("请问：", ("谁出钱？", "多少钱？"))),
        ("1）IUC何时结束？2）谁出的钱？", Listed("", ("IUC何时结束？", "谁出的钱？"))),
        ("想问两点：一是谁出钱，二是多少钱", Listed("想问两点：", ("谁出钱", "多少钱"))),
    ],
)
def test_list_is_cut_at_its_marks(text: str, expected: Listed) -> None:
    assert listed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "about 2.5 million people, 3.1 in all",
        "the first one",
        "Who was the first and who the last partner of Chengdu?",
        "Frankfurt - Main - what is it",
        "from 1. to 2. round",
        "第一个和第二个",
        "第一轮IUC有哪些城市？第二轮呢？",
        "2. Who pays? 5. How much?",
        "",
    ],
)
def test_other_numbers_are_no_list(text: str) -> None:
    assert listed(text) is None
