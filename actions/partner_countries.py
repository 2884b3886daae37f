"""Which of the countries that a message names is the one in which the partner shall be."""

from __future__ import annotations

import re

from actions import forms
from actions.context import Entity

MARK = "\u00a7"
"""Stands for a country in the forms of partner_case.yml."""
CN = "CN"


def wanted(text: str, named: list[Entity]) -> list[str]:
    """Give the codes of the countries that are the partner's.

    A country in a sentence about the past is no condition, and where one stands with the word for a city ("a German
    city with Chinese experience"), the other side is none either.

    Args:
        text: the message in lower case.
        named: the countries that are not the asker's own.
    """
    rest = [one for one in named if not _is_past(text, one)]
    marked = _with_city(text, [one for one in rest if one.start is not None and one.text])
    sides = {one.value == CN for one in marked}
    return [one.value for one in rest if not sides or (one.value == CN) in sides]


def with_city(text: str, named: list[Entity]) -> list[str]:
    """Give the codes of the countries that stand with the word for a city or a partner, not in the past.

    Args:
        text: the message in lower case.
        named: the countries that are not the asker's own.
    """
    rest = [one for one in named if one.start is not None and one.text and not _is_past(text, one)]
    return [one.value for one in _with_city(text, rest)]


def _is_past(text: str, one: Entity) -> bool:
    """Tell whether a country stands in a sentence about what the asker has done already."""
    if one.start is None or not one.text:
        return False
    begins = max(text.rfind(sign, 0, one.start) for sign in ".;?!\u3002\uff1b\uff1f\uff01") + 1
    ends = re.compile("[.;?!\u3002\uff1b\uff1f\uff01]|$").search(text, one.start)
    sentence = text[begins : ends.start() if ends else len(text)].replace("\u2019", "'")
    return re.search(forms.words("partner_case")["past"], sentence) is not None


def _with_city(text: str, named: list[Entity]) -> list[Entity]:
    """Give the countries that stand with the word for a city or a partner."""
    frame, places, last = "", {}, 0
    for one in sorted(named, key=lambda one: one.start or 0):
        frame += text[last : one.start]
        places[len(frame)] = one
        frame, last = frame + MARK, (one.start or 0) + len(one.text)
    frame += text[last:]
    spans = [match.span() for match in forms.form("partner_case", "wanted").finditer(frame)]
    return [one for place, one in places.items() if any(start <= place < end for start, end in spans)]
