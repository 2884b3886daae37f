"""What is asked of a cooperation of cities: what was signed and done, who else did so, which are sister cities."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.library import Library
from knowledge.records import Record
from nlu.aspects import KEPT, aspect_of, whole_form
from nlu.normalise import is_han
from nlu.own_questions import STAND_IN, without_names
from nlu.plain_words import settled_intent
from nlu.question_index import Hit
from nlu.reading import Reading
from nlu.understanding import ASK_FACT, SURE, Understanding
from nlu.unknown import ENTITY

PREFIX = "tie:"
"""How `Understanding.asks` begins where a message asks for one of these; what it asks follows."""
SISTERS = "sisters"
WISHED = "wished:"
"""How it begins where a city is wished for as partner; the ref of the city follows."""
FIND_PARTNER = "find_partner"
_SEVERAL = re.compile(r"\bit\b(?:\s*(?:,|and|with|&|-|–|/)\s*\bit\b)+|它(?:\s*(?:[、,，和与跟及同—-]|以及)?\s*它)+")
_FEW = 2
NOW = "now"
"""What is asked on about two cities; where they are named, "what happened with …" asks for all that is known."""
SHORTEST = 3
"""Characters of a question; what is shorter only asks to go on."""


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("ties.yml"))
    return rows


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = _rows()
    found: list[tuple[str, str, re.Pattern[str]]] = []
    for name, forms in rows["forms"].items():
        for form in forms:
            language = "zh" if any(map(is_han, form)) else "en"
            filled = form.replace("{they}", rows["they"][language]).replace("{paper}", rows["paper"][language])
            found.append((name, language, whole_form(filled, language)))
    return tuple(found)


def tie_of(text: str) -> str | None:
    """Give what a normalised question asks of a cooperation, with "it" in the place of the names; None for another."""
    language = "zh" if any(map(is_han, text)) else "en"
    if not text:
        return None
    found = next((name for name, spoken, form in _forms() if spoken == language and form.match(text)), None)
    if found:
        return found
    aspect = aspect_of(text)
    return aspect if aspect in _rows()["aspects"] else None


def asked(reading: Reading, about: Record | None, library: Library) -> tuple[Record, str] | None:
    """Give a city or a pilot, and what a message asks of its cooperation, if it asks for nothing else.

    Args:
        reading: the message; the cities that it names go before what was spoken of.
        about: the record that the last answer was about.
        library: all records.
    """
    named = [one for one in reading.mentions if one.entity not in KEPT and one.value not in reading.negated]
    refs = list(dict.fromkeys(one.value for one in named))
    if any(one.entity != "city" for one in named) or len(refs) > _FEW:
        return None
    record = library.get(refs[0]) if refs else about
    if record is None or record.kind not in ("city", "pilot") or record.status != "published":
        return None
    text = _plain(reading, [one for one in (library.get(ref) for ref in refs) if one is not None] or [record])
    if record.kind == "city" and len(refs) <= 1 and _of_sisters(text):
        return record, SISTERS
    found = None if settled_intent(reading) or len(text) < SHORTEST else tie_of(text)
    own = found in _rows()["of_pilots_elsewhere"] if record.kind == "pilot" else refs and found == NOW
    return (record, found) if found and not own else None


def of_place(reading: Reading, about: Record | None) -> str | None:
    """Give what a message asks of the cooperation of a place without a record.

    It names that place alone, or nothing while no record is spoken of; whether such a place is, the actions know.
    """
    named = [one for one in reading.mentions if one.entity not in KEPT]
    places = {one.text for one in named}
    if any(one.entity != ENTITY for one in named) or len(places) > 1 or (about is not None and not named):
        return None
    text = reading.normalised.text
    language = "zh" if any(map(is_han, text)) else "en"
    for place in places:
        text = text.replace(place, STAND_IN[language])
    return tie_of(text.strip()) if len(text) >= SHORTEST and not settled_intent(reading) else None


def _plain(reading: Reading, records: list[Record]) -> str:
    """Put "it" in the place of the names of cities, side by side or alone."""
    text = reading.normalised.text
    language = "zh" if any(map(is_han, text)) else "en"
    places = {(one.start, one.end) for one in reading.mentions if one.value in {record.ref for record in records}}
    for start, end in sorted(places, reverse=True):
        text = text[:start] + STAND_IN[language] + text[end:]
    for record in records:
        text = without_names(text, record)
    return _SEVERAL.sub(STAND_IN[language], text).strip()


def _of_sisters(text: str) -> bool:
    """Tell whether a message asks for the sister cities of one city and for nothing else."""
    rows = _rows()[SISTERS]["zh" if any(map(is_han, text)) else "en"]
    rest, count = re.subn(rows["word"], " ", text)
    return count > 0 and re.match(rows["around"], rest) is not None


@lru_cache(maxsize=1)
def _wishes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in _rows()["wished"])


def wished(reading: Reading, library: Library) -> str | None:
    """Give the ref of the city that a message wishes for as partner; None where it wishes for none by name."""
    text = reading.normalised.text.strip(" ?？!！.。,，")
    cities = [one for one in reading.mentions if one.entity == "city" and one.value not in reading.negated]
    for one in cities:
        record = library.get(one.value)
        if record is None or record.status != "published":
            continue
        framed = reading.normalised.text[: one.start] + "§" + reading.normalised.text[one.end :]
        if any(form.match(framed.strip(" ?？!！.。,，")) for form in _wishes()) and text:
            return one.value
    return None


def understood(result: Understanding, record: Record, what: str) -> Understanding:
    """Give what a message wants as a question on the cooperation of cities."""
    whole = Hit(record.ref, None, 1.0, "")
    return Understanding(ASK_FACT, 1.0, SURE, result.candidates, (whole, *result.hits[:3]), PREFIX + what)


def of_a_place(result: Understanding, what: str, is_named: bool) -> Understanding:
    """Give what a message wants where it may ask for the cooperation of a place without a record.

    Args:
        result: what it wants by itself; that stands where it names no place, and the conversation none either.
        what: what it asks of the cooperation.
        is_named: whether it names the place.
    """
    if is_named:
        return Understanding(ASK_FACT, 1.0, SURE, result.candidates, (), PREFIX + what)
    return replace(result, asks=PREFIX + what)


def wishing(result: Understanding, city: str) -> Understanding:
    """Give what a message wants as the wish for a city as partner."""
    return Understanding(FIND_PARTNER, 1.0, SURE, result.candidates, result.hits, WISHED + city)
