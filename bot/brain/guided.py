"""While something is under way, one reading decides of a message: a move in it, or another question."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from actions import guides
from actions.context import Question
from actions.moves import Move
from actions.request_moves import UNCLEAR
from nlu import courtesies, generation, patterns
from nlu.understanding import SURE

Parsed = dict[str, Any]


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(patterns.data("parts")["asking"], re.IGNORECASE)


def waits(text: str, slots: dict[str, Any]) -> bool:
    """Tell whether a message may be a move in something that is under way."""
    return any(guide.waits(text, slots) for guide in guides.GUIDES)


def meant(text: str, slots: dict[str, Any]) -> str:
    """Return what a message asks without its opening, unless something is under way for which every word counts."""
    counts = any(guide.every_word and guide.waits(text, slots) for guide in guides.GUIDES)
    return text if counts else courtesies.without_opening(text)


def as_move(whole: Parsed, slots: dict[str, Any]) -> list[Parsed] | None:
    """Read a message as a move in what is under way.

    Args:
        whole: the message as understood on its own.
        slots: what the conversation remembers.
    Returns:
        parse data of what is to be answered; None where the message asks something else, which goes first.
    """
    question = Question.of(whole, slots)
    sure = whole["understood"]["band"] == SURE
    asks = _asking().search(whole["text"]) is not None
    library = generation.current().library
    for guide in guides.GUIDES:
        if not guide.waits(whole["text"], slots):
            continue
        move = guide.move_of(question, library, asks, sure)
        if move is not None:
            before = [{**whole, "intent": {"name": move.first, "confidence": 1.0}}] if move.first else []
            return [*before, _step(whole, move)]
    return None


def _step(whole: Parsed, move: Move) -> Parsed:
    said = [("guide", move.name), move.choice or ("", None), move.about or ("", None)]
    said += [("city", ref) for ref in move.cities]
    steps = [
        {"entity": kind, "value": value, "score": 1.0, "text": "", "start": 0, "end": 0}
        for kind, value in said
        if value
    ]
    # An answer that is taken was understood, whatever the words would be on their own.
    taken = whole["understood"] if move.name == UNCLEAR else {**whole["understood"], "band": SURE}
    intent = {"name": move.intent, "confidence": 1.0}
    return {**whole, "intent": intent, "understood": taken, "entities": [*whole["entities"], *steps]}
