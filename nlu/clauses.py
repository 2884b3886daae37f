"""Where one sentence may hold two questions: "how many people live there, and who is its partner?"."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import patterns
from nlu.normalise import is_han

SHORTEST = 6
"""Letters of an English half below which it is no question of its own."""
SHORTEST_HAN = 3
MOST = 4


@lru_cache(maxsize=2)
def _joint(language: str) -> re.Pattern[str]:
    return re.compile(patterns.data("parts")["joints"][language], re.IGNORECASE)


@lru_cache(maxsize=1)
def _connectors() -> re.Pattern[str]:
    return re.compile(patterns.data("parts")["connectors"], re.IGNORECASE)


def halves(text: str) -> list[tuple[str, str]]:
    """List the ways in which a sentence may fall into two questions.

    Args:
        text: one sentence as typed.

    Returns:
        (first, second) for each place, in order, the word that joins them left out; whether both are questions
        is not decided here. At most `MOST`.
    """
    language = "zh" if any(is_han(character) for character in text) else "en"
    shortest = SHORTEST_HAN if language == "zh" else SHORTEST
    found: list[tuple[str, str]] = []
    for joint in _joint(language).finditer(text):
        first = text[: joint.start()].strip(" ,，;；:：")
        second = _connectors().sub("", text[joint.end() :].strip(" ,，;；:："), count=1).strip()
        if min(len(first), len(second)) >= shortest and not _is_apposition(first, second):
            found.append((first, second))
    return found[:MOST]


@lru_cache(maxsize=1)
def _apposition() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = patterns.data("parts")["appositions"]
    return re.compile(rows["asks"], re.IGNORECASE), re.compile(rows["form"], re.IGNORECASE)


def _is_apposition(first: str, second: str) -> bool:
    """Tell whether the second half only says what kind of thing the first asks for: "who led it, which company"."""
    asks, form = _apposition()
    return asks.search(first) is not None and form.match(second.strip(" ?？!！.。,，")) is not None


@lru_cache(maxsize=1)
def _aside() -> re.Pattern[str]:
    return re.compile(patterns.data("parts")["asides"]["form"], re.IGNORECASE)


def is_aside(intent: str, second: str) -> bool:
    """Tell whether the second half of a sentence asks if one subject is among what the first half asks for.

    Args:
        intent: of the first half.
        second: the other half as typed.
    """
    whole = intent in patterns.data("parts")["asides"]["intents"]
    return whole and _aside().search(second.strip(" ?？!！.。,，")) is not None
