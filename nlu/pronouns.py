"""Put the name of what was spoken of in the place of a pronoun: "who ran it?" after an answer about the IUC."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.records import Record
from nlu import patterns
from nlu.normalise import is_han, normalise
from nlu.reading import Reading

ANCHOR_KINDS = frozenset({"city", "programme", "funding", "cluster", "theme", "role", "method", "pilot", "contact"})


@lru_cache(maxsize=16)
def _pronouns(kind: str) -> tuple[re.Pattern[str], ...]:
    rows = patterns.data("follow_ups")["pronouns"]
    return tuple(re.compile(pattern) for pattern in (*rows.get(kind, ()), *rows["any"]))


def resolve(reading: Reading, about: Record, called: str = "") -> str | None:
    """Return the message with its first pronoun replaced by a name.

    Args:
        reading: the message.
        about: the record that the last answer was about.
        called: how the person called it; its first name by default.

    Returns:
        The new text, normalised; None if the message names something itself or has no pronoun.
    """
    if any(mention.entity in ANCHOR_KINDS for mention in reading.mentions):
        return None
    text = reading.normalised.text
    language = "zh" if any(is_han(character) for character in text) else "en"
    names = [called] if called else about.names.in_(language)
    if not names:  # a FAQ has no name that could stand in a sentence
        return None
    name = normalise(names[0]).text
    for pronoun in _pronouns(about.kind):
        found = pronoun.search(text)
        if found:
            possessive = "'s" if found.group() in ("its", "their") else ""
            return text[: found.start()] + name + possessive + text[found.end() :]
    return None
