"""Practical questions that a message asks in so many words: "we look for a partner, must Brussels agree?"."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.library import Library
from nlu.reading import Reading


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("practical.yml"))
    return rows


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((faq, re.compile(form)) for faq, forms in _rows()["answers"].items() for form in forms)


def asked(reading: Reading, library: Library) -> str | None:
    """Give the ref of the FAQ that a message asks for in so many words; None for another question.

    Args:
        reading: the message.
        library: all records.
    """
    text = reading.normalised.text
    rows = _rows()
    if len(text) > rows["longest"]:
        return None
    found = next((faq for faq, form in _forms() if form.search(text)), None)
    if found not in rows["about_named"] and any(one.entity in rows["not_named"] for one in reading.mentions):
        return None
    return found if found and library.get(found) is not None else None


@lru_cache(maxsize=1)
def _about_one() -> dict[str, re.Pattern[str]]:
    return {faq: re.compile(form) for faq, form in _rows()["only_with"].items()}


def speaks_of(ref: str, reading: Reading) -> bool:
    """Tell whether a message speaks of the one thing that a practical answer is about; of most it need not.

    Args:
        ref: of any record.
        reading: the message.
    """
    form = _about_one().get(ref)
    return form is None or form.search(reading.normalised.text) is not None
