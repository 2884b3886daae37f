"""What a typed message means for a wish that waits for a yes, and for a request that is with the desk."""

from __future__ import annotations

from typing import Any

import pytest

from actions import consents, guides
from actions.context import Entity, Question
from actions.moves import Move
from knowledge.library import Library


def wish(**other: Any) -> dict[str, Any]:
    return {consents.SLOT: {"kind": "cooperation", "asked": "we want to work with Rome", **other}}


def filed(fresh: bool = True) -> dict[str, Any]:
    return wish(waiting=False, fresh=fresh)


def move(question: Question, library: Library, asks: bool = False, is_sure: bool = False) -> Move | None:
    for guide in guides.GUIDES:
        if guide.waits(question.text, question.slots):
            found = guide.move_of(question, library, asks, is_sure)
            if found is not None:
                return found
    return None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("yes", "yes"),
        ("Yes, please pass it on.", "yes"),
        ("ok", "yes"),
        ("好的", "yes"),
        ("可以，请提交", "yes"),
        ("no thanks", "no"),
        ("不用了", "no"),
        ("算了", "no"),
        ("cancel", "no"),
        ("please", "yes"),
        ("谢谢", "add"),
        ("thanks", "add"),
        ("yes but only if Rome agrees", "add"),
        ("Gdańsk, green port", "add"),
        ("我姓李，邮箱 li@example.cn", "add"),
    ],
)
def test_a_typed_answer_is_read_by_its_plain_words(library: Library, text: str, name: str) -> None:
    question = Question("out_of_scope", text, slots=wish())
    assert move(question, library) == Move("request_cooperation", name)


@pytest.mark.parametrize("intent", ["affirm", "request_cooperation"])
def test_what_is_no_plain_yes_passes_nothing_on(library: Library, intent: str) -> None:
    found = move(Question(intent, "I suppose we might", slots=wish()), library, is_sure=True)
    assert found is not None and found.name in ("unclear", "add")


@pytest.mark.parametrize(
    ("intent", "text", "is_sure", "adds"),
    [
        ("did_you_mean", "Marta Kowalska", False, True),
        ("ask_same_for", "Gdańsk", True, True),
        ("ask_themes", "德国优先", True, True),
        ("greet", "我姓李，在外办工作", True, True),
        ("request_cooperation", "we also want to cooperate on water", True, True),
        ("request_cooperation", "we have another request", True, False),
        ("ask_city_partners", "who is Nice paired with?", True, False),
        ("thank", "thank you", True, False),
    ],
)
def test_right_after_a_request_statements_belong_to_it(
    library: Library, intent: str, text: str, is_sure: bool, adds: bool
) -> None:
    found = move(Question(intent, text, slots=filed(), confidence=0.6), library, is_sure=is_sure)
    assert (found == Move("request_cooperation", "add")) == adds


@pytest.mark.parametrize(
    ("text", "slots", "expected"),
    [
        ("withdraw my request", {}, Move("request_cooperation", "withdraw")),
        ("我想撤回刚才提交的意向", {}, Move("request_cooperation", "withdraw")),
        ("把刚才的申请撤了", {}, Move("request_cooperation", "withdraw")),
        ("withdraw it", filed(), Move("request_cooperation", "withdraw")),
        ("撤回", filed(), Move("request_cooperation", "withdraw")),
        ("withdraw it", {}, None),
        ("can I withdraw my request?", {}, Move("request_cooperation", "may_withdraw")),
        ("提交以后可以撤回吗", {}, Move("request_cooperation", "may_withdraw")),
        ("actually nevermind, cancel", {"asked_for_person": True}, Move("stop_waiting")),
        ("算了", {"asked_for_person": True}, Move("stop_waiting")),
        ("算了", {}, None),
        ("ok thanks", {"asked_for_person": True}, Move("thank")),
        ("谢谢", {"asked_for_person": True}, Move("thank")),
        ("cancel", filed(), Move("request_cooperation", "may_withdraw")),
        ("delete my data please", {}, Move("ask_for_person", "deletion")),
        ("请把我的聊天记录删掉", {}, Move("ask_for_person", "deletion")),
        ("when are my data deleted?", {}, None),
        ("my email is marta@example.eu, send me the answer", {}, Move("ask_for_person", "contact")),
        ("I found a mistake here", {}, Move("complain", "fault")),
        ("这个数字有误", {}, Move("complain", "fault")),
        ("is this wrong?", {}, None),
    ],
)
def test_what_is_for_the_desk_is_read_from_plain_words(
    library: Library, text: str, slots: dict[str, Any], expected: Move | None
) -> None:
    asks = text.endswith(("?", "吗"))
    assert move(Question("out_of_scope", text, slots=slots), library, asks=asks) == expected


def test_what_is_called_wrong_is_told_first(library: Library) -> None:
    prague = (Entity("city", "cities/prague", "prague", 30),)
    question = Question("ask_city_population", "I think you got the population of Prague wrong", prague)
    assert move(question, library, is_sure=True) == Move("complain", "fault", first="ask_city_population")
