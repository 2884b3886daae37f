"""Thanks before a question are no answer to it, and thanks alone stay thanks."""

from __future__ import annotations

import pytest

from nlu.courtesies import without


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("thank you. how do we join", "how do we join"),
        ("Thanks, that helps. What is a cluster?", "What is a cluster?"),
        ("okay thanks! who pays for travel", "who pays for travel"),
        ("good, is it still open", "is it still open"),
        ("Great, thanks - and the deadline?", "and the deadline?"),
        ("谢谢，那我们怎么加入", "那我们怎么加入"),
        ("好的谢谢。经费谁出", "经费谁出"),
        ("明白了，多谢。审批要多久", "审批要多久"),
    ],
)
def test_the_question_is_what_is_left(text: str, rest: str) -> None:
    assert without(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "thank you very much",
        "ok, go on",
        "thanks for nothing",
        "good practice examples?",
        "Nice, who is its partner",
        "好的",
        "可以申请吗",
        "好的，转人工",
    ],
)
def test_what_asks_nothing_stays_whole(text: str) -> None:
    assert without(text) == text
