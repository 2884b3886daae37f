"""All that can be under way in a conversation, in the order in which it takes a message for its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from actions import changes, consent_reader, consents, funding_guide
from actions.answer import Answer
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library


def _nothing(question: Question, answer: Answer) -> None:
    """Add no reminder."""


@dataclass(frozen=True)
class Guide:
    """Something that is under way.

    Args:
        waits: tells from the text and the slots, before anything is understood, whether a message may be for it.
        move_of: tells the move of an understood message; None where the message is about something else.
        remind: after an answer to something else, says what is still open.
    """

    waits: Callable[[str, Mapping[str, Any]], bool]
    move_of: Callable[[Question, Library, bool, bool], Move | None]
    remind: Callable[[Question, Answer], None] = _nothing


def _funding(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    found = funding_guide.move_of(question, library, asks, is_sure)
    if found is None:
        return None
    name, picked = found
    kind = funding_guide.ENTITY[str(funding_guide.asking(question.slots))]
    return Move(funding_guide.INTENT, name, (kind, picked) if picked else None)


GUIDES = (
    Guide(consent_reader.waits, consent_reader.pending, consents.remind),
    Guide(lambda text, slots: funding_guide.asking(slots) is not None, _funding, funding_guide.remind),
    Guide(consent_reader.waits, consent_reader.for_desk),
    Guide(changes.waits, changes.move_of),
)


def asks(slots: Mapping[str, Any]) -> bool:
    """Tell whether a question of ours waits for an answer."""
    return funding_guide.asking(slots) is not None or bool((slots.get(consents.SLOT) or {}).get("waiting"))


def remind(question: Question, answer: Answer) -> None:
    """Say after an answer what is still open."""
    for guide in GUIDES:
        guide.remind(question, answer)
