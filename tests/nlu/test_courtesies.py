"""Thanks before a question are no answer to it, and thanks alone stay thanks."""

from __future__ import annotations

import pytest

from nlu.courtesies import without, without_opening


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("thank you. how do we join", "how do we join"),
        ("Thanks, that helps. What is a cluster?", "What is a cluster?"),
        ("okay thanks! who pays for travel", "who pays for travel"),
        ("good, is it still open", "is it still open"),
        ("Great, thanks - and the deadline?", "and the deadline?"),
        ("My name is Ivo Kralj, who pays for the trip?", "who pays for the trip?"),
        ("我姓李，想问IUC结束了吗", "想问IUC结束了吗"),
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


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("For a speech of our mayor: have Ulm and Wuhan ever met?", "have Ulm and Wuhan ever met?"),
        ("For our website: list the cities of the first call", "list the cities of the first call"),
        ("For a report to the council, who led the IUC?", "who led the IUC?"),
        ("市长讲话稿要用：太仓和乌尔姆合作过吗", "太仓和乌尔姆合作过吗"),
        ("写简报用，IUC有几个城市？", "IUC有几个城市？"),
        ("Dear team, who leads the IURC?", "who leads the IURC?"),
        ("Hi all, just a quick question: when did the IUC end?", "when did the IUC end?"),
        ("For the annual report of our council: how many pilots were there?", "how many pilots were there?"),
        ("Good day. Our deputy mayor would like to know: is Erasmus open?", "is Erasmus open?"),
        ("Sorry to bother you, which cities work on waste?", "which cities work on waste?"),
        ("各位老师好，我们是市外事办的，想请教一下，武汉的伙伴是谁？", "武汉的伙伴是谁？"),
        ("局长让我们了解一下，IUC什么时候结束的", "IUC什么时候结束的"),
        ("打扰一下，有没有海口的经济数据", "有没有海口的经济数据"),
        ("给领导准备材料用，成都做过哪些试点", "成都做过哪些试点"),
        ("老师好，我有个问题想请教一下：钱从哪里来", "钱从哪里来"),
    ],
)
def test_a_greeting_and_for_whom_it_is_asked_are_no_part_of_the_question(text: str, rest: str) -> None:
    assert without_opening(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "For mobility: which cities?",
        "for a meeting in Wuhan",
        "准备会议材料",
        "Good morning",
        "A question from the city of Turku: who pays?",
        "We are a town of 8,000 people, which money is there for us?",
        "For a speech in Chongqing: how many people live there?",
        "你好",
        "我们是柳州市外办的，有什么资金可以申请？",
        "我们是一个小县城，能参加吗",
        "领导让我问一下",
    ],
)
def test_who_names_a_place_or_a_size_or_asks_nothing_is_heard_whole(text: str) -> None:
    assert without_opening(text) == text
