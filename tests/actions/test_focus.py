"""A short question right after an answer about one record is asked of that record, and not of all that is known."""

from __future__ import annotations

from typing import Any

import pytest

from actions import focus, not_told
from actions.context import Entity, Hit, Question
from actions.moves import Move
from knowledge.library import Library
from tests.actions.asking import Talk


def after(
    library: Library, ref: str, intent: str, text: str, own: tuple[Hit, ...] = (), *named: tuple[str, str]
) -> Move | None:
    last: dict[str, Any] = {"intent": "ask_programme", "records": [ref], "told": [{"ref": ref, "fact": None}]}
    entities = tuple(Entity(*one) for one in named)
    question = Question(intent, text, entities, slots={"last_intent": last}, own=own, own_of=ref)
    return focus.rule(question, library, True)


def test_the_nearest_fact_of_the_record_is_told(library: Library) -> None:
    own = (Hit("funding/urbact4", "china", 0.8), Hit("funding/urbact4", "who", 0.2))
    move = after(library, "funding/urbact4", "find_cities", "anything in it for Chinese towns?", own, ("country", "CN"))
    assert move == Move("ask_fact", choice=("fact", "china"), about=("funding", "funding/urbact4"))


@pytest.mark.parametrize("score", [0.1, 0.44])
def test_what_the_record_does_not_tell_is_said(library: Library, score: float) -> None:
    own = (Hit("programmes/eclink", "period", score),)
    move = after(library, "programmes/eclink", "ask_themes", "on which topics", own)
    assert move == Move("ask_fact", not_told.SILENT, about=("programme", "programmes/eclink"))


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("ask_pilots", "now show me the pilots"),
        ("ask_timeline", "还有哪些活动"),
        ("find_cities", "list all cities"),
        ("ask_capabilities", "what else can you tell me"),
        ("list_clusters", "and the clusters?"),
        ("say_goodbye", "bye for now"),
        ("affirm", "ok, what you say"),
        ("find_funding", "哪种经费我们能报"),
    ],
)
def test_a_plain_question_at_large_stays_one(library: Library, intent: str, text: str) -> None:
    assert after(library, "programmes/eclink", intent, text) is None


def test_a_question_that_names_another_record_is_about_that(library: Library) -> None:
    named = ("programme", "programmes/iuc")
    assert after(library, "programmes/eclink", "find_cities", "which cities in IUC", (), named) is None


@pytest.mark.parametrize("text", ["which cities work on noise?", "哪些城市在治理噪声"])
def test_cities_of_a_topic_are_not_asked_of_the_record_before(library: Library, text: str) -> None:
    assert after(library, "funding/life", "find_cities", text, (), ("topic", "noise")) is None


def test_a_long_question_stands_alone(library: Library) -> None:
    text = "which of the many topics that cities in Europe deal with are the ones that matter most"
    assert after(library, "programmes/eclink", "ask_themes", text) is None


def test_the_participants_of_the_side_are_listed_where_the_record_names_them(library: Library) -> None:
    move = after(library, "programmes/iurc", "find_cities", "欧洲那边是哪些", (), ("country", "EU"))
    assert move == Move("find_cities", about=("programme", "programmes/iurc"))


@pytest.mark.parametrize("text", ["why?", "but why not", "那为什么呢"])
def test_the_bare_question_for_the_reason_is_no_yes(library: Library, text: str) -> None:
    move = after(library, "programmes/eclink", "affirm", text)
    assert move == Move("ask_fact", not_told.SILENT, about=("programme", "programmes/eclink"))


@pytest.mark.parametrize("text", ["really?", "are you sure?", "真的吗？"])
def test_a_doubt_is_answered_with_the_sources(library: Library, text: str) -> None:
    assert after(library, "programmes/eclink", "affirm", text) == Move("ask_source")


def test_nothing_is_held_on_to_after_a_list_or_a_question_of_ours(library: Library) -> None:
    several = {"intent": "list_programmes", "records": ["programmes/iuc", "programmes/iurc"]}
    asking = {"intent": "ask_programme", "records": ["programmes/iuc"], "open": True}
    for last in (several, asking):
        question = Question("ask_themes", "on which topics", slots={"last_intent": last})
        assert focus.rule(question, library, True) is None


def test_what_two_cities_work_on_is_asked_of_the_two(library: Library) -> None:
    cities = ["cities/taicang", "cities/stuttgart"]
    last = {"intent": "compare_cities", "records": cities}
    question = Question("ask_themes", "在哪些方面", slots={"last_intent": last})
    assert focus.rule(question, library, True) == Move("ask_city_partners", cities=tuple(cities))


def test_the_answer_at_large_is_offered_beside_what_is_not_told(talk: Talk) -> None:
    reply = talk.ask(
        "ask_fact", ("guide", not_told.SILENT), ("programme", "programmes/eclink"), candidates=("ask_themes",)
    )
    assert reply.says[0] == "fact.not_told"
    assert ("ask_themes", None) in reply.buttons


def test_two_cities_asked_for_in_turn_are_the_ones_compared(talk: Talk) -> None:
    talk.ask("ask_city", ("city", "cities/chengdu"))
    talk.ask("ask_city_partners", ("city", "cities/guangzhou"))
    assert talk.slots["recent_cities"][-2:] == ["cities/chengdu", "cities/guangzhou"]
