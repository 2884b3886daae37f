"""Changes the language of the conversation."""

from __future__ import annotations

from datetime import date

from actions import forms, values
from actions.answer import Answer
from actions.context import Question
from knowledge.library import Library

LANGUAGES = ("en", "zh")


PARTNERS = "faq/working_language"
"""What is known of the language in which partner cities work."""


def of_partners(question: Question) -> bool:
    """Tell whether a message asks in which language the others work, not for the one of this conversation."""
    return not question.pressed and forms.form("languages", "partners").search(_said(question)) is not None


def is_meant(question: Question) -> bool:
    """Tell whether a message speaks of a language at all: by a name of one, or by the word."""
    named = bool(question.named("language")) or any(
        name in _said(question) for code in LANGUAGES for name in _names(code)
    )
    return named or question.pressed or forms.form("languages", "language").search(_said(question)) is not None


def _said(question: Question) -> str:
    return question.text.lower().replace("\u2019", "'")


def _names(code: str) -> list[str]:
    found: list[str] = forms.words("languages")[code]
    return found


def wanted(question: Question) -> str | None:
    """Give the language that a message asks for; None where it names neither or both."""

    chosen = [code for code in question.named("language") if code in LANGUAGES]
    if chosen:
        return chosen[0]
    named = [code for code in LANGUAGES if any(name in _said(question) for name in _names(code))]
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
