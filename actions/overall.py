"""What the cooperation came to as a whole, and lists that are of no one city any more."""

from __future__ import annotations

from datetime import date

from actions import aspects, context, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library

RESULTS, WHOLE = "overall", "whole"
"""Values of the entity `guide`: what came of all programmes together, and a list that no city narrows."""
PROGRAMMES = ("programmes/iurc", "programmes/iuc")
"""The programmes of which results are on record, the latest first."""
MEMORY: dict[str, object] = {"city": None, "cities": None, "recent_cities": None}
"""The slots in which the cities spoken of stand, empty."""


def answer(question: Question, library: Library, today: date) -> Answer:
    """Tell what came of each programme, as far as it is on record, and how many pilots the records have.

    Args:
        question: the message.
        library: all records.
        today: the day on which the states are told.
    """
    found = context.records(library, list(PROGRAMMES))
    said = Answer().about(*found)
    said.say("overall.results", Evidence(tuple(one.ref for one in found)))
    for programme in found:
        states.tell(said, programme, today, with_note=False)  # it names the programme that the next figures are of
        aspects.tell(said, programme, aspects.known(programme, "results"), library)
    pilots = library.of_kind("pilot")
    said.say("pilot.counted", count=values.number(len(pilots)))
    said.button(values.say("button.all_pilots"), "ask_pilots", ("guide", WHOLE))
    for programme in found:
        profiles.offer(said, programme)
    said.asked_as = question.asking("ask_fact", *(one for one in question.entities if one.kind == "guide"))
    return forgetting(said)


def forgetting(said: Answer) -> Answer:
    """Let an answer about the whole take the cities that were spoken of out of the memory."""
    said.slots |= MEMORY
    return said
