"""What is asked for and has no record of its own: a body that the glossary names, an industry cluster of a trade."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.library import Library
from nlu.normalise import is_han, plain
from nlu.reading import Reading
from nlu.understanding import SURE, Understanding

TERM, INDUSTRY = "term:", "industry:"
"""How `Understanding.asks` begins; what follows is the English term of the glossary, or the trade as written."""
INTENTS = {TERM: "ask_role", INDUSTRY: "find_cluster"}
_EXACT = 1.0


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("subjects.yml"))
    return rows


@lru_cache(maxsize=1)
def _terms() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in _rows()["term"])


@lru_cache(maxsize=2)
def _industries(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in _rows()["industry"][language])


@lru_cache(maxsize=1)
def _ending() -> re.Pattern[str]:
    return re.compile(_rows()["industry"]["ending"])


@lru_cache(maxsize=1)
def _not_a_trade() -> re.Pattern[str]:
    return re.compile(_rows()["industry"]["not_a_trade"])


def asked(reading: Reading, library: Library) -> str | None:
    """Give what a message asks for, if it is a body of the glossary or an industry cluster and nothing else.

    Args:
        reading: the message.
        library: has the glossary.
    """
    text = reading.normalised.text.strip(" ?？!！.。,，")
    return _term(text, reading, library) or _industry(text, reading)


def _term(text: str, reading: Reading, library: Library) -> str | None:
    if any(one.score >= _EXACT and one.entity not in ("topic", "country") for one in reading.mentions):
        return None
    for name, form in _glossary(library):
        if form in text and any(pattern.match(text.replace(form, "§", 1)) for pattern in _terms()):
            return TERM + name
    return None


@lru_cache(maxsize=1)
def _glossary(library: Library) -> tuple[tuple[str, str], ...]:
    """Give (English term, normalised form) of everything in the glossary, the longer forms of a term first."""
    found: list[tuple[str, str]] = []
    for entry in library.glossary:
        forms = {plain(form) for form in (entry["en"], entry.get("acronym") or "", entry["zh"], *entry.get("also", ()))}
        found += [(str(entry["en"]), form) for form in sorted(forms - {""}, key=lambda form: (-len(form), form))]
    return tuple(found)


def _industry(text: str, reading: Reading) -> str | None:
    if any(one.entity == "cluster" for one in reading.mentions):
        return None
    for pattern in _industries("zh" if any(map(is_han, text)) else "en"):
        match = pattern.match(text)
        trade = _ending().sub("", match["trade"].strip()) if match else ""
        if trade and not _not_a_trade().match(trade):
            return INDUSTRY + trade
    return None


def understood(result: Understanding, what: str) -> Understanding:
    """Give what a message wants as a question for such a thing."""
    prefix = next(one for one in INTENTS if what.startswith(one))
    return Understanding(INTENTS[prefix], 1.0, SURE, result.candidates, result.hits, what)
