"""Whatever the brain does, the visitor hears something, in their language, and is offered a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from tests.bot.conftest import RunningGateway, Start
from tests.bot.served import free_port
from tests.bot.stand_in_brain import StandInBrain, answer, echo, says
from tests.bot.visitor import buttons

SORRY = {"en": "I am sorry", "zh": "很抱歉"}
QUESTION = {"en": "tell me about the city", "zh": "介绍一下这座城市"}
PERSON = {"en": "Talk to a person", "zh": "转人工服务"}
HELLO = says("Hello.", "您好。")

Script = Callable[[dict[str, Any]], "dict[str, Any] | Response"]
TROUBLE: dict[str, Script] = {
    "crashes": lambda _: PlainTextResponse("Traceback", 500),
    "is overloaded": lambda _: JSONResponse({"error": "busy"}, 503),
    "refuses": lambda _: JSONResponse({"error": "bad_turn"}, 422),
    "answers no JSON": lambda _: PlainTextResponse("<html>"),
    "answers nothing": lambda _: PlainTextResponse(""),
    "answers a list": lambda _: JSONResponse([1]),
    "answers too deeply": lambda _: PlainTextResponse("[" * 100_000),
    "answers another turn": lambda turn: answer({**turn, "turn_id": "x-1"}, HELLO),
    "says nothing": lambda turn: answer(turn),
    "gives blocks of text": lambda turn: answer(turn, blocks="Hello"),
    "gives a state of text": lambda turn: answer(turn, HELLO, state="state"),
    "gives an unknown block": lambda turn: answer(turn, {"type": "poem", "text": "x"}),
    "gives an unfinished block": lambda turn: answer(turn, {"type": "card", "kind": "city"}),
    "names an unknown sentence": lambda turn: answer(turn, {"type": "text", "say": "no.such_key"}),
    "forgets a value": lambda turn: answer(turn, says("Hello {name}.", "{name}，您好。")),
    "forgets a language": lambda turn: answer(turn, {"type": "text", "text": {"de": "Hallo"}}),
    "wishes for the impossible": lambda turn: answer(turn, HELLO, effects=({"type": "launch"},)),
    "wishes in no form": lambda turn: answer(turn, HELLO, effects=("ask_person",)),
    "wishes for an unknown office": lambda turn: answer(turn, HELLO, effects=({"type": "ask_person", "office": "x"},)),
    "wishes for an unknown case": lambda turn: answer(turn, HELLO, effects=({"type": "open_case", "kind": "x"},)),
    "points at no effect": lambda turn: answer(turn, {"type": "effect", "index": 3}),
    "answers endlessly": lambda turn: answer(turn, says("x" * 3_000_000, "x")),
    "answers what no database takes": lambda turn: answer(turn, HELLO, state={"x": float("nan")}),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("trouble", TROUBLE)
def test_visitor_hears_an_apology(gateway: RunningGateway, brain: StandInBrain, trouble: str, language: str) -> None:
    brain.script = TROUBLE[trouble]
    visitor = gateway.visitor(language)
    reply = visitor.ask(QUESTION[language])

    assert reply["text"].startswith(SORRY[language])
    assert [item["title"] for item in buttons(reply)] == [PERSON[language]]
    assert reply["author"] == "assistant"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_slow_brain_is_not_waited_for(start: Start, sqlite_url: str, brain: StandInBrain, language: str) -> None:
    brain.delay = lambda _: 5.0
    visitor = start(sqlite_url, brain_timeout=0.3).visitor(language)
    reply = visitor.ask(QUESTION[language])

    assert reply["text"].startswith(SORRY[language])
    assert ("too long" in reply["text"]) or ("用时过长" in reply["text"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_a_brain_a_person_can_still_be_asked_for(start: Start, database_url: str, language: str) -> None:
    visitor = start(database_url, brain_url=(f"http://127.0.0.1:{free_port()}",)).visitor(language)
    sorry = visitor.ask(QUESTION[language])
    asked = visitor.answer_after(visitor.press(PERSON[language]).json()["seq"])

    assert sorry["text"].startswith(SORRY[language])
    assert "CB-" in asked["text"]
    assert visitor.owner() == "queue"


def test_brain_that_comes_back_is_used_at_once(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    brain.script = TROUBLE["crashes"]
    visitor.ask("first question here")
    brain.script = echo

    assert visitor.ask("second question here")["text"].startswith("You said: second question here")


def test_second_brain_answers_when_the_first_is_down(start: Start, sqlite_url: str, brain: StandInBrain) -> None:
    down = f"http://127.0.0.1:{free_port()}"
    visitor = start(sqlite_url, brain_url=(down, brain.url)).visitor()

    assert all(visitor.ask(f"number {number}")["text"].startswith("You said") for number in range(4))


def test_state_that_a_new_brain_cannot_read_is_given_up(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    visitor.ask("first question here")
    brain.script = lambda turn: JSONResponse({"error": "bad_turn"}, 422) if turn["state"] else echo(turn)

    assert visitor.ask("second question here")["text"].startswith("You said: second question here")


def test_failed_turn_keeps_the_state_before_it(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    visitor.ask("first question here")
    brain.script = TROUBLE["gives an unknown block"]
    visitor.ask("second question here")
    brain.script = echo
    visitor.ask("third question here")

    assert brain.asked[-1]["state"]["slots"] == {"turns": 1}
