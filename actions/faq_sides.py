"""Chooses between two practical answers, one for each side: a Polish town is not told what is left for Chinese ones."""

from __future__ import annotations

from actions import forms
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
    pair = next((one for one in forms.words("faq_sides")["pairs"] if record.ref in one.values()), None)
    sides = _sides(question, library)
    chosen = pair.get(sides.pop()) if pair is not None and len(sides) == 1 else None
    return (library.get(chosen) if chosen else None) or record


def _sides(question: Question, library: Library) -> set[str]:
    cities = (library.get(ref) for ref in question.named("city"))
    countries = (*question.named("country"), *(city.country for city in cities if city is not None))
    return {side_of(code) for code in countries if code}
