"""What would be said of a record, composed and worded as in a conversation; needs no model."""

from __future__ import annotations

from datetime import date

from actions.answer import finished
from actions.catalogue import ANSWERS
from actions.context import Entity, Question
from bot.wording.render import render, with_buttons
from knowledge.library import Library
from knowledge.records import Record
from nlu import patterns


def said(library: Library, record: Record, language: str, today: date) -> str:
    """Return the answer to "what is …" for a published record, its buttons in square brackets at the end.

    Args:
        library: the records.
        record: what is asked about.
        language: "en" or "zh".
        today: the day of the answer.
    """
    intent = patterns.data("intents")["bare_names"].get(record.kind, "ask_faq")
    question = Question(intent, record.name.in_(language), (Entity(record.kind, record.ref),))
    return with_buttons(render(finished(ANSWERS[intent](question, library, today), library), language))
