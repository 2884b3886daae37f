"""Whether somebody of a city has been to a place without a record: "have they been to Beijing?"."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from knowledge import mentions
from knowledge.library import Library
from knowledge.records import Fact, Record
from nlu.normalise import plain
from nlu.question_index import Hit
from nlu.reading import Reading
from nlu.understanding import ASK_FACT, SURE, Understanding
from nlu.unknown import ENTITY

ASKED = "detail:visit"
"""What `Understanding.asks` is where a message asks this."""
TELLING = ("event", "pilot", "method")
"""Kinds of records that tell of journeys, beside the city's own."""


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    rows = YAML(typ="safe").load(Path(__file__).with_name("visits.yml"))
    return {name: re.compile(form) for name, form in rows.items()}


def asked(reading: Reading, about: Record | None, library: Library) -> tuple[Record, Hit] | None:
    """Give the city, and the fact that tells of its people in the one place that a message names.

    Args:
        reading: the message; the city that it names goes before the one spoken of.
        about: the record that the last answer was about.
        library: all records.

    Returns: the hit is the bare city where no record tells it; None for another question.
    """
    kinds = {one.entity for one in reading.mentions}
    places = list(dict.fromkeys(one.text for one in reading.mentions if one.entity == ENTITY))
    cities = reading.values("city")
    if len(places) != 1 or len(cities) > 1 or not kinds <= {ENTITY, "city"} or reading.negated:
        return None
    city = library.get(cities[0]) if cities else about
    if city is None or city.kind != "city" or city.status != "published":
        return None
    if not _forms()["asks"].search(reading.normalised.text):
        return None
    place = mentions.as_place(places[0], library)
    others = [one for kind in TELLING for one in library.of_kind(kind)]
    for record in (city, *others):
        for fact in record.facts.values():
            if _tells(fact, city, place, own=record is city):
                return city, Hit(record.ref, fact.name, 1.0, "")
    return city, Hit(city.ref, None, 1.0, "")


def _tells(fact: Fact, city: Record, place: mentions.Place, own: bool) -> bool:
    if fact.text is None or fact.unknown or not _forms()["told"].search(plain(fact.text.en)):
        return False
    text = plain(fact.text.en)
    named = own or any(plain(name) in text for name in city.names.en)
    return named and any(plain(form) in text for form in place.forms if form.isascii())


def understood(result: Understanding, hit: Hit) -> Understanding:
    """Give what a message wants as a question for such a fact, or for one that nothing tells."""
    return Understanding(ASK_FACT, 1.0, SURE, result.candidates, (hit,), ASKED)
