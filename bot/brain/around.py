"""What the sentences around a question say of it: what it is about, what narrows it, what it must not be about."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bot.brain import asking
from bot.brain.asking import Parsed
from nlu import fields, patterns
from nlu.normalise import is_han
from nlu.understanding import SURE

MOST_NAMES = 4
VAGUE = frozenset({"method", "theme"})
"""Kinds whose names are ordinary words too: what else a question names goes before them."""
TOPICS = ("topic", "cluster", "theme")


def spoken_of(data: Parsed) -> tuple[str, str] | None:
    """Give the thing that a sentence names: its ref, and the words for it and for those named beside it."""
    denied = data.get("negated") or ()
    named = (e for e in asking.things(data) if e["entity"] in asking.ANCHORS and e["value"] not in denied)
    kinds = sorted(named, key=lambda e: bool(e["entity"] in VAGUE))
    if not kinds:
        return None
    alike = [e for e in kinds if e["entity"] == kinds[0]["entity"] and e.get("text")]
    words = list(dict.fromkeys(str(e["text"]) for e in alike))[:MOST_NAMES]
    joint = patterns.data("parts")["and"]["zh" if any(map(is_han, "".join(words))) else "en"]
    return kinds[0]["value"], str(joint).join(words)


def names_before(data: Parsed, asked: list[Parsed]) -> list[str]:
    """Give the names that a question may mean without saying them, those of the nearest sentence first.

    Args:
        data: the question.
        asked: the sentences of the message in their order.
    """
    place = _place(data, asked)
    told = (one for one in reversed(asked[:place]) if not asking.is_courtesy(one))
    found = (spoken_of(one) for one in told)
    return list(dict.fromkeys(named[1] for named in found if named is not None and named[1]))


def _place(data: Parsed, asked: list[Parsed]) -> int:
    """Tell how many sentences of the message stand before a question."""
    return next((i for i, one in enumerate(asked) if one["text"] == data["text"]), len(asked))


def naming(name: str, text: str) -> str:
    """Return a question with the name of what it is about before it."""
    return f"{name}，{text}" if any(map(is_han, text)) else f"{name}: {text}"


def with_context(data: Parsed, asked: list[Parsed]) -> Parsed:
    """A question that names nothing is about what the question before it names, else the sentences around it.

    Args:
        data: the question.
        asked: the sentences of the message in their order.
    """
    data = _with_topic(data, asked)
    if asking.things(data) or data["understood"]["band"] != SURE:
        return data
    place = _place(data, asked)
    before = [one for one in asked[:place] if asking.asks(one) and one["entities"]]
    meant = fields.fact_of("city", data["text"]) is not None
    general = data["intent"]["name"] in patterns.data("parts")["asked_in_general"] and not meant
    if before and not general:
        around: list[dict[str, Any]] = before[-1]["entities"]
    else:
        around = [e for one in asked if not (general and asking.asks(one)) for e in one["entities"]]
    denied = set(data.get("negated") or ()) | {ref for other in asked for ref in other.get("negated") or ()}
    around = [{**entity, "start": 0, "end": 0} for entity in around]
    return {**data, "entities": [*data["entities"], *around], "negated": sorted(denied)}


def _with_topic(data: Parsed, asked: list[Parsed]) -> Parsed:
    """Give a question on "this topic" the topic that a sentence before it names."""
    if any(one["entity"] in TOPICS for one in data["entities"]) or not _topic_meant().search(data["text"].lower()):
        return data
    said = [entity for one in asked[: _place(data, asked)] for entity in one["entities"]]
    kinds = (kind for kind in TOPICS if any(entity["entity"] == kind for entity in said))
    kind = next(kinds, "")  # the same words often name a topic and its cluster: they are one condition
    named = [entity for entity in said if entity["entity"] == kind]
    return {**data, "entities": [*data["entities"], *({**one, "start": 0, "end": 0} for one in named)]}


@lru_cache(maxsize=1)
def _topic_meant() -> re.Pattern[str]:
    return re.compile(patterns.data("parts")["topic_meant"])


def with_subjects(right: Parsed, left: Parsed, whole: Parsed) -> Parsed:
    """Keep the whole sentence where what stands before the question narrows it: "e-buses, which Chinese city?"."""
    narrows = right["intent"]["name"] in patterns.data("parts")["whole_matters"] and not left.get("negated")
    return {**whole, "intent": right["intent"], "understood": right["understood"]} if narrows else right


def denying(data: Parsed, background: Parsed) -> Parsed:
    """Keep what the background of a question denies: "no German cities please, which others work on tourism?"."""
    spoken = {one["value"] for one in data["entities"] if one["entity"] != "topic"}
    already = set(data.get("negated") or ())
    denied = set(background.get("negated") or ()) - (spoken - already)
    names = [{**one, "start": 0, "end": 0} for one in background["entities"] if one["value"] in denied]
    return {**data, "entities": [*names, *data["entities"]], "negated": sorted(already | denied)}
