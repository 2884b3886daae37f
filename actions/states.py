"""How a record stands today: ended, running, closed, historical …, always with its date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions import values
from actions.answer import Answer, Evidence
from knowledge import state
from knowledge.records import Record, State

ENDED = "state.programme.ended"
FAMILIES = {"contact": "contact", "role": "contact", "funding": "funding"}
"""Kinds whose states have words of their own; all others speak like programmes."""


def now(record: Record, today: date) -> State | None:
    """Give how a record stands on a day; None where it has neither a state nor a time of its own."""
    found = state.state_on(record, today)
    return found if record.state is not None or state.is_over(found) else None


def is_over(record: Record, today: date) -> bool:
    """Tell whether a record stands for something that is over on a day."""
    found = now(record, today)
    return found is not None and state.is_over(found)


def tell(answer: Answer, record: Record, today: date, with_note: bool = True) -> None:
    """Add the sentence that says how a record stands, and its note; nothing for a record without a state."""
    found = now(record, today)
    told = record.kind == "programme" and any(says_end(block, record.ref) for block in answer.blocks)
    if found is None or (state.is_over(found) and told):
        return
    key = f"state.{FAMILIES.get(record.kind, 'programme')}.{found.is_}"
    with_ = {"name": values.names(record), "as_of": values.date(found.as_of)}
    if state.is_over(found) and found.since:
        key += "_since"
        with_["since"] = values.date(found.since)
    answer.say(key, Evidence((record.ref,), found.sources, found.as_of, found.sure), **with_)
    if with_note:
        note(answer, record, today)


def says_end(block: Mapping[str, Any], ref: str) -> bool:
    """Tell whether a block says already that what a record stands for has ended.

    Args:
        block: a block of an answer.
        ref: of the record.
    """
    return block.get("records", [])[:1] == [ref] and str(block.get("say") or "").startswith(ENDED)


def note(answer: Answer, record: Record, today: date) -> None:
    """Add what is noted about how a record stands, if anything is."""
    found = now(record, today)
    if found is not None and found.note is not None:
        answer.add({"type": "text", **values.text(found.note)})
