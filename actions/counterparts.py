"""A figure of one programme asked again of another one, or of China alone: "and for IURC?", "with China only"."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions import context, facts, forms, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library

COUNTS, OF_CHINA = "counts", "china"
"""Values of the entity `guide`: the figure that was just told, for the programmes named; and that of China."""


def told(question: Question) -> dict[str, Any] | None:
    """Give the row of counterparts.yml whose figure the last answer told; None where it told none."""
    last = [f"{row['ref']}#{row['fact']}" if row["fact"] else row["ref"] for row in question.last.get("told") or ()]
    rows: list[dict[str, Any]] = forms.words("counterparts")["figures"]
    return next((row for row in rows if set(row["of"]) & set(last)), None)


def has(question: Question) -> bool:
    """Tell whether the figure just told is known of all programmes that a message names."""
    row, named = told(question), question.named("programme")
    return row is not None and bool(named) and all(ref in row["programmes"] for ref in named)


def answer(question: Question, library: Library, today: date) -> Answer:
    """Tell the figure for the programmes that a message names, and that of China where it asks for it.

    Args:
        question: the message.
        library: all records.
        today: not used; states are not told.
    """
    row = told(question) or forms.words("counterparts")["figures"][0]
    keys = [key for ref in question.named("programme") for key in row["programmes"].get(ref, ())]
    if OF_CHINA in question.named("guide"):
        keys += row["china"]
    said = Answer().about(*context.mentioned(question, library, "programme"))
    for key in dict.fromkeys(keys):
        ref, _, fact = key.partition("#")
        for record in context.records(library, [ref]):
            if fact:
                facts.tell(said, record, record.facts[fact], library)
            elif record.answer is not None:
                said.tells(record, None)
                evidence = Evidence((record.ref,), record.sources, record.as_of, record.sure)
                said.add({"type": "text", **values.text(record.answer)}, evidence)
                profiles.related(said, record, library)
    for programme in context.mentioned(question, library, "programme"):
        profiles.offer(said, programme)
    return said
