"""Questions on what happened or will happen when: what is to come, the month of a list, the events of a programme."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.records import Record
from nlu.normalise import is_han
from nlu.reading import Reading
from nlu.understanding import SURE, Understanding

PREFIX = "when:"
"""How `Understanding.asks` begins where a message asks for one of these."""
UPCOMING, MONTH, LISTED = "upcoming", "month", "listed"
INTENT = "ask_timeline"
_THINGS = ("programme", "city", "pilot")
_MAY_ASK_ON = ("event", "programme", "city", "pilot")
"""Kinds of records after which a month alone means an event."""
_HAN_SPACES = re.compile(r"(?<=§)\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+(?=§)")
_MARKS = " ?？!！.。,，"


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("moments.yml"))
    return rows


@lru_cache(maxsize=2)
def _months(language: str) -> tuple[re.Pattern[str], ...]:
    rows = _rows()[MONTH][language]
    return tuple(re.compile(form.replace("{month}", rows["names"])) for form in rows["forms"])


def asked(reading: Reading, about: Record | None) -> str | None:
    """Give what a message asks of the course of time, if it asks for nothing else.

    Args:
        reading: the message.
        about: the record that the last answer was about.
    """
    text = reading.normalised.text.strip()
    language = "zh" if any(map(is_han, text)) else "en"
    things = [one for one in reading.mentions if one.entity in _THINGS]
    if not things and is_to_come(text, language):
        return UPCOMING
    follows = about is None or about.kind in _MAY_ASK_ON
    if not things and follows and any(form.match(text) for form in _months(language)):
        return MONTH
    for one in things:
        framed = _HAN_SPACES.sub("", text[: one.start] + "§" + text[one.end :]).strip(_MARKS)
        if any(re.match(form, framed) for form in _rows()["of_thing"]):
            return LISTED
    return None


def is_to_come(text: str, language: str) -> bool:
    """Tell whether a normalised message asks what is to come, in a season, a quarter or at all.

    Args:
        text: the whole message.
        language: "en" or "zh".
    """
    rows = _rows()[UPCOMING][language]
    if not re.search(rows["future"], text) or not re.search(rows["events"], text):
        return False
    rest = re.sub(rows["events"], " ", re.sub(rows["future"], " ", text))
    return re.match(rows["around"], rest) is not None


def understood(result: Understanding, what: str) -> Understanding:
    """Give what a message wants as a question for events."""
    return Understanding(INTENT, 1.0, SURE, result.candidates, (), PREFIX + what)
