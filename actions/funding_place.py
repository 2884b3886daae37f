"""Where the one who looks for money is: the side, the country and the region that a message names."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import context, regions
from actions.city_names import plain
from actions.context import Question
from knowledge import mentions
from knowledge.library import Library
from knowledge.records import Text

CN, EU, BOTH, ELSEWHERE = "CN", "EU", "both", "other"
Found = tuple[int, str, tuple[str, ...]]
Side = tuple[str | None, str | None, tuple[str, ...]]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("funding_place.yml").read_text("utf-8"))
    return loaded


def of(question: Question, library: Library, asking: str | None) -> Side:
    """Tell the side, the country and the region of the one who asks.

    Where both sides are named, the first one is taken to be the person's own: people begin with themselves. In an
    answer to "where are you?" they mean both. A region says its country.

    Args:
        question: the message.
        library: all records, for the country in which a city lies.
        asking: what was asked for, if anything.
    """
    text = question.text.lower()
    places = _places(question, library, text)
    if asking == "side" and re.search(_words()["both"], text):
        return BOTH, None, ()
    if not places and re.search(_words()["home"], text):
        return CN, None, ()
    if not places:
        elsewhere = asking == "side" and re.search(_words()["elsewhere"], text) is not None
        return (ELSEWHERE if elsewhere else None), None, ()
    if asking == "side" and {CN, EU} <= {side_of(code) for _, code, _ in places}:
        return BOTH, None, ()
    first = min(places)
    region = first[2] or next((row[2] for row in places if row[1] == first[1] and row[2]), ())
    code = first[1]
    return side_of(code), None if code in (CN, EU) else code, region


def _places(question: Question, library: Library, text: str) -> list[Found]:
    """Give the places of a message with their countries; those of a partner stand for the other side, and last."""
    found: list[tuple[int, int, str, tuple[str, ...]]] = []
    for order, entity in enumerate(question.entities):
        start = order if entity.start is None else entity.start
        length = len(entity.text) if entity.start is not None else 0
        if entity.kind == "country":
            found.append((start, length, entity.value, ()))
        elif entity.kind == "city":
            codes = [one.country for one in context.records(library, [entity.value]) if one.country]
            found += [(start, length, code, ()) for code in codes]
        elif entity.kind == "unknown_name":
            place = mentions.place_of(entity.text or entity.value, library)
            found += [(start, length, place.country, _names(place.name))] if place and place.country else []
    for region in regions.find(question.text):
        found.append((region.start, region.end - region.start, region.country, _names(region.name)))
    rows: list[Found] = []
    for start, length, code, name in found:
        if length and re.match(_words()["money"], plain(text)[start + length :]):
            continue
        partner = bool(length) and _is_partner(plain(text), start, length)
        rows.append((start + len(text), _opposite(code), ()) if partner else (start, code, name))
    return rows


def _names(name: Text) -> tuple[str, ...]:
    return (name.en, name.zh)


def _is_partner(text: str, start: int, length: int) -> bool:
    """Tell whether a place is named as that of the partner: "with Chengdu", "our Chinese sister city"."""
    forms = _words()["partner"]
    return bool(re.search(forms["before"], text[:start])) or bool(re.match(forms["after"], text[start + length :]))


def _opposite(code: str) -> str:
    return EU if code == CN else CN


def side_of(code: str) -> str:
    """Tell on which side a country lies."""
    if code == CN:
        return CN
    return EU if code == EU or code in _words()["eu"] else ELSEWHERE
