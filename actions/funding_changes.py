"""What is said after money was shown: a change of the case, or a question about the schemes that were listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import funding_case, funding_guide
from actions.city_names import plain
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library

ASKED = ("deadline", "easy", "most")
"""What can be asked of the schemes that were listed."""
FOLDER = "funding/"
NAMES = frozenset({"funding", "programme", "city", "pilot", "contact", "faq"})
"""Kinds of things that a change of the case does not name."""


@lru_cache(maxsize=1)
def _forms() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("funding_changes.yml").read_text("utf-8"))
    return loaded


def says(form: str, text: str) -> bool:
    """Tell whether a message holds one of the forms of funding_changes.yml."""
    return re.search(_forms()[form], plain(text).strip().replace("\u2019", "'")) is not None


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether schemes were listed last, and a message may ask of them or change the case."""
    if funding_guide.asking(slots) is not None or len(text.strip()) > int(_forms()["longest"]):
        return False
    listed = len(_listed(slots)) > 1 and any(says(name, text) for name in ASKED)
    return listed or (_results_were_last(slots) and says("goes_on", text))


def _listed(slots: Mapping[str, Any]) -> list[str]:
    return [ref for ref in slots.get("shown") or () if str(ref).startswith(FOLDER)]


def _results_were_last(slots: Mapping[str, Any]) -> bool:
    last = slots.get("last_intent")
    return (
        isinstance(last, Mapping) and last.get("intent") == funding_guide.INTENT and bool(slots.get(funding_guide.SLOT))
    )


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Tell what a message asks of the schemes that were listed, or that it changes the case."""
    if any(one.kind in NAMES and one.text for one in question.entities):
        return None
    asked = next((name for name in ASKED if says(name, question.text)), None)
    if asked and len(_listed(question.slots)) > 1:
        return Move(funding_guide.INTENT, asked)
    if not _results_were_last(question.slots) or not says("goes_on", question.text):
        return None
    said = funding_case.said(question, library)
    changes = funding_case.drops(question.text) or not said.says_nothing
    return Move(funding_guide.INTENT, funding_guide.REFINE) if changes else None
