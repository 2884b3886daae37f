"""Choices among what was listed last, spelt out."""

from __future__ import annotations

import pytest

from knowledge.records import Record
from nlu import generation
from nlu.picks import spelt_out

HEALTH = ("cities/granada", "cities/haikou", "cities/kunming", "cities/nice")


def records(*refs: str) -> list[Record]:
    library = generation.current().library
    return [record for record in map(library.get, refs) if record is not None]


def spelt(text: str, *shown: str, about: str | None = None) -> str | None:
    gazetteer = generation.current().reader.gazetteer
    return spelt_out(text, records(*shown), records(about)[0] if about else None, gazetteer)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("第二个的伙伴是谁？", "海口的伙伴是谁?"),
        ("最后一个城市的人口", "尼斯的人口"),
        ("the second one's population", "haikou's population"),
        ("who was the partner of the third one?", "who was the partner of kunming?"),
        ("the French one: how many inhabitants?", "nice: how many inhabitants?"),
        ("the Spanish one?", "granada?"),
        ("西班牙的那个人口多少", "格拉纳达人口多少"),
    ],
)
def test_a_choice_with_a_question_becomes_a_question(text: str, means: str) -> None:
    assert means == spelt(text, *HEALTH)


@pytest.mark.parametrize(
    "text",
    [
        "the second one",
        "那第三个呢？",
        "and the last one?",
        "第二批有哪些城市",
        "when did the first train leave",
        "第一次会议在哪里",
        "the Chinese one's population",  # two of the four are Chinese
        "number 9",
        "which cities are in the third cluster of the list?",
    ],
)
def test_a_mere_choice_and_what_is_no_choice_stay_as_they_are(text: str) -> None:
    assert spelt(text, *HEALTH) is None


@pytest.mark.parametrize("text", ["and the other one?", "那另一个呢"])
def test_the_other_one_is_the_other_of_two(text: str) -> None:
    partners = ("cities/chongqing", "cities/longyan")

    assert spelt(text, *partners, about="cities/longyan") in ("and chongqing?", "那重庆呢")
    assert spelt(text, *HEALTH, about="cities/nice") is None
    assert spelt(text) is None
