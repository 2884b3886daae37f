"""Who plans with a programme that has ended is told so at once, and what is possible instead."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions import context, facts, states, values
from actions.answer import Answer
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

AFTER = "next_china"
"""The fact that tells whether anything goes on for China."""


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_name("plans.yml"))
    return loaded


def wants_in(question: Question) -> bool:
    """Tell whether someone speaks of taking part themselves."""
    said = f" {question.text.lower()} "
    return all(any(word in said for word in words) for words in _words().values())


def speaks_of_joining(question: Question) -> bool:
    """Tell whether a message speaks of taking part, whoever may want to."""
    said = f" {question.text.lower()} "
    return any(word in said for word in _words()["what"])


def ended(question: Question, library: Library, today: date) -> Record | None:
    """Give the first programme that a message names and that is over on a day."""
    named = context.mentioned(question, library, "programme")
    return next((one for one in named if states.is_over(one, today)), None)


def answer(programme: Record, library: Library, today: date) -> Answer:
    """Say that a programme has ended, what came after it, and what is possible now."""
    said = Answer().about(programme)
    tell_end(said, programme, library, today)
    said.say("plan.possible")
    said.button(values.say("button.cooperate"), "request_cooperation")
    said.button(values.say("button.find_partner"), "find_partner")
    said.button(values.say("button.steps"), "ask_steps")
    return said.button(values.say("button.find_funding"), "find_funding")


def tell_end(said: Answer, programme: Record, library: Library, today: date) -> None:
    """Add when a programme ended and what came after it."""
    states.tell(said, programme, today)
    if AFTER not in programme.facts and "status" in programme.facts:
        facts.tell(said, programme, programme.facts["status"], library)
    related = context.records(library, list(programme.related))
    last = next((one for one in (programme, *related) if one.kind == "programme" and AFTER in one.facts), None)
    if last is None:
        return
    if last is not programme:
        states.tell(said, last, today)
    facts.tell(said, last, last.facts[AFTER], library)
