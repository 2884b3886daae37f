"""Chooses between practical answers: by the side a message names, and by the scheme that it names."""

from __future__ import annotations

from actions import context, forms
from actions.context import Question
from actions.funding_place import side_of
from knowledge.library import Library
from knowledge.records import Record


def of_side(question: Question, record: Record, library: Library) -> Record:
    """Give the answer for the one side that a message names, or the same record.

    Args:
        question: the message.
        record: the practical answer that was found.
        library: all records.
    """
    others, sides = forms.words("faq_sides")["instead"].get(record.ref, {}), _sides(question, library)
    chosen = others.get(sides.pop()) if len(sides) == 1 else None
    return (library.get(chosen) if chosen else None) or record


def of_scheme(question: Question, record: Record, library: Library) -> Record | None:
    """Give the one scheme that a typed message names, where the answer found tells of schemes at large and not of it.

    Args:
        question: the message.
        record: the practical answer that was found.
        library: all records.
    """
    named = context.mentioned(question, library, "funding")
    if question.pressed or len(named) != 1 or record.ref not in forms.words("faq_sides")["of_schemes"]:
        return None
    said = f"{record.answer.en} {record.answer.zh}".lower() if record.answer is not None else ""
    names = (*named[0].names.en, *named[0].names.zh)
    return None if any(name.lower() in said for name in names) else named[0]


def _sides(question: Question, library: Library) -> set[str]:
    cities = (library.get(ref) for ref in question.named("city"))
    countries = (*question.named("country"), *(city.country for city in cities if city is not None))
    return {side_of(code) for code in countries if code}
