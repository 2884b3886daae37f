"""The last question is changed by a word: a thing more, one less, another one."""

from __future__ import annotations

from typing import Any

import pytest

from actions import changes, continuation
from actions.answer import memory
from actions.context import Entity, Question
from actions.moves import Move
from tests.actions.asking import Talk

ROME, PRAGUE, KUNMING = "cities/rome", "cities/prague", "cities/kunming"


def told(talk: Talk, text: str, *names: tuple[str, str], negated: tuple[str, ...] = ()) -> Any:
    """Change the last question; names are (surface, ref) in the text."""
    entities = tuple(Entity("city", ref, said, text.lower().index(said)) for said, ref in names if ref not in negated)
    question = Question("out_of_scope", text, entities, frozenset(negated), slots=talk.slots)
    assert changes.waits(text, talk.slots)
    assert changes.move_of(question, talk.library, False, True) == Move("ask_same_for", "change")
    changed = question.asking("ask_same_for", *entities, Entity("guide", "change"))
    answer = continuation.same_for(changed, talk.library, talk.today)
    talk.slots.update(memory(changed, answer))
    return answer


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("add Kunming", [("kunming", KUNMING)], [ROME, PRAGUE, KUNMING]),
        ("再加上昆明", [("昆明", KUNMING)], [ROME, PRAGUE, KUNMING]),
        ("without Prague", [("prague", PRAGUE)], [ROME]),
        ("去掉布拉格", [("布拉格", PRAGUE)], [ROME]),
        ("请把布拉格去掉", [("布拉格", PRAGUE)], [ROME]),
        ("Please add Kunming and remove Rome", [("kunming", KUNMING), ("rome", ROME)], [PRAGUE, KUNMING]),
        ("I do not mean Rome, I mean Kunming", [("rome", ROME), ("kunming", KUNMING)], [PRAGUE, KUNMING]),
    ],
)
def test_a_comparison_is_changed(talk: Talk, text: str, names: list[tuple[str, str]], left: list[str]) -> None:
    talk.ask("compare_cities", ("city", ROME), ("city", PRAGUE))
    assert told(talk, text, *names).spoken == left


def test_a_name_that_the_reading_denied_is_taken_away(talk: Talk) -> None:
    talk.ask("compare_cities", ("city", ROME), ("city", PRAGUE), ("city", KUNMING))
    assert told(talk, "without Prague", negated=(PRAGUE,)).spoken == [ROME, KUNMING]


def test_what_was_taken_out_of_a_comparison_can_be_put_back(talk: Talk) -> None:
    talk.ask("compare_cities", ("city", ROME), ("city", PRAGUE))
    told(talk, "without Prague", ("prague", PRAGUE))
    added = told(talk, "add Kunming", ("kunming", KUNMING))
    assert "city.compared" in [block.get("say") for block in added.blocks]


def test_the_same_question_is_asked_of_what_was_meant(talk: Talk) -> None:
    talk.ask("ask_city_population", ("city", ROME))
    answer = told(talk, "I mean Prague", ("prague", PRAGUE))
    assert answer.spoken == [PRAGUE]
    assert answer.asked_as.intent == "ask_city_population"


@pytest.mark.parametrize("intent", ["request_cooperation", "complain", "ask_for_person"])
def test_what_sets_something_going_is_not_changed(talk: Talk, intent: str) -> None:
    talk.slots["last_intent"] = {"intent": intent, "entities": []}
    question = Question("out_of_scope", "add Wuhan", (Entity("city", "cities/wuhan", "wuhan", 4),), slots=talk.slots)
    assert changes.move_of(question, talk.library, False, True) is None


def test_without_a_question_before_nothing_is_changed() -> None:
    assert not changes.waits("add Wuhan", {})
