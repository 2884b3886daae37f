"""A Chinese name with a wrong character of the same sound is still that name; another city is not."""

from __future__ import annotations

import pytest

from nlu.homophones import Homophones
from nlu.patterns import Mention

NAMES = [
    ("柳州", "city", "cities/liuzhou"),
    ("苏州", "city", "cities/suzhou"),
    ("巴塞罗那", "city", "cities/barcelona"),
]


@pytest.mark.parametrize(
    ("text", "place", "ref"),
    [
        ("柳洲有多少人口", (0, 2), "cities/liuzhou"),
        ("介绍下巴赛罗那", (3, 7), "cities/barcelona"),
        ("跟巴塞罗娜合作过吗", (1, 5), "cities/barcelona"),
        ("跟巴塞鲁那合作过吗", (1, 5), "cities/barcelona"),
    ],
)
def test_wrong_character_of_the_same_sound_is_forgiven(text: str, place: tuple[int, int], ref: str) -> None:
    (found,) = Homophones(NAMES).find(text, [])

    assert (found.start, found.end) == place
    assert found.value == ref


@pytest.mark.parametrize("text", ["宿州有多少人口", "柳树很多", "六周以后", "速度", "巴黎那边"])
def test_what_is_another_word_is_left_alone(text: str) -> None:
    assert Homophones(NAMES).find(text, []) == []


def test_name_that_stands_there_already_is_not_found_twice() -> None:
    taken = [Mention("city", "cities/liuzhou", 0, 2, "柳州")]

    assert Homophones(NAMES).find("柳州在哪", taken) == []


def test_sound_of_two_cities_is_no_guess() -> None:
    names = [("宜春", "city", "cities/yichun_jx"), ("伊春", "city", "cities/yichun_hlj")]

    assert Homophones(names).find("怡春怎么样", []) == []
