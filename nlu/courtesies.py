"""What is left of a message that begins with thanks before it asks: "thank you, how do we join"."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from nlu.normalise import is_han

LONGEST = 200
"""Characters of a message beyond which its sentences are told apart anyway."""


@lru_cache(maxsize=2)
def _forms(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = YAML(typ="safe").load(Path(__file__).with_name("courtesies.yml"))[language]
    one = rf"{rows['courtesy']}(?:{rows['joined']}{rows['courtesy']})*"
    opening = re.compile(rf"^\s*(?:{one}\s*[,，.。!！;；:~～…–-]+\s*)+", re.IGNORECASE)
    return opening, re.compile(rows["asks"], re.IGNORECASE | re.DOTALL)


def without(text: str) -> str:
    """Return what a message asks, the courtesies at its beginning left out.

    Args:
        text: as typed.

    Returns:
        the text from where it asks something; the whole text where nothing but courtesy stands in it, or none.
    """
    if len(text) > LONGEST:
        return text
    opening, asks = _forms("zh" if any(map(is_han, text)) else "en")
    match = opening.match(text)
    rest = text[match.end() :].strip() if match else ""
    return rest if rest and asks.match(rest) else text
