"""Questions about one thing of several cities: held against each other where that is asked, else told one by one."""

from __future__ import annotations

from datetime import date

from actions import cities, comparisons, context, criteria, pairs, participation, places, relations
from actions.answer import Answer
from actions.context import Question
from actions.criteria import PARTNERS, POPULATION
from knowledge.library import Library


def partners(question: Question, library: Library, today: date) -> Answer:
    """Tell how two cities are tied, who has more partners or the same ones, or the partners of each.

    After an answer on a place without a record, "who else works with them?" is asked of that place.
    """
    place = places.just_asked(question)
    if place:
        return places.answer(question.asking("ask_city", *place), library, today)
    tie = relations.between(question, library, today) or pairs.asked(question, library, today)
    if tie is not None:
        return tie
    if criteria.asks(question, "same_place") and context.mentioned(question, library, "city"):
        return cities.profile(question.asking("ask_city"), library, today)
    return _together(question, library, PARTNERS) or participation.partners(question, library, today)


def profile(question: Question, library: Library, today: date) -> Answer:
    """Tell how two cities are tied, or what each is."""
    tie = relations.between(question, library, today) or pairs.joined(question, library, today)
    return tie or cities.profile(question, library, today)


def pilot(question: Question, library: Library, today: date) -> Answer:
    """Tell how two cities are tied, or in which programmes each took part."""
    return relations.between(question, library, today) or participation.pilot(question, library, today)


def population(question: Question, library: Library, today: date) -> Answer:
    """Tell which of several cities has more inhabitants, or how many each has."""
    return _together(question, library, POPULATION) or cities.population(question, library, today)


def _together(question: Question, library: Library, row: str) -> Answer | None:
    """Compare the cities of a message that wants them compared, or names more than are told one by one."""
    named = context.mentioned(question, library, "city")
    if len(named) > cities.MOST_AT_ONCE or (len(named) > 1 and criteria.compares(question)):
        return comparisons.side_by_side(question, named, library, row)
    return None
