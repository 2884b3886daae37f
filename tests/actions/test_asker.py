"""A Foreign Affairs Office is not told to ask the Foreign Affairs Office."""

from __future__ import annotations

import pytest

from actions import asker
from actions.answer import Answer
from actions.context import Question

TOLD = {"text": {"en": "Ask the Foreign Affairs Office of your city.", "zh": "请咨询本市外事办公室。"}}


@pytest.mark.parametrize(
    "text",
    [
        "We are the Foreign Affairs Office of a Chinese city.",
        "I work in the foreign affairs office of Yantai",
        "I’m from the FAO, what do we sign?",
        "as a Foreign Affairs Office, what do we do",
        "我是外办的",
        "我们就是市外办，签证怎么办理",
        "我在外事办公室工作",
        "作为县外办，我们负责什么",
        "我们外办牵头这项工作",
    ],
)
def test_who_says_that_they_are_of_the_office_is(text: str) -> None:
    assert asker.read(text) == asker.FAO


@pytest.mark.parametrize(
    "text",
    [
        "Shall we ask the foreign affairs office?",
        "What does the Foreign Affairs Office do?",
        "we are told by the foreign affairs office to wait",
        "我们要问外办吗",
        "外办是干什么的",
        "我们市想请外办帮忙",
        "欧方问我们外办是什么",
    ],
)
def test_who_speaks_of_the_office_is_not_it(text: str) -> None:
    assert asker.read(text) is None


def address(asked: Question) -> Answer:
    answer = Answer().add({"type": "text", **TOLD})
    asker.address(asked, answer)
    return answer


def test_the_office_is_told_whom_else_to_ask_now_and_later() -> None:
    answer = address(Question("ask_faq", "我是外办的，签证怎么办"))
    assert answer.blocks[-1]["say"] == "asker.fao"
    later = address(Question("ask_faq", "那审批呢", slots={asker.SLOT: answer.slots[asker.SLOT]}))
    assert later.blocks[-1]["say"] == "asker.fao"


def test_others_are_told_nothing_more() -> None:
    assert len(address(Question("ask_faq", "签证怎么办")).blocks) == 1
