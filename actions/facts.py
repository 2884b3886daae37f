"""How a single fact is told: its content, and how sure it is."""

from __future__ import annotations

import re
from typing import Any

from actions import labels, values
from actions.answer import Answer, Evidence
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Fact, Record, Text

SILENT = frozenset({"point", "cooperation", "calls"})
"""Contents that have an answer of their own, or none."""
HEDGED = frozenset({"single", "own"})
"""Certainties that are said with the fact itself (`sure.single` …); what is not known says so in its own words."""
RELEVANT = "relevant_iuc_asia"
"""A fact of yes or no that is told in a sentence of its own."""
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def own_words(record: Record, words: Text, library: Library) -> Typed:
    """Give a record's own sentence with its placeholders filled from the record's facts."""
    filled: dict[str, Any] = {}
    for name in _PLACEHOLDER.findall(words.en + words.zh):
        value = values.of_fact(record.facts[name], library.records)
        if value is not None:
            filled[name] = value
    return {**values.text(words), "with": filled}


def tellable(record: Record) -> list[Fact]:
    """Give the facts of a record that can be told one by one, in their order."""
    return [fact for fact in record.facts.values() if fact.kind not in SILENT]


def tell(answer: Answer, record: Record, fact: Fact, library: Library) -> None:
    """Add one fact of a record to an answer.

    Args:
        answer: the answer to add to.
        record: the record the fact belongs to.
        fact: the fact; one whose content has an answer of its own adds nothing.
        library: all records, to name those a fact points at.
    """
    evidence = Evidence.of(record, fact)
    if fact.kind in SILENT:
        return
    answer.tells(record, fact.name)
    if fact.items:
        rows = [values.text(item) for item in fact.items]
        answer.items(rows, _title(record, fact), ordered=fact.name in ORDERED, evidence=evidence)
        return
    content = sentence(record, fact, library)
    if content is None:
        return
    if fact.sure in HEDGED:
        content = values.say(f"sure.{fact.sure}", text=content)
    answer.add({"type": "text", **content}, evidence)


ORDERED = frozenset({"steps", "stages", "sequence", "duties"})
"""Facts whose items have a meaning in their order, or are spoken of by number."""


def sentence(record: Record, fact: Fact, library: Library) -> Typed | None:
    """Put a fact into a sentence: its own words, or its name and its value with the note.

    Returns: None for a content that is no sentence (items, a point, cooperation, calls).
    """
    if fact.text is not None:
        return own_words(record, fact.text, library)
    if fact.name == RELEVANT and isinstance(fact.value, bool):
        return values.say("theme.relevant" if fact.value else "theme.not_relevant", name=values.names(record))
    value = values.of_fact(fact, library.records)
    if value is None:
        return None
    label = labels.of_fact(fact)
    if fact.note is None:
        return values.say("fact.line", label=label, value=value)
    return values.say("fact.line_note", label=label, value=value, note=values.text(fact.note))


def _title(record: Record, fact: Fact) -> Typed:
    name = values.names(record)
    named = values.say("fact.title_plain", name=name)
    if labels.has_name(fact):
        named = values.say("fact.title", name=name, label=labels.of_fact(fact))
    return values.say(f"sure.{fact.sure}_title", title=named) if fact.sure in (*HEDGED, "unknown") else named
