"""Answers what is asked of the cooperation of a place without a record: what was signed, what came of it, who paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import places, tie_facts, values
from actions.answer import Answer
from actions.context import Question
from actions.moves import Move
from knowledge import mentions
from knowledge.library import Library
from knowledge.mentions import Naming

PREFIX = "tie:"
LEADS = {
    "signed": "tie.not_signed",
    "results": "tie.no_results",
    "payer": "tie.not_told_payer",
    "cost": "tie.not_told_cost",
}
"""What is said before all that the records tell of a place, where they do not tell what is asked; else nothing is."""


def rule(question: Question, library: Library, asks: bool) -> Move | None:
    """Hear a question on a cooperation as one on the place without a record that the last answer was about."""
    if not question.asks.startswith(PREFIX):
        return None
    place = places.just_asked(_without_paper(question))
    if not place:
        return None
    return Move("ask_fact", about=("unknown_name", place[0].text or place[0].value))


def answer(question: Question, what: str, library: Library, today: date) -> Answer | None:
    """Answer what is asked of the cooperation of the one place without a record that a message names.

    Args:
        question: the message.
        what: what is asked, as in ties.yml of the understanding.
        library: all records.
        today: the day on which the state of a programme is told.

    Returns: None where the message names no such place, several, or a record.
    """
    found = places.asked(question, library)
    if len(found) != 1 or not _without_paper(question).names_nothing:
        return None
    place = found[0]
    named = [one for one in question.entities if one.kind == "unknown_name"][:1]
    again = question.asking("ask_city", *named)
    known = [one for one in mentions.find(place, library) if one.record.kind != "faq"]
    papers = [one for one in known if _tells_of_paper(one)] if what == "signed" else []
    said = Answer()
    if papers:
        said.say("tie.signed", name=places.name(place))
        for one in papers[: places.MOST_LINES]:
            places.line(said, one, library)
        said.button(values.say("button.person"), "ask_for_person")
    else:
        lead = Answer().say(LEADS[what], name=places.name(place)) if known and what in LEADS else Answer()
        said = places.answer(again, library, today)
        said.blocks = [*lead.blocks, *said.blocks]
    said.asked_as = again
    return said


def _without_paper(question: Question) -> Question:
    """Leave out the kind of paper that a message names, such as an MoU: it is no other thing that is asked of."""
    return replace(question, entities=tuple(one for one in question.entities if one.kind != "method"))


def _tells_of_paper(one: Naming) -> bool:
    """Tell whether a sentence that names a place speaks of a paper that was signed or agreed."""
    if one.fact is None or one.part is not None:
        return False
    words = one.items or tuple(text for text in (one.fact.text,) if text)
    return any(tie_facts.signs(text) for text in words)
