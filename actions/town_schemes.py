"""A scheme that is named beside the size of a town: the scheme is asked about, and no list of cities is wanted."""

from __future__ import annotations

from datetime import date

from actions import city_lists, criteria, funding
from actions.answer import Answer
from actions.context import Question
from knowledge.library import Library


def find(question: Question, library: Library, today: date) -> Answer:
    """List cities; where a scheme is named and no cities are asked for, tell who may apply, and until when if asked."""
    if not funding.asked(question, library) or not question.named("funding") or criteria.asks(question, "lists_cities"):
        return city_lists.find(question, library, today)
    asks_day = criteria.asks(question, "last_day")
    answer = funding.eligibility(question, library, today)
    if asks_day:
        said = funding.deadline(question, library, today)
        answer.blocks += [block for block in said.blocks if block not in answer.blocks]
        answer.told += said.told
    intent = "ask_funding_deadline" if asks_day else "ask_funding_eligibility"
    answer.asked_as = question.asking(intent)
    return answer
