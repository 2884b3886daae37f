"""How a follow-up points back at the last answer: of them, in it, once more."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions.context import Entity, Question


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    data = YAML(typ="safe").load(Path(__file__).with_name("follow_ups.yml"))
    return {name: re.compile(form) for name, form in data.items()}


def says(form: str, text: str) -> bool:
    """Tell whether a message points back in this way.

    Args:
        form: of_them, in_it, again or step.
        text: the message as written.
    """
    return _forms()[form].search(text.lower().strip()) is not None


def at_step(question: Question) -> bool:
    """Tell whether a step is picked: in so many words, or by its place alone right after the steps were told."""
    ordinals = [one for one in question.entities if one.kind == "ordinal"]
    told = question.last.get("intent") == "ask_steps" and not question.remembered("shown")
    return any(told or says("step", one.text) for one in ordinals)


def numbers(question: Question) -> list[Entity]:
    """Give the places that a message names, as a button would."""
    return [Entity("ordinal", one.value, "") for one in question.entities if one.kind == "ordinal"]
