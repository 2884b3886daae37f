"""What is left of a message that greets, thanks or says on whose behalf it asks before it asks."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from nlu.normalise import is_han

LONGEST = 200
"""Characters of a message beyond which its sentences are told apart anyway."""
END = r"\s*[,，.。!！;；:：~～…–-]+\s*"
"""What stands between a courtesy and the question behind it."""
Forms = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]


@lru_cache(maxsize=2)
def _forms(language: str) -> Forms:
    """Give what finds courtesies, what finds openings, and what tells that the rest asks."""
    rows = YAML(typ="safe").load(Path(__file__).with_name("courtesies.yml"))[language]
    one = rf"{rows['courtesy']}(?:{rows['joined']}{rows['courtesy']})*"
    courteous = re.compile(rf"^\s*(?:{one}{END})+", re.IGNORECASE)
    opening = re.compile(rf"^\s*(?:{rows['opening']}{END})+", re.IGNORECASE)
    return courteous, opening, re.compile(rows["asks"], re.IGNORECASE | re.DOTALL)


def without(text: str) -> str:
    """Return what a message asks, the courtesies at its beginning left out.

    Args:
        text: as typed.

    Returns:
        the text from where it asks something; the whole text where nothing but courtesy stands in it, or none.
    """
    courteous, _, asks = _of(text)
    return _rest(text, courteous, asks)


def without_opening(text: str) -> str:
    """Return what a message asks, a greeting and for whom it is asked left out: "a question from our mayor: …".

    Args:
        text: as typed.

    Returns:
        as `without` does.
    """
    _, opening, asks = _of(text)
    return _rest(text, opening, asks)


def _of(text: str) -> Forms:
    return _forms("zh" if any(map(is_han, text)) else "en")


def _rest(text: str, beginning: re.Pattern[str], asks: re.Pattern[str]) -> str:
    match = beginning.match(text) if len(text) <= LONGEST else None
    rest = text[match.end() :].strip() if match else ""
    return rest if rest and asks.match(rest) else text
