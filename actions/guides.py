"""All that can be under way in a conversation, in the order in which it takes a message for its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from actions import (
    changes,
    consent_reader,
    consents,
    funding_changes,
    funding_guide,
    not_money,
    pair_talk,
    partner_guide,
    place_talk,
    request_after,
    request_codes,
    request_draft,
    request_first,
    request_reader,
    request_reminders,
    rereadings,
    resuming,
)
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
        every_word: whether what a message opens with counts too: a greeting, and for whom it is asked.
    """

    waits: Callable[[str, Mapping[str, Any]], bool]
    move_of: Callable[[Question, Library, bool, bool], Move | None]
    remind: Callable[[Question, Answer], None] = _nothing
    every_word: bool = True


PAPERS = "faq/write_proposal"
"""What is known of the papers of an application for money."""


def _funding(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    if funding_guide.asks_papers(question):
        return Move("ask_faq", choice=("faq", PAPERS))
    found = funding_guide.move_of(question, library, asks, is_sure)
    if found is None:
        return None
    name, picked = found
    kind = funding_guide.ENTITY[str(funding_guide.asking(question.slots))]
    return Move(funding_guide.INTENT, name, (kind, picked) if picked else None)


def _remind_funding(question: Question, answer: Answer) -> None:
    """One question at a time: a search that is under way steps aside where a request begins."""
    kept = question.slots.get(funding_guide.SLOT)
    if not question.pressed and isinstance(kept, Mapping) and not_money.says("no_money", question.text):
        answer.slots.setdefault(funding_guide.SLOT, {**kept, "asking": None})
        return
    if _asks(answer.slots.get(request_draft.SLOT)):
        if isinstance(kept, Mapping) and kept.get("asking"):
            answer.slots[funding_guide.SLOT] = {**kept, "asking": None}
        return
    funding_guide.remind(question, answer)


def _remind_wish(question: Question, answer: Answer) -> None:
    """The same for what waits for a yes: it is not passed on, and not asked for again."""
    wish = consents.Wish.of(question)
    if _asks(answer.slots.get(request_draft.SLOT)) and wish is not None and wish.waiting:
        answer.slots.setdefault(consents.SLOT, wish.dropped())
    consents.remind(question, answer)


def _asks(draft: Any) -> bool:
    return isinstance(draft, Mapping) and draft.get("stage") == request_draft.ASKING


GUIDES = (
    Guide(request_reader.waits, request_reader.move_of, request_reminders.remind),
    Guide(request_codes.takes_code, request_codes.code),
    Guide(request_first.waits, request_first.move_of),
    Guide(resuming.waits, resuming.move_of),
    Guide(consent_reader.waits, consent_reader.pending, _remind_wish),
    Guide(not_money.waits, not_money.move_of),
    Guide(lambda text, slots: funding_guide.asking(slots) is not None, _funding, _remind_funding),
    Guide(consent_reader.waits, consent_reader.for_desk),
    Guide(pair_talk.waits, place_talk.move_of, every_word=False),
    Guide(pair_talk.waits, pair_talk.move_of, every_word=False),
    Guide(funding_changes.waits, funding_changes.move_of),
    Guide(partner_guide.waits, partner_guide.move_of),
    Guide(changes.waits, changes.move_of),
    Guide(rereadings.waits, rereadings.move_of, every_word=False),
    Guide(lambda text, slots: False, resuming.move_of, resuming.remind),  # last: after what the others drop
)


def asks(slots: Mapping[str, Any]) -> bool | str:
    """Tell whether a question of ours waits for an answer: "form" where any words may be the answer."""
    draft = request_draft.Draft.of(slots)
    if draft is not None and (draft.waits or request_after.is_awaited(draft)):
        return "form"
    return funding_guide.asking(slots) is not None or bool((slots.get(consents.SLOT) or {}).get("waiting"))


def remind(question: Question, answer: Answer) -> None:
    """Say after an answer what is still open."""
    for guide in GUIDES:
        guide.remind(question, answer)
