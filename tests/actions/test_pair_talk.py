"""What is asked on about a city and its partners is heard as one question; what names something else is left."""

from __future__ import annotations

from typing import Any

import pytest

from actions import pair_talk
from actions.context import Entity, Question
from actions.moves import Move
from knowledge.library import Library

BOLOGNA = {
    "intent": "ask_city",
    "records": ["cities/bologna"],
    "entities": [{"entity": "city", "value": "cities/bologna"}],
}
IUC = {"intent": "ask_programme", "records": ["programmes/iuc"], "entities": []}


def read(library: Library, intent: str, text: str, last: dict[str, Any] | None = None, **more: Any) -> Move | None:
    slots = {"last_intent": last} if last else {}
    return pair_talk.move_of(Question(intent, text, slots=slots, **more), library, False, True)


@pytest.mark.parametrize(
    "text", ["is the cooperation still going on?", "Are they still in contact?", "双方现在还有联系吗", "至今还在合作吗"]
)
def test_whether_it_goes_on_is_asked_of_the_city_spoken_of(library: Library, text: str) -> None:
    move = read(library, "ask_programme_status", text, BOLOGNA)
    assert move == Move("ask_fact", choice=("aspect", "tie:now"), cities=("cities/bologna",))
    assert read(library, "ask_programme_status", text, IUC) is None


@pytest.mark.parametrize("text", ["which partner city did we have?", "who was our partner?", "我们以前的伙伴是谁"])
def test_our_partner_is_that_of_the_city_spoken_of(library: Library, text: str) -> None:
    assert read(library, "find_partner", text, BOLOGNA) == Move("ask_city_partners", cities=("cities/bologna",))
    assert read(library, "find_partner", text) is None


@pytest.mark.parametrize("text", ["which partner would suit our city?", "we want a new partner", "我们想找合作伙伴"])
def test_wish_for_a_partner_stays_one(library: Library, text: str) -> None:
    assert read(library, "find_partner", text, BOLOGNA) is None


def test_letter_is_left() -> None:
    assert not pair_talk.waits("word " * 50, {})


def test_partner_is_meant_by_its_country(library: Library) -> None:
    last = {"intent": "ask_city_pilot", "entities": [{"entity": "city", "value": "cities/liuzhou"}]}
    move = read(library, "ask_faq", "the one in Spain", last, entities=(Entity("country", "ES"),))
    assert move == Move("ask_fact", choice=("aspect", "tie:done"), cities=("cities/liuzhou", "cities/barcelona"))
