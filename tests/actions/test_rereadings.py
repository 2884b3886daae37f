"""Short messages are read in the light of what was spoken of, and a statement is no refusal."""

from __future__ import annotations

from typing import Any

import pytest

from actions import consents, guesses, rereadings
from actions.context import Entity, Question
from actions.moves import Move
from knowledge.library import Library


def read(library: Library, intent: str, text: str, last: dict[str, Any] | None = None, **more: Any) -> Move | None:
    slots = {"last_intent": last} if last else {}
    return rereadings.move_of(Question(intent, text, slots=slots, **more), library, False, True)


@pytest.mark.parametrize("text", ["经费审批过不了", "经费被砍了", "上级不批", "领导不同意", "not a big one please"])
@pytest.mark.parametrize("confidence", [0.45, 0.99])
def test_difficulty_is_no_refusal(library: Library, text: str, confidence: float) -> None:
    assert read(library, "deny", text, confidence=confidence) == Move("ask_capabilities", guesses.HEARD)


@pytest.mark.parametrize("text", ["不用了", "不需要", "算了", "no thanks", "not now"])
def test_refusal_stays_one(library: Library, text: str) -> None:
    assert read(library, "deny", text, confidence=0.98) is None


def test_nothing_is_read_anew_while_a_yes_is_waited_for() -> None:
    assert not rereadings.waits("上级不批", {consents.SLOT: {"waiting": True}})


@pytest.mark.parametrize(
    "text", ["我的人工请求怎么样了", "is my request for a person cancelled?", "what about my request for a person"]
)
def test_status_of_a_request_opens_no_new_one(library: Library, text: str) -> None:
    assert read(library, "ask_for_person", text) == Move("ask_request_status")


@pytest.mark.parametrize("text", ["我想找人工客服", "I want to talk to a person", "转人工"])
def test_wish_for_a_person_stays_one(library: Library, text: str) -> None:
    assert read(library, "ask_for_person", text) is None


@pytest.mark.parametrize("text", ["中国有哪些城市参加了", "which Chinese cities took part"])
def test_who_took_part_is_asked_of_the_programme_spoken_of(library: Library, text: str) -> None:
    last = {"intent": "ask_programme_status", "records": ["programmes/iurc"]}
    move = read(library, "find_cities", text, last, entities=(Entity("country", "CN"),))
    assert move == Move("find_cities", choice=("programme", "programmes/iurc"))


def test_who_took_part_is_asked_of_the_two_cities_spoken_of(library: Library) -> None:
    cities = [{"entity": "city", "value": ref} for ref in ("cities/reggio", "cities/weinan")]
    move = read(library, "find_cities", "谁参加了", {"intent": "ask_fact", "entities": cities})
    assert move == Move("ask_pilots", choice=("pilot", "pilots/reggio_weinan"))


@pytest.mark.parametrize("text", ["他们签了什么?", "what did they sign?"])
def test_papers_are_those_of_the_programme_listed_before(library: Library, text: str) -> None:
    last = {"intent": "find_cities", "records": ["programmes/iurc", "cities/chengdu"]}
    move = read(library, "ask_fact", text, last)
    assert move is not None and (move.about, move.choice) == (("programme", "programmes/iurc"), ("fact", "results"))


@pytest.mark.parametrize(
    "text", ["中欧区域政策对话最近一次是什么时候?", "when was the latest regional policy dialogue?"]
)
def test_latest_meeting_is_the_last_one_recorded(library: Library, text: str) -> None:
    move = read(library, "ask_programme_status", text, entities=(Entity("programme", "programmes/dialogue"),))
    assert move == Move("ask_timeline", choice=("event", "events/2024-02-27-seminar"))


@pytest.mark.parametrize("text", ["截止时间", "deadline?"])
def test_deadline_is_that_of_the_scheme_spoken_of(library: Library, text: str) -> None:
    last = {"intent": "ask_funding", "records": ["funding/life"]}
    assert read(library, "ask_role", text, last) == Move("ask_funding_deadline", choice=("funding", "funding/life"))
    assert read(library, "ask_role", text) is None


@pytest.mark.parametrize("text", ["哪个人口多", "which one has more inhabitants?"])
def test_compared_cities_are_compared_once_more(library: Library, text: str) -> None:
    assert read(library, "ask_if_machine", text, {"intent": "compare_cities"}) == Move("compare_cities")


def test_thanks_and_a_place_are_what_they_are(library: Library) -> None:
    assert read(library, "show_more", "好的，谢谢，那我再请示一下") == Move("thank")
    assert read(library, "show_more", "好的，谢谢，还有更多吗") is None
    place = (Entity("unknown_name", "Suzhou", "苏州"),)
    assert read(library, "greet", "苏州工业园区", entities=place) == Move("ask_city")
    role = (Entity("role", "roles/key_contact", "联络人"),)
    assert read(library, "ask_fact", "谁来当联络人", entities=role, confidence=0.3) == Move("ask_role")
