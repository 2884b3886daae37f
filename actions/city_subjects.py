"""Whether what is on record of a city has anything of the subjects that a message names."""

from __future__ import annotations

from actions import pairings, partner_topics, subjects, values
from actions.answer import Answer
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record, Text


def tell_unnamed(answer: Answer, question: Question, cities: list[Record], library: Library) -> None:
    """Say first of which cities no record names the subjects asked for, before other things are told of them.

    Args:
        answer: is added to.
        question: the message.
        cities: that are told of.
        library: all records.
    """
    asked = subjects.read(question)
    if not asked:
        return
    without = [city for city in cities if not any(one.of(_words(city, library)) for one in asked)]
    if without:
        topics = values.listed([one.said for one in asked], "or")
        answer.say(
            "city.subject_unnamed", names=values.listed([values.names(one) for one in without], "and"), topics=topics
        )


def _words(city: Record, library: Library) -> list[Text]:
    return [*subjects.recorded(city), *partner_topics.worked(city, pairings.of_city(city, library), library)]
