"""What is asked of the cities that were listed or compared last is asked of all of them, in either language."""

from __future__ import annotations

from typing import Any

import pytest

from actions import city_sizes, groups
from actions.context import Entity, Question
from actions.moves import Move
from knowledge.library import Library

LISTED = ["cities/nice", "cities/mannheim", "cities/granada"]
COMPARED = Move("compare_cities", cities=tuple(LISTED))
OF_LISTED = Move("find_cities", groups.LISTED)


def read(library: Library, text: str, intent: str = "find_cities", **more: Any) -> Move | None:
    last = {"intent": intent, "records": LISTED, "entities": [{"entity": "country", "value": "EU"}]}
    return groups.rule(Question("", text, slots={"shown": LISTED, "last_intent": last}, **more), library, True)


@pytest.mark.parametrize(
    "text", ["and who has the most partners?", "who did they each work with", "谁的结对城市最多", "它们都和谁合作"]
)
def test_partners_are_told_of_each(library: Library, text: str) -> None:
    assert read(library, text) == COMPARED


@pytest.mark.parametrize("text", ["so which is the largest of them", "其中哪座人口最少"])
def test_biggest_is_one_of_a_list_and_one_of_those_compared(library: Library, text: str) -> None:
    assert read(library, text) == OF_LISTED
    assert read(library, text, "compare_cities") == COMPARED


@pytest.mark.parametrize("text", ["which one is larger?", "哪个人口比较多"])
def test_larger_one_of_a_few_is_found_by_comparing(library: Library, text: str) -> None:
    assert read(library, text) == COMPARED


@pytest.mark.parametrize(
    "text", ["please rank them by inhabitants", "按规模排列", "how many of them are there", "共有几座城市"]
)
def test_order_and_number_are_those_of_the_list(library: Library, text: str) -> None:
    assert read(library, text) == OF_LISTED


@pytest.mark.parametrize("text", ["nothing too big", "leave out the large cities", "太大的城市不考虑", "避开大城市"])
def test_big_cities_are_left_out_by_their_inhabitants(library: Library, text: str) -> None:
    assert read(library, text) == OF_LISTED
    assert city_sizes.read(text, []).most == 1_000_000
    assert city_sizes.read(text, [], "CN").most == 5_000_000


@pytest.mark.parametrize("text", ["is that a big problem?", "no big difference then", "费用不大吧"])
def test_big_things_that_are_no_cities_leave_out_none(text: str) -> None:
    assert city_sizes.read(text, []).most is None


@pytest.mark.parametrize("text", ["not from Spain", "西班牙的除外"])
def test_country_that_is_not_wanted_is_left_out(library: Library, text: str) -> None:
    name = next(one for one in ("Spain", "西班牙") if one in text)
    denied = (Entity("country", "ES", name, text.find(name)),)
    rest = Move("compare_cities", cities=("cities/nice", "cities/mannheim"))
    assert read(library, text, denied=denied, negated=frozenset({"ES"})) == OF_LISTED
    assert read(library, text, "compare_cities", denied=denied, negated=frozenset({"ES"})) == rest


@pytest.mark.parametrize("text", ["who signed the MoU?", "what does it cost", "要花多少钱", "下一步做什么"])
def test_other_questions_stay_what_they_are(library: Library, text: str) -> None:
    assert read(library, text) is None


def test_question_about_one_city_since_is_not_asked_of_all(library: Library) -> None:
    slots = {"shown": LISTED, "last_intent": {"intent": "ask_city", "records": ["cities/nice"]}}
    assert groups.rule(Question("", "who are their partners?", slots=slots), library, True) is None
