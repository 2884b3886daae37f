"""While the guided search for money waits for an answer, one reading decides: answer, command or another question."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from actions import funding_guide
from actions.context import Question
from nlu import generation, patterns
from nlu.understanding import SURE

Parsed = dict[str, Any]
INTENT = "find_funding"


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(patterns.data()["asking"], re.IGNORECASE)


def waits(slots: dict[str, Any]) -> bool:
    """Tell whether the conversation waits for an answer of the guided search."""
    return funding_guide.asking(slots) is not None


def as_answer(whole: Parsed, slots: dict[str, Any]) -> Parsed | None:
    """Read a message as an answer to the question that waits.

    Args:
        whole: the message as understood on its own.
        slots: what the conversation remembers.
    Returns:
        parse data of a step of the search; None where the message asks something else, which goes first.
    """
    question = Question.of(whole, slots)
    sure = whole["understood"]["band"] == SURE
    asks = _asking().search(whole["text"]) is not None
    move = funding_guide.move_of(question, generation.current().library, asks, sure)
    if move is None:
        return None
    steps = [{"entity": "guide", "value": move[0], "score": 1.0, "text": "", "start": 0, "end": 0}]
    if move[1]:
        kind = funding_guide.ENTITY[str(funding_guide.asking(slots))]
        steps.append({**steps[0], "entity": kind, "value": move[1]})
    return {**whole, "intent": {"name": INTENT, "confidence": 1.0}, "entities": [*whole["entities"], *steps]}
