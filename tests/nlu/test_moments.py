"""What is asked of the course of time: what is to come, the month of a list, the events of a programme."""

from __future__ import annotations

import pytest

from nlu import generation, moments


def asked(text: str, about: str | None = None) -> str | None:
    now = generation.current()
    return moments.asked(now.reader.read(text), now.library.get(about) if about else None)


@pytest.mark.parametrize(
    "text",
    [
        "events this winter",
        "what events are there next quarter?",
        "any upcoming meetings",
        "what happens next month?",
        "what is planned for spring",
        "are there any conferences coming up?",
        "which trainings are scheduled",
        "workshops in the next six months",
        "今年冬天有什么活动",
        "下个季度有会议吗？",
        "近期有什么培训",
        "明年春天有活动吗",
        "即将举行的论坛有哪些",
        "接下来有什么安排",
        "下个月有研讨会吗",
        "年底前有没有交流会",
    ],
)
def test_what_is_to_come_is_asked(text: str) -> None:
    assert asked(text) == moments.UPCOMING


@pytest.mark.parametrize(
    "text", ["and the one in June", "what about September?", "the October one", "6月那次呢", "那九月呢？"]
)
@pytest.mark.parametrize("about", ["programmes/iuc", "events/2018-06-07-coaching", None])
def test_a_month_alone_asks_for_the_events_of_it(text: str, about: str | None) -> None:
    assert asked(text, about) == moments.MONTH


@pytest.mark.parametrize(
    "text", ["IURC timeline", "timeline of the IUC", "what events did the IURC have?", "IUC 大事记", "IURC有哪些活动"]
)
def test_the_events_of_a_programme_are_asked(text: str) -> None:
    assert asked(text) == moments.LISTED


@pytest.mark.parametrize("text", ["and in June?", "6月那次呢"])
def test_after_a_scheme_a_month_is_none_of_an_event(text: str) -> None:
    assert asked(text, "funding/life") is None


@pytest.mark.parametrize(
    "text", ["when is the next deadline?", "what are the next steps", "下一步怎么做", "what is IURC", "会议怎么开"]
)
def test_other_questions_ask_nothing_of_time(text: str) -> None:
    assert asked(text) is None
