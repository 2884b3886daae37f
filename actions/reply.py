"""The way of an answer to the person: composed, reminded of what waits, handed over, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions import asker, clock, guides, knowledge
from actions.answer import Block, Compose, finished, memory
from actions.context import Question

RESPONSE = "utter_blocks"


def say(dispatcher: Any, blocks: list[Block]) -> None:
    """Hand blocks over; under Rasa's own command line the response turns them into words."""
    dispatcher.utter_message(response=RESPONSE, blocks=blocks)


def effect(dispatcher: Any, *effects: Mapping[str, Any]) -> None:
    """Hand effects over."""
    dispatcher.utter_message(json_message={"effects": [dict(one) for one in effects]})


def reply(dispatcher: Any, tracker: Any, compose: Compose) -> list[dict[str, Any]]:
    """Compose an answer to the latest message, hand it over and give the events that set the slots.

    Args:
        dispatcher: takes messages (`utter_message`).
        tracker: has `latest_message` and `slots`.
        compose: makes the answer.
    """
    question = Question.of(tracker.latest_message, tracker.slots)
    library = knowledge.current()
    answer = compose(question, library, clock.today())
    asker.address(question, answer)
    guides.remind(question, answer)
    if answer.effects:
        effect(dispatcher, *answer.effects)
    say(dispatcher, finished(answer, library))
    slots = memory(question, answer)
    return [{"event": "slot", "timestamp": None, "name": name, "value": value} for name, value in slots.items()]
