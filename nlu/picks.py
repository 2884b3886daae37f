"""Put a name in the place of a choice: "the second one's population" asks for the population of a city shown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from knowledge.records import Record
from nlu import patterns
from nlu.gazetteer import Gazetteer, denied
from nlu.normalise import is_han, normalise

_ENDS = " ?？!！.。,，:：、"


def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = patterns.data("ordinals")["picks"]
    return rows


def spelt_out(text: str, shown: list[Record], about: Record | None, gazetteer: Gazetteer) -> str | None:
    """Return the message with its choice among what was shown replaced by the name of the thing chosen.

    Args:
        text: the message.
        shown: what was listed last, in its order.
        about: the record that the last answer was about.
        gazetteer: finds countries.

    Returns:
        The new text, normalised; None if the message chooses nothing, or does nothing but choose by number.
    """
    folded = normalise(text).text
    if not shown:
        return None
    by_number = _by_number(folded, shown)
    if by_number is not None:
        place, chosen = by_number
        around = (folded[: place[0]].strip(_ENDS), folded[place[1] :].strip(_ENDS))
        return None if all(_mere(words) for words in around) else _put(folded, place, chosen)
    return _by_nation(folded, shown, gazetteer) or _the_other(folded, shown, about)


def _mere(words: str) -> bool:
    return re.search(_rows()["around"], words) is not None


def _put(text: str, place: tuple[int, int], chosen: Record) -> str:
    start, end = place
    zh = any(is_han(character) for character in text)
    name = normalise((chosen.names.zh if zh else chosen.names.en)[0]).text
    return text[:start] + name + text[end:]


@lru_cache(maxsize=1)
def _numbered() -> tuple[tuple[re.Pattern[str], str], ...]:
    nouns = _rows()["nouns"]["en"]
    after = r"(?='s\b| of (?:them|these|those|the list)\b|[:,]|[ ?]*$)"
    return tuple(
        (re.compile(rf"(?:{row['pattern']}){nouns}{after}"), str(row["value"]))
        for row in patterns.data("ordinals")["ordinals"]
    )


def _by_number(text: str, shown: list[Record]) -> tuple[tuple[int, int], Record] | None:
    zh = any(is_han(character) for character in text)
    for pattern, value in _chinese() if zh else _numbered():
        found = pattern.search(text)
        place = len(shown) if value == "last" else int(value)
        if found and 1 <= place <= len(shown) and _suits(found.group(), shown[place - 1]):
            return found.span(), shown[place - 1]
    return None


def _suits(choice: str, record: Record) -> bool:
    """Tell whether the noun of a choice can mean the thing: "the third cluster" is no city."""
    kinds: dict[str, list[str]] = _rows()["kinds"]
    return all(record.kind in fitting for noun, fitting in kinds.items() if choice.endswith(noun))


@lru_cache(maxsize=1)
def _chinese() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Only with a measure word: 第二个, not 第二批."""
    rows = _rows()
    return tuple(
        (re.compile(rf"(?=(?:{rows['only_zh']}))(?:{row['pattern']}){rows['nouns']['zh']}"), str(row["value"]))
        for row in patterns.data("ordinals")["ordinals"]
    )


def _by_nation(text: str, shown: list[Record], gazetteer: Gazetteer) -> str | None:
    for mention in gazetteer.exact(text):
        if mention.entity != "country":
            continue
        form = _rows()["nation"].replace("{name}", re.escape(mention.text))
        found = re.search(form, text)
        there = [record for record in shown if record.country == mention.value]
        if found and denied(text, mention) and not found.group().startswith("the "):
            continue  # "not a Spanish city" leaves out the country, not the one that was shown
        if found and len(there) == 1:
            return _put(text, found.span(), there[0])
    return None


def _the_other(text: str, shown: list[Record], about: Record | None) -> str | None:
    found = re.search(_rows()["other"], text)
    shown = [record for record in shown if about is None or record.kind == about.kind]
    others = [record for record in shown if about is None or record.ref != about.ref]
    if found is None or len(shown) != len(others) + 1 or len(others) != 1:
        return None
    return _put(text, found.span(), others[0])
