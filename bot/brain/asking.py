"""Tells a question of a longer message from its background, and one wish from another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from nlu import fields, patterns, persons
from nlu.understanding import (
    ASK_FACT,
    ASK_FAQ,
    ASK_SAME_FOR,
    BETWEEN,
    DID_YOU_MEAN,
    FAQ_PREFIX,
    OUT_OF_SCOPE,
    SURE,
    UNSURE,
)

Parsed = dict[str, Any]

CLEARLY = 0.65
"""How sure a wish must be that needs no asking word, among other sentences."""
PLAINLY = 0.99
"""How sure a practical question is whose very words ask it."""
NEARLY = 0.6
"""How near the question of a practical answer must be to an entry of a list to be told."""
SHORT = 0.5
"""How sure a sentence of one word that names nothing must be to be a question."""
LONG = 4
"""Sentences from which on a message is not understood as a whole."""
COURTESY = frozenset({"greet", "thank", "say_goodbye", "affirm", "deny", OUT_OF_SCOPE, DID_YOU_MEAN, "show_more"})
"""Intents that a sentence of a longer message is not answered for when another sentence asks something."""
ANCHORS = frozenset({"city", "programme", "funding", "cluster", "theme", "role", "method", "pilot", "contact"})
COMPLAINT = "complain"
WORDS_OF_COURTESY = frozenset({"greet", "thank", "say_goodbye"})
"""Courtesies that a letter begins or ends with; what they name is who writes."""
LISTED, LEAD = "listed", "lead"
"""What a sentence may be besides: an entry of a list that the person wrote, or what stands before it."""


@lru_cache(maxsize=1)
def asking_words() -> re.Pattern[str]:
    """Give the pattern of words that ask."""
    return re.compile(patterns.data("parts")["asking"], re.IGNORECASE)


@lru_cache(maxsize=1)
def _plainly() -> re.Pattern[str]:
    return re.compile(patterns.data("parts")["asking_plainly"], re.IGNORECASE)


@lru_cache(maxsize=1)
def _complains() -> re.Pattern[str]:
    return re.compile(patterns.data("parts")["complains_of_us"], re.IGNORECASE)


def always() -> list[str]:
    """Give the wishes that are never background."""
    wishes: list[str] = patterns.data("parts")["always_asked"]
    return wishes


def is_practical(data: Parsed) -> bool:
    """Tell whether a sentence is a practical question in so many words: what stands around it does not change it."""
    return intent_of(data) == ASK_FAQ and data["intent"]["confidence"] >= PLAINLY


def is_for_person(data: Parsed) -> bool:
    """Tell whether a sentence asks for a person in so many words: what it tells beside that is for that person."""
    return bool(data["understood"].get("asks") == persons.ASKED)


def is_same_again(data: Parsed) -> bool:
    """Tell whether a question asks the same of another thing: "and Nice, is it so there too?"."""
    return intent_of(data) == ASK_SAME_FOR


def is_courtesy(data: Parsed) -> bool:
    """Tell whether a sentence greets, thanks or takes leave and nothing else."""
    return intent_of(data) in WORDS_OF_COURTESY and data["understood"]["band"] == SURE


def surety(*parts: Parsed) -> float:
    """Tell how sure the least sure of some sentences is; a practical question is as sure as its intent."""
    return min(max(float(part["intent"]["confidence"]), _as_practical(part)) for part in parts)


def _as_practical(data: Parsed) -> float:
    first: dict[str, Any] = next(iter(data["understood"]["candidates"]), {})
    if intent_of(data) != ASK_FAQ or first.get("intent") != ASK_FAQ:
        return 0.0
    return float(first["confidence"])


def in_company(data: Parsed, others: Iterable[Parsed]) -> Parsed:
    """Take a question for what it plainly seems where only its strangeness spoke against it.

    A sentence like nothing that we know may be none of our business; beside a question that is ours it hardly is.
    """
    understood = data["understood"]
    first: dict[str, Any] = next(iter(understood["candidates"]), {})
    likely = first.get("intent")
    if intent_of(data) != DID_YOU_MEAN or first.get("confidence", 0.0) < CLEARLY:
        return data
    binding = patterns.data("intents")["binding"]
    if likely in (ASK_FAQ, *COURTESY, *binding) or not any(one is not data and wants(one) for one in others):
        return data
    intent = {"name": likely, "confidence": first["confidence"]}
    return {**data, "intent": intent, "understood": {**understood, "band": SURE}}


def leans(data: Parsed) -> bool:
    """Tell whether a question says too little by itself: "what is proper now?" after what happened."""
    vague = intent_of(data) in patterns.data("parts")["leaning"] or data["understood"]["band"] != SURE
    return vague and not data["entities"]


def things(data: Parsed) -> list[Parsed]:
    """Give what a sentence names, without words such as "cluster" that only say what is asked of a city."""
    return [e for e in data["entities"] if not (e.get("text") and fields.fact_of("city", e["text"]))]


def intent_of(data: Parsed) -> str:
    """Give the intent of a sentence."""
    return str(data["intent"]["name"])


def wants(data: Parsed) -> bool:
    """Tell whether a sentence is understood and is more than a courtesy."""
    if data["understood"]["band"] != SURE or intent_of(data) in COURTESY or data.get("kind") == LEAD:
        return False
    return bool(data["entities"]) or data["intent"]["confidence"] >= SHORT or not _one_word(data["text"])


def asks(data: Parsed) -> bool:
    """Tell whether a sentence of a longer message is a question or a wish, and not background."""
    if data.get("kind") == LISTED:
        return wants(data)
    said = intent_of(data) in always() and data["intent"]["confidence"] >= CLEARLY
    if intent_of(data) == COMPLAINT and not _complains().search(data["text"]):
        return False  # a worry in a letter is no complaint about an answer
    told = asking_words().search(data["text"]) is not None or (bool(data["entities"]) and fields.only(data["text"]))
    return wants(data) and (said or told)


def heard(data: Parsed) -> Parsed:
    """Take an entry of a list for the practical question that it is most like: an entry is a question for sure."""
    understood = data["understood"]
    first: dict[str, Any] = next(iter(understood["candidates"]), {})
    likely = first.get("intent")
    hit = next(iter(understood["hits"]), None)
    if data.get("kind") != LISTED or understood["band"] == SURE or likely != ASK_FAQ or hit is None:
        return data
    if hit["score"] < NEARLY or not hit["ref"].startswith(FAQ_PREFIX):
        return data
    intent = {"name": ASK_FAQ, "confidence": hit["score"]}
    return {**data, "intent": intent, "understood": {**understood, "band": SURE}}


def unclear(data: Parsed) -> bool:
    """Tell whether a sentence is a question that is not understood, or not in the records."""
    if data.get("kind") == LEAD or wants(data):
        return False
    asked = data.get("kind") == LISTED or data["text"].rstrip().endswith(("?", "？"))
    courtesy = data["understood"]["band"] not in (BETWEEN, UNSURE) and intent_of(data) in COURTESY
    return asked and not courtesy


def _one_word(text: str) -> bool:
    return text.isascii() and len(text.split()) == 1


def chosen(asked: list[Parsed]) -> list[Parsed]:
    """Return the sentences of a longer message that ask something, its background left out."""
    asking = [data for data in asked if asks(data)]
    wanted = [data for data in asked if wants(data)]
    if not asking and len(wanted) == len(asked):
        return wanted  # nothing but names and what is wanted of them: "Nice: population. Rome: partner."
    if len(asked) >= LONG and not any(data.get("kind") == LISTED for data in asked):
        plainly = [data for data in asked if _plainly().search(data["text"]) and not is_courtesy(data)]
        sure = [data for data in asking if data in plainly or intent_of(data) in always()]
        asking = sure or plainly[-1:] or asking
    if any(map(is_for_person, asking)):
        asking = [data for data in asking if is_for_person(data) or persons.is_question(data["text"].lower())]
    return asking or wanted[-1:]


def with_unclear(picked: list[Parsed], asked: list[Parsed]) -> list[Parsed]:
    """Add the questions without an answer in their places, unless they stand in a long letter."""
    names = [data["text"] for data in picked]
    if not any(asks(data) for data in picked):
        return picked
    if len(asked) >= LONG and any(data.get("kind") is None and _tells(data) for data in asked):
        return picked
    placed = [data for data in asked if data["text"] in names or unclear(data)]
    found = {data["text"] for data in placed}
    return placed if all(name in found for name in names) else picked


def _tells(data: Parsed) -> bool:
    """Tell whether a sentence is background: neither a question nor a courtesy."""
    courtesy = data["understood"]["band"] == SURE and intent_of(data) in COURTESY
    return not asks(data) and not unclear(data) and not courtesy


def wish(data: Parsed) -> str:
    """Return what a sentence wants: its intent, and of practical questions, single facts and aspects which one."""
    name = intent_of(data)
    hits = data["understood"]["hits"]
    if name not in (ASK_FAQ, ASK_FACT) or not hits:
        return name
    return f"{name} {hits[0]['ref']} {hits[0]['fact']} {data['understood'].get('asks', '')}"


def same_wish(one: Parsed, other: Parsed) -> bool:
    """Tell whether two sentences want the same; where an answer tells of one thing, of the same thing."""
    if wish(one) != wish(other):
        return False
    kinds = patterns.data("parts")["one_at_a_time"].get(intent_of(one), ())
    first, second = ({e["value"] for e in data["entities"] if e["entity"] in kinds} for data in (one, other))
    return not first or not second or bool(first & second)


def merged(picked: list[Parsed]) -> list[Parsed]:
    """Answer a wish that is said twice once: as it was said last, with all that it names."""
    found: list[Parsed] = []
    for data in picked:
        place = next((i for i, one in enumerate(found) if same_wish(one, data)), None)
        if place is None:
            found.append(data)
            continue
        before = found[place]
        if _signature(before) != _signature(data):
            spoken = {entity["value"] for entity in data["entities"]}
            others = [{**e, "start": 0, "end": 0} for e in before["entities"] if e["value"] not in spoken]
            data = {**data, "entities": [*others, *data["entities"]]}
        elif data.get("kind") == LISTED:
            continue
        found[place] = data
    return found


def _signature(data: Parsed) -> tuple[str, tuple[str, ...]]:
    return (intent_of(data), tuple(sorted(entity["value"] for entity in data["entities"])))
