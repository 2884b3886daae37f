"""Is a message the question whether places took part in a programme? Such a question is never one for the programme."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import patterns
from nlu.reading import Reading

PLACES = frozenset({"city", "unknown_name"})
PLACE, PROGRAMME = "§", "¶"


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[re.Pattern[str], ...]]:
    rows = patterns.data("participation")["participation"]
    return {name: tuple(re.compile(form) for form in forms) for name, forms in rows.items()}


def frame(reading: Reading) -> str:
    """Return the message with one "§" for the places that stand side by side and one "¶" for each programme."""
    text = reading.normalised.text
    signs = {**dict.fromkeys(PLACES, PLACE), "programme": PROGRAMME}
    for mention in sorted(reading.mentions, key=lambda one: (-one.start, one.end)):
        if mention.entity in signs and mention.end <= len(text):
            text = text[: mention.start] + signs[mention.entity] + text[mention.end :]
    for rule in _rules()["side_by_side"]:
        text = rule.sub(PLACE, text)
    return text.strip(" ?？!！.。,，")


def asked(reading: Reading) -> bool:
    """Tell whether a message asks for the part of the places that it names, in a programme or in any."""
    if not any(mention.entity in PLACES for mention in reading.mentions):
        return False
    framed = frame(reading)
    rules = _rules()
    if any(rule.search(framed) for rule in rules["other"]):
        return False
    kind = "in_programme" if PROGRAMME in framed else "in_any"
    return any(rule.search(framed) for rule in rules[kind])


def only_places(reading: Reading) -> bool:
    """Tell whether a message is nothing but places that have no record, or asks whether the records have them."""
    kinds = {mention.entity for mention in reading.mentions} & PLACES
    return kinds == {"unknown_name"} and any(rule.search(frame(reading)) for rule in _rules()["only_places"])


def told_about(reading: Reading) -> bool:
    """Tell whether a message wants to be told about cities that it names, and nothing else."""
    kinds = {mention.entity for mention in reading.mentions} & PLACES
    return kinds == {"city"} and any(rule.search(frame(reading)) for rule in _rules()["told_about"])


def settled(reading: Reading) -> bool:
    """Tell whether nothing but places is spoken of, known or not."""
    return only_places(reading) or told_about(reading)
