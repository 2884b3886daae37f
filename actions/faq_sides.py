"""Chooses between practical answers: by the side a message names, and by the scheme that it names."""

from __future__ import annotations

import re

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
    if not sides and forms.form("faq_sides", "theirs").search(question.text.lower()):
        # Who writes in Chinese means the European side, and the other way round.
        sides = {"EU" if forms.form("focus", "han").search(question.text) else "CN"}
    chosen = others.get(sides.pop()) if len(sides) == 1 else None
    return (library.get(chosen) if chosen else None) or record


def of_schemes(question: Question, record: Record, library: Library) -> list[Record]:
    """Give the schemes that a typed message names, where the answer found tells of schemes at large and not of them.

    Args:
        question: the message.
        record: the practical answer that was found.
        library: all records.
    """
    named = context.mentioned(question, library, "funding")
    if question.pressed or not named or record.ref not in forms.words("faq_sides")["of_schemes"]:
        return []
    said = f"{record.answer.en} {record.answer.zh}".lower() if record.answer is not None else ""
    told = [any(name.lower() in said for name in (*one.names.en, *one.names.zh)) for one in named]
    return [] if all(told) else named


def _sides(question: Question, library: Library) -> set[str]:
    text = question.text.lower()
    own = [
        one for one in question.entities if one.kind == "country" and one.text and _is_of_city(one.text.lower(), text)
    ]
    if own and len({side_of(one.value) for one in own}) == 1:  # "what can a Finnish city get for work with China?"
        return {side_of(own[0].value)}
    cities = (library.get(ref) for ref in question.named("city"))
    countries = (*question.named("country"), *(city.country for city in cities if city is not None))
    return {side_of(code) for code in countries if code}


def _is_of_city(country: str, text: str) -> bool:
    """Tell whether a message names a city of a country as the one that asks, and not as the one to work with."""
    form = forms.form("faq_sides", "applicant").pattern.replace("{country}", re.escape(country))
    return re.search(form, text) is not None
