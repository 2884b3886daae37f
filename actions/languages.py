"""Changes the language of the conversation."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions import values
from actions.answer import Answer
from actions.context import Question
from knowledge.library import Library

LANGUAGES = ("en", "zh")


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_name("languages.yml"))
    return loaded


def wanted(question: Question) -> str | None:
    """Give the language that a message asks for; None where it names neither or both."""

    chosen = [code for code in question.named("language") if code in LANGUAGES]
    if chosen:
        return chosen[0]
    said = question.text.lower()
    named = [code for code in LANGUAGES if any(name in said for name in _names()[code])]
    return named[0] if len(named) == 1 else None


def switch(question: Question, library: Library, today: date) -> Answer:
    """Change the language, or ask which one is wanted."""
    answer = Answer(continues=True)
    language = wanted(question)
    if language is None:
        answer.say("assistant.which_language")
        answer.button(values.say("button.english"), "switch_language", ("language", "en"))
        return answer.button(values.say("button.chinese"), "switch_language", ("language", "zh"))
    answer.effect({"type": "set_language", "language": language})
    answer.slots["language"] = language
    return answer.button(values.say("button.capabilities"), "ask_capabilities")
