"""What a message asks: one thing as a rule; of a long message the sentences that ask something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from nlu import generation, patterns
from nlu.pronouns import resolve
from nlu.sentences import sentences
from nlu.understanding import OUT_OF_SCOPE, SURE

if TYPE_CHECKING:
    from bot.brain.agent import TurnRequest

MOST_PARTS = 3
ASKER_KINDS = frozenset({"country", "topic", "cluster"})
COURTESY = frozenset({"greet", "thank", "say_goodbye", "affirm", "deny", "out_of_scope", "did_you_mean", "show_more"})
"""Intents that a sentence of a longer message is not answered for when another sentence asks something."""
_SLASH_GUARD = "\u200b"
"""Invisible and dropped by normalisation: typed text beginning with "/" must never be taken for an intent."""

Parsed = dict[str, Any]


async def parse(processor: MessageProcessor, request: TurnRequest, about: str | None) -> list[Parsed]:
    """Understand a message.

    Args:
        processor: runs the pipeline.
        request: the message.
        about: ref of the record that the last answer was about.

    Returns:
        Parse data for each part to be answered, in the order asked; at least one.
    """
    if request.do is not None:
        return [_pressed(request)]
    pieces = sentences(request.text)
    if len(pieces) < 2:
        return [await _in_context(processor, request.text, about)]
    asked = [await understand(processor, piece, about) for piece in pieces]
    chosen = [data for data in asked if _asks(data)] or [data for data in asked if _wants(data)][-1:]
    distinct = {_signature(data): data for data in reversed(chosen)}
    kept = [_from_asker(data, asked) for data in list(reversed(distinct.values()))[:MOST_PARTS]]
    if len(kept) > 1:
        return [_with_context(data, asked) for data in kept]
    whole = await understand(processor, request.text, about)
    if not kept or (_wants(whole) and whole["intent"]["name"] in patterns.data()["asker_matters"]):
        return [whole]
    return [_with_context(kept[0], asked)]


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(patterns.data()["asking"], re.IGNORECASE)


def _wants(data: Parsed) -> bool:
    return data["understood"]["band"] == SURE and data["intent"]["name"] not in COURTESY


def _asks(data: Parsed) -> bool:
    """Tell whether a sentence of a longer message is a question or a wish, and not background."""
    always = data["intent"]["name"] in patterns.data()["always_asked"]
    return _wants(data) and (always or _asking().search(data["text"]) is not None)


async def _in_context(processor: MessageProcessor, text: str, about: str | None) -> Parsed:
    """Understand a message as it stands and with its pronoun resolved, and keep the surer reading."""
    plain = await understand(processor, text, about)
    now = generation.current()
    record = now.library.get(about) if about else None
    resolved = resolve(now.reader.read(text), record) if record else None
    if resolved is None:
        return plain
    named = await understand(processor, resolved, about)
    surer = named["understood"]["band"] == SURE and (
        plain["understood"]["band"] != SURE or named["intent"]["confidence"] > plain["intent"]["confidence"]
    )
    return {**named, "text": text} if surer else plain


async def understand(processor: MessageProcessor, text: str, about: str | None) -> Parsed:
    """Run the pipeline over one text; typed text is never an intent, whatever it begins with."""
    command = text.lstrip().startswith("/")
    message = UserMessage(_SLASH_GUARD + text if command else text, metadata={"about": about})
    data: Parsed = await processor.parse_message(message)
    if command:  # commands are a channel's business; as text they ask nothing that this desk answers
        return {**data, "text": text, "intent": {"name": OUT_OF_SCOPE, "confidence": 0.9}}
    return {**data, "text": text}


def _pressed(request: TurnRequest) -> Parsed:
    do = request.do or {}
    return {
        "text": request.text,
        "intent": {"name": do["intent"], "confidence": 1.0},
        "entities": [{"score": 1.0, "text": "", **entity} for entity in do.get("entities", [])],
        "understood": {"band": SURE, "candidates": [], "hits": []},
        "negated": [],
    }


def _signature(data: Parsed) -> tuple[str, tuple[str, ...]]:
    return (data["intent"]["name"], tuple(sorted(entity["value"] for entity in data["entities"])))


def _with_context(data: Parsed, asked: list[Parsed]) -> Parsed:
    """A question that names nothing is about what the sentences around it name."""
    if data["entities"]:
        return data
    around = [{**entity, "start": 0, "end": 0} for other in asked for entity in other["entities"]]
    return {**data, "entities": around}


def _from_asker(data: Parsed, asked: list[Parsed]) -> Parsed:
    """Who asks ("we are a town in Poland") matters to some wishes: add it in front of what the wish names."""
    if data["intent"]["name"] not in patterns.data()["asker_matters"] or not data["entities"]:
        return data
    before = [
        {**entity, "start": 0, "end": 0}
        for other in asked
        if other is not data and not _asks(other)
        for entity in other["entities"]
        if entity["entity"] in ASKER_KINDS
    ]
    return {**data, "entities": [*before, *data["entities"]]}


def summary(data: Parsed, language: str, records: list[str]) -> dict[str, Any]:
    """Return what the gateway keeps about how a message was understood."""
    return {
        "intent": data["intent"]["name"],
        "confidence": round(float(data["intent"]["confidence"]), 4),
        "band": data["understood"]["band"],
        "entities": [{"entity": e["entity"], "value": e["value"], "text": e.get("text", "")} for e in data["entities"]],
        "records": records,
        "language": language,
    }
