"""What one of several questions is about: the thing it means, several things one by one, the fact it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.brain.asking import Parsed
from nlu import fields, generation, patterns
from nlu.understanding import ASK_FACT, ASK_FAQ, FAQ_PREFIX, OUT_OF_SCOPE, SURE, UNSURE

MOST_THINGS = 3
"""Things of one question that are told one after the other."""
CLOSE = 0.6
"""Score of a practical question that goes before asking back."""
SUBJECTS = {"ask_funding": "funding", "ask_programme": "programme", "ask_cluster": "cluster", "ask_role": "role"}
"""Beginnings of intents that ask about a thing of a kind."""
INSTEAD = {
    "contact": "ask_contact",
    "pilot": "ask_pilots",
    "cluster": "ask_cluster",
    "funding": "ask_funding",
    "city": "ask_city_partners",
}
"""What "is it still running?" asks of a thing that is no programme."""
COMPARE = "compare_cities"
EACH = "each"
"""What is said of such a question that is asked of each of several things: each answer then names its thing."""
ONE_FACT = frozenset({"ask_funding_eligibility", "ask_funding_amount", "ask_funding_deadline", "ask_programme_status"})
"""Intents that ask one fact of each thing, however the message is worded."""


@lru_cache(maxsize=1)
def _joined() -> re.Pattern[str]:
    return re.compile(patterns.data("parts")["joined_names"], re.IGNORECASE)


@lru_cache(maxsize=1)
def _general() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in patterns.data("intents")["general_forms"])


def apart(data: Parsed) -> list[Parsed]:
    """Tell of several things one by one where a message says "what are A and B?" and an answer tells of one."""
    kinds = patterns.data("parts")["one_at_a_time"].get(data["intent"]["name"], ())
    named = sorted(
        (e for e in data["entities"] if e.get("end") and e["entity"] in kinds), key=lambda e: int(e["start"])
    )
    groups = [[e for e in named if e["start"] == start] for start in dict.fromkeys(e["start"] for e in named)]
    if (one := _one_thing(groups)) is not None:
        return [{**data, "entities": [*one, *(e for e in data["entities"] if e not in named)]}]
    if len(groups) < 2:
        return [data]
    text, first, last = data["text"], groups[0][0]["start"], groups[-1][0]["end"]
    between = [text[one[0]["end"] : other[0]["start"]] for one, other in zip(groups, groups[1:])]
    frame = (text[:first] + "§" + text[last:]).lower().strip(" ?？!！.。,，")
    plain = data["intent"]["name"] in ONE_FACT or any(form.match(frame) for form in _general())
    if not plain or not all(_joined().fullmatch(words) for words in between):
        return [data]
    rest = [e for e in data["entities"] if e not in named]
    if data["intent"]["name"] in ONE_FACT:
        data = {**data, "understood": {**data["understood"], "asks": EACH}}
    return [{**data, "entities": [*group, *rest]} for group in groups[:MOST_THINGS]]


def _one_thing(groups: list[list[Parsed]]) -> list[Parsed] | None:
    """Give the one of two groups whose record has both names in its own: "JPI and NSFC" is one call, not two."""
    if len(groups) != 2:
        return None
    words = [str(group[0]["text"]).lower() for group in groups]
    if words[0] in words[1] or words[1] in words[0]:
        return None
    for group in groups:
        record = generation.current().library.get(group[0]["value"])
        names = [name.lower() for name in (*record.names.en, *record.names.zh)] if record is not None else []
        if any(all(word in name for word in words) for name in names):
            return group
    return None


def settled(data: Parsed, slots: Mapping[str, Any]) -> Parsed:
    """Read one of several questions as it is meant among them, so that it need not be asked back.

    Args:
        data: the question, with what it takes from those before it.
        slots: what the conversation remembers.
    """
    cities = {entity["value"]: entity for entity in data["entities"] if entity["entity"] == "city"}
    fact = fields.fact_of("city", data["text"]) if cities else None
    if fact is not None:
        return _fact(data, list(cities.values()), fact)
    named = {entity["entity"] for entity in data["entities"]}
    subject = next((kind for name, kind in SUBJECTS.items() if data["intent"]["name"].startswith(name)), None)
    if subject is None or subject in named:
        return data
    other = next((intent for kind, intent in INSTEAD.items() if kind in named), None)
    if subject == "programme" and other is not None:
        return {**data, "intent": {**data["intent"], "name": other}}
    hits = data["understood"]["hits"]
    close = hits and hits[0]["ref"].startswith(FAQ_PREFIX) and hits[0]["score"] >= CLOSE
    if close and not slots.get(subject):
        return {**data, "intent": {"name": ASK_FAQ, "confidence": hits[0]["score"]}}
    return data


def _fact(data: Parsed, cities: list[Parsed], fact: str) -> Parsed:
    """Ask for a fact of a city; of several cities, set them side by side; of none that has it, nothing is known."""
    library = generation.current().library
    known = [city for city in cities if (record := library.get(city["value"])) and fact in record.facts]
    if len(cities) > 1 and known:
        return {**data, "intent": {"name": COMPARE, "confidence": 1.0}}
    if not known and len(cities) > 1:
        band = {**data["understood"], "band": UNSURE}
        return {**data, "intent": {"name": OUT_OF_SCOPE, "confidence": 1.0}, "understood": band}
    told = {"entity": "fact", "value": fact, "start": 0, "end": 0, "text": "", "score": 1.0}
    sure = {**data["understood"], "band": SURE, "hits": [], "asks": ""}
    fact_of = {"name": ASK_FACT, "confidence": 1.0}
    return {**data, "intent": fact_of, "entities": [(known or cities)[0], told], "understood": sure}
