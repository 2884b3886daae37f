"""Does a message ask for a person of this desk, in so many words? What else it says is what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from nlu import patterns
from nlu.normalise import plain
from nlu.understanding import SURE, Understanding

INTENT = "ask_for_person"
ASKED = "person"
"""What `Understanding.asks` is where the words of a message ask for a person."""


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    """Give the building blocks of the forms, each with those that it holds put in."""
    found: dict[str, str] = {}
    for name, form in patterns.data("persons")["parts"].items():
        found[name] = _filled(form, found)
    return found


def _filled(form: str, parts: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda held: parts[held.group(1)], form)


@lru_cache(maxsize=2)
def _forms(name: str) -> re.Pattern[str]:
    return patterns.one_of(_filled(form, _parts()) for form in patterns.data("persons")[name])


@lru_cache(maxsize=1)
def _question() -> re.Pattern[str]:
    return re.compile(patterns.data("persons")["question"], re.IGNORECASE)


def asked(text: str) -> bool:
    """Tell whether a text asks for a person beyond doubt.

    Args:
        text: normalised.
    """
    return _forms("asked").search(text) is not None and _forms("not_asked").search(text) is None


def is_question(text: str) -> bool:
    """Tell whether what stands beside such a wish is a question of its own, and not what the wish is about."""
    return _question().search(text) is not None


def beside_question(ways: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a sentence that asks for a person falls into that wish and a question.

    Args:
        ways: the halves into which it may fall, as typed.
    """
    return any(
        asked(plain(one)) and not asked(plain(other)) and is_question(plain(other))
        for first, second in ways
        for one, other in ((first, second), (second, first))
    )


def understood(result: Understanding) -> Understanding:
    """Give what a message wants as a wish for a person.

    Args:
        result: what it wants by itself.
    """
    return Understanding(INTENT, 1.0, SURE, result.candidates, result.hits, ASKED)
