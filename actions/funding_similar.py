"""Whether there is a scheme like one that was spoken of: what the records set beside it, else which money there is."""

from __future__ import annotations

from datetime import date

from actions import context, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

ASKED = "detail:similar"
"""What the understanding says of such a question."""


def asked(question: Question, library: Library) -> Record | None:
    """Give the scheme that a message asks for something like; None for another question."""
    if question.asks != ASKED:
        return None
    found = context.records(library, [hit.ref for hit in question.hits[:1]])
    return found[0] if found and found[0].kind == "funding" else None


def beside(scheme: Record, library: Library, today: date) -> list[Record]:
    """Give the schemes that a record points at and that are not over on a day."""
    found = context.records(library, list(scheme.related))
    return [one for one in found if one.kind == "funding" and not states.is_over(one, today)]


def answer(scheme: Record, library: Library, today: date) -> Answer:
    """Say that no record names a successor, and how the schemes stand that are set beside it.

    Args:
        scheme: the one that was spoken of.
        library: all records.
        today: the day on which the others are told.
    """
    found = beside(scheme, library, today)
    said = Answer().about(scheme)
    key = "funding.similar_beside" if found else "funding.similar_none"
    said.say(key, Evidence((scheme.ref,)), name=values.names(scheme))
    for one in found:
        profiles.summary(said, one, library)
        states.tell(said, one, today, with_note=False)
        profiles.offer(said, one)
    said.shown = [one.ref for one in found]
    said.button(values.say("button.funding"), "list_funding")
    said.button(values.say("button.find_funding"), "find_funding")
    return said.button(values.say("button.person"), "ask_for_person")
