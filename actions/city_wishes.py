"""Reads what a list of cities is to be narrowed by, in the light of what was listed or told before."""

from __future__ import annotations

from dataclasses import replace

from actions import (
    city_filters,
    city_names,
    city_parts,
    city_sizes,
    context,
    groups,
    pointing_back,
    values,
)
from actions.city_conditions import Condition
from actions.city_filters import Wish
from actions.city_sizes import Size
from actions.context import Entity, Question
from knowledge.library import Library
from knowledge.records import Record

FILTERS = frozenset({"country", "cluster", "programme", "topic", "year", "city", "theme"})
"""What a message can name to narrow a list of cities."""
GUIDE = "guide"


def read(question: Question, library: Library) -> tuple[Question, Wish]:
    """Read the wish; "and the smallest?" after a list is asked of the cities in it.

    Args:
        question: the message.
        library: all records.
    """
    listed = groups.shown(question, library)
    among = "CN" if listed and all(city.country == "CN" for city in listed) else None
    wish = city_filters.read(question, library, among=among)
    if groups.LISTED in question.named(GUIDE) and listed:
        return question, _of_listed(question, wish, listed)
    if wish.conditions or question.last.get("intent") != "find_cities" or not listed:
        question = _narrowed(question, library)
        return question, city_filters.read(question, library)
    if not (wish.size.asked or wish.not_used):
        question = _narrowed(question, library)
        return question, city_filters.read(question, library)
    return question, _of_listed(question, wish, listed)


def _of_listed(question: Question, wish: Wish, listed: list[Record]) -> Wish:
    """Keep to the cities that were listed, without the largest of them where that is not wanted."""
    refs = {city.ref for city in listed}
    kept = [Condition(values.say("city.filter_listed"), lambda city: city.ref in refs)]
    if groups.says("but_largest", city_names.plain(question.text)):
        largest = city_sizes.ordered(listed, Size(largest_first=True))[0]
        said = values.say("city.filter_without", what=values.names(largest))
        kept.append(Condition(said, lambda city: city.ref != largest.ref))
        wish = replace(wish, size=Size(spans=wish.size.spans))
    return replace(wish, conditions=(*kept, *wish.conditions))


def _narrowed(question: Question, library: Library) -> Question:
    """Give a message that filters by nothing what the last list or the last answer was about."""
    narrowing = {one.kind for one in (*question.entities, *question.denied)} & FILTERS
    if narrowing - {"country"} or (narrowing and not pointing_back.says("in_it", question.text)):
        return question
    if question.last.get("intent") == "find_cities" and city_parts.round_spans(city_names.plain(question.text)):
        rows = question.last.get("entities") or ()
        kept = [Entity(row["entity"], row["value"]) for row in rows if row["entity"] in FILTERS]
        return question.asking(question.intent, *question.entities, *kept)
    for kind in ("cluster", "programme"):
        for record in context.just_spoken_of(question, library, kind):
            return question.asking(question.intent, *question.entities, Entity(kind, record.ref))
    return question
