"""A sentence falls where a second question may begin; whether it is one is decided elsewhere."""

from __future__ import annotations

import pytest

from nlu.clauses import MOST, halves, is_aside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "How many people live there, and who is its partner?",
            ("How many people live there", "who is its partner?"),
        ),
        ("who may apply and how much does it pay", ("who may apply", "how much does it pay")),
        ("Tell me about Nice; also, is it open?", ("Tell me about Nice", "is it open?")),
        ("重庆有多少人口，另外它跟谁结对", ("重庆有多少人口", "它跟谁结对")),
        ("介绍一下尼斯，顺便说说还有哪些城市", ("介绍一下尼斯", "说说还有哪些城市")),
    ],
)
def test_sentence_falls_into_two(text: str, expected: tuple[str, str]) -> None:
    assert expected in halves(text)


@pytest.mark.parametrize(
    "text", ["Who pays?", "Compare Nice and Rome", "research and innovation funding", "谁出钱？", ""]
)
def test_one_question_stays_whole(text: str) -> None:
    assert halves(text) == []


def test_list_of_clauses_is_not_tried_without_end() -> None:
    assert len(halves("what, which, who, where, when, why, how, is, are we done here?" * 3)) <= MOST


@pytest.mark.parametrize(
    ("second", "aside"),
    [
        ("is a pilot district possible?", True),
        ("cycling too?", True),
        ("who leads it?", False),
        ("试点片区可以吗", True),
        ("养老也行吗", True),
        ("县级市可以参加吗", False),
        ("谁负责", False),
    ],
)
def test_whether_a_subject_is_covered_is_no_question_of_its_own(second: str, aside: bool) -> None:
    assert aside == is_aside("ask_cluster", second)
    assert not is_aside("ask_city", second)
