"""Hears which step of a partnership something is: "which step is the first online meeting?"."""

from __future__ import annotations

import re

from actions import forms
from actions.context import Question
from actions.methods import STEPS
from actions.moves import Move
from knowledge import mentions
from knowledge.library import Library
from knowledge.records import Text

KINDS = frozenset({"city", "programme", "funding", "event", "pilot", "year", "unknown_name"})
"""Kinds of names with which a message asks for something that happened, and not for a step."""
LEAST = {"which": 1, "when": 2}
"""How many words a message shares at least with the step: where it asks which one, and where it asks when."""
HOW_LONG = "faq/how_long_partnership"
_WORDS = re.compile(r"[a-z]{4,}")


def rule(question: Question, library: Library, asks: bool) -> Move | None:
    """Give the one step that has most words in common with a message that asks which step it is, or when it comes."""
    text = question.text.lower()
    asked = next((name for name in LEAST if forms.form("which_step", name).search(text)), None)
    steps = library.get(STEPS)
    if asked is None or steps is None or any(one.kind in KINDS for one in question.entities):
        return None
    items = next((fact.items for fact in steps.facts.values() if fact.items), ())
    shared = [_shared(text, item) for item in items]
    best = max(shared, default=0)
    if best < LEAST[asked] or shared.count(best) > 1:
        return None
    return Move("ask_steps", choice=("ordinal", str(shared.index(best) + 1)))


def onward(question: Question, library: Library, asks: bool) -> Move | None:
    """Give the step after the one just told, where a message asks what comes then; or how long a step takes."""
    last = question.last
    told = [one["value"] for one in last.get("entities") or () if one["entity"] == "ordinal"]
    text = question.text.lower().strip(" ?？!！.。")
    if last.get("intent") != "ask_steps" or any(one.kind in KINDS for one in question.entities):
        return None
    if forms.form("which_step", "how_long").match(text):
        return Move("ask_faq", choice=("faq", HOW_LONG))
    steps = library.get(STEPS)
    items = next((fact.items for fact in steps.facts.values() if fact.items), ()) if steps else ()
    follows = told and told[0].isdigit() and int(told[0]) < len(items)
    if not follows or not forms.form("which_step", "onward").match(text):
        return None
    return Move("ask_steps", choice=("ordinal", str(int(told[0]) + 1)))


def _shared(text: str, item: Text) -> int:
    """Count the words of a message that a step has too; of Chinese, pairs of characters."""
    said = f"{item.en} {item.zh}".lower()
    common = set(forms.words("which_step")["common"])
    words = {one for one in (*_WORDS.findall(text), *mentions.han_pairs(text)) if one in said}
    return len(words - common)
