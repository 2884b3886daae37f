"""What a message asks: one thing as a rule; of a long message the sentences that ask something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from nlu import generation
from nlu.pronouns import resolve
from nlu.sentences import sentences
from nlu.understanding import SURE

if TYPE_CHECKING:
    from bot.brain.agent import TurnRequest

MOST_PARTS = 3
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
    chosen = [data for data in asked if data["understood"]["band"] == SURE and data["intent"]["name"] not in COURTESY]
    distinct = {_signature(data): data for data in reversed(chosen)}
    kept = list(reversed(distinct.values()))[:MOST_PARTS]
    if not kept:
        return [await understand(processor, request.text, about)]
    if len(kept) == 1:
        return [_with_context(kept[0], asked)]
    return kept


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
    guarded = _SLASH_GUARD + text if text.lstrip().startswith("/") else text
    message = UserMessage(guarded, metadata={"about": about})
    data: Parsed = await processor.parse_message(message)
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
