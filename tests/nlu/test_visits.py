"""Whether people of a city were in a place without a record is told by a text that names both, or by none."""

from __future__ import annotations

import pytest

from knowledge.records import Record
from nlu import generation, visits
from nlu.question_index import Hit


def asked(text: str, about: str | None) -> tuple[Record, Hit] | None:
    now = generation.current()
    return visits.asked(now.reader.read(text), now.library.get(about) if about else None, now.library)


@pytest.mark.parametrize("text", ["did somebody travel to Beijing?", "有人到过北京吗"])
def test_text_that_names_city_and_place_tells_it(text: str) -> None:
    found = asked(text, "cities/burgas")
    assert found is not None
    assert found[1].fact is not None


@pytest.mark.parametrize("text", ["were they ever in Shanghai?", "赴上海考察过没有"])
def test_place_that_no_text_names_with_the_city_is_not_told(text: str) -> None:
    found = asked(text, "cities/nice")
    assert found is not None
    assert (found[1].ref, found[1].fact) == ("cities/nice", None)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("have they been to Chongqing?", "cities/mannheim"),
        ("what about Shanghai?", "cities/nice"),
        ("have they been to Shanghai?", "programmes/iuc"),
        ("have they been to Shanghai?", None),
    ],
)
def test_another_question_is_left_alone(text: str, about: str | None) -> None:
    assert asked(text, about) is None
