"""What is left of a message that first says what is not meant: "not the population, the partner"."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import generation, patterns

LONGEST_DENIED = 40
SHORTEST = 2


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE | re.DOTALL) for form in patterns.data("negations")["denied_first"])


def meant(text: str) -> str:
    """Return what a message means, the clause that denies something else left out.

    Args:
        text: as typed.

    Returns:
        the text from where it says what is meant; the whole text where nothing is denied.
    """
    for form in _forms():
        match = form.match(text.strip())
        if match and len(match["denied"]) <= LONGEST_DENIED and len(match["meant"].strip()) >= SHORTEST:
            return match["meant"].strip()
    return text


def denied(text: str, rest: str) -> frozenset[str]:
    """Give the refs that a message denies in the part that is left out of it.

    Args:
        text: as typed.
        rest: what is left of it.
    """
    if len(rest) >= len(text) or meant(text) == text.strip():
        return frozenset()
    return generation.current().reader.read(text).negated
