"""Chooses between two practical answers, one for each side: a Polish town is not told what is left for Chinese ones."""

from __future__ import annotations

from actions import forms
from actions.context import Question
from knowledge.library import EU_SIDE, Library
from knowledge.records import Record

CN, EU = "CN", "EU"
_MEMBERS = EU_SIDE - {"GB"}  # its cities took part, but what is open to the EU is not open to it as a matter of course


def of_side(question: Question, record: Record, library: Library) -> Record:
    """Give the answer for the one side that a message names, or the same record.

    Args:
        question: the message.
        record: the practical answer that was found.
        library: all records.
    """
    pair = next((one for one in forms.words("faq_sides")["pairs"] if record.ref in one.values()), None)
    sides = _sides(question, library)
    if pair is None or len(sides) != 1:
        return record
    return library.get(pair[sides.pop()]) or record


def _sides(question: Question, library: Library) -> set[str]:
    cities = (library.get(ref) for ref in question.named("city"))
    countries = {*question.named("country"), *(city.country for city in cities if city is not None)}
    return {CN if country == CN else EU for country in countries if country == CN or country in _MEMBERS}
