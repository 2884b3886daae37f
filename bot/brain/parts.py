"""What a message asks: one thing as a rule; of a long message the sentences that ask something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.brain import guided
from nlu import corrections, generation, patterns
from nlu.clauses import halves
from nlu.pronouns import resolve
from nlu.sentences import sentences
from nlu.understanding import ASK_FACT, ASK_FAQ, OUT_OF_SCOPE, SURE

if TYPE_CHECKING:
    from bot.brain.agent import TurnRequest

MOST_PARTS = 3
MOST_SENTENCES = 40
LONG = 4
"""Sentences from which on a message is not understood as a whole."""
APART = 0.5
"""How sure both halves of a sentence must be to be two questions."""
DOUBTFUL = 0.5
"""How sure a sentence with a background must be to stand as a whole."""
CLEARLY = 0.65
"""How sure a wish must be that needs no asking word, among other sentences."""
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
    if guided.waits(request.text, request.slots):
        moves = guided.as_move(await understand(processor, request.text, about), request.slots)
        if moves is not None:
            return moves
    text = corrections.meant(request.text)
    pieces = _bounded(sentences(text))
    if len(pieces) < 2:
        return await _sentence(processor, text, about)
    if len(pieces) < LONG:
        asked = [data for piece in pieces for data in await _sentence(processor, piece, about)]
        chosen = _merged(_chosen(asked))
    else:
        asked = [await _in_context(processor, piece, about) for piece in pieces]
        asking = _chosen(asked)[-MOST_PARTS:]
        chosen = _merged([data for one in asking for data in await _sentence(processor, one["text"], about)])
    kept = [_from_asker(data, asked) for data in chosen[:MOST_PARTS]]
    if len(kept) > 1:
        return [_with_context(data, asked) for data in kept]
    if kept and len(pieces) >= LONG:  # so much around the question would only blur it
        return [_with_context(kept[0], asked)]
    whole = await understand(processor, text, about)
    if not kept or (_wants(whole) and _asker_matters(whole)):
        return [whole]
    return [_with_context(kept[0], asked)]


def _asker_matters(data: Parsed) -> bool:
    """Tell whether who asks belongs to the wish: "We are Ljubljana. Were we in it?"."""
    return data["intent"]["name"] in patterns.data()["asker_matters"] or bool(data["understood"].get("asks"))


def _bounded(pieces: list[str]) -> list[str]:
    """Leave out the middle of a message that would take too long; the wish stands at the beginning or the end."""
    return pieces if len(pieces) <= MOST_SENTENCES else pieces[: MOST_SENTENCES // 2] + pieces[-MOST_SENTENCES // 2 :]


async def _sentence(processor: MessageProcessor, text: str, about: str | None) -> list[Parsed]:
    """Understand one sentence: one question, two that are surer taken apart, or a background and its question."""
    whole = await _in_context(processor, text, about)
    best: list[Parsed] = []
    for first, second in halves(text):
        left = await _in_context(processor, first, about)
        named = next((entity["value"] for entity in left["entities"]), about)
        right = await _in_context(processor, second, named)
        if not _asks(right) or _surety(right) < APART:
            continue
        right = _with_context(right, [left])
        if _asks(left) and _wish(left) != _wish(right):
            best = max([left, right], best, key=_surety_of) if _surety(left) >= APART else best
        elif not _wants(left) or not _asking().search(first):
            clearer = _surety(whole) < DOUBTFUL and _surety(right) > max(_surety_of(best), DOUBTFUL)
            best = [_denying(right, left)] if clearer else best
    return best or [whole]


def _surety_of(parts: list[Parsed]) -> float:
    return _surety(*parts) if parts else 0.0


def _surety(*parts: Parsed) -> float:
    return min(float(part["intent"]["confidence"]) for part in parts)


def _chosen(asked: list[Parsed]) -> list[Parsed]:
    """Return the sentences of a longer message that ask something, its background left out."""
    asking = [data for data in asked if _asks(data)]
    if len(asked) < LONG:
        return asking or [data for data in asked if _wants(data)][-1:]
    plainly = [data for data in asked if _plainly().search(data["text"])]
    wanted = [data for data in asking if data in plainly or data["intent"]["name"] in _always()]
    return wanted or plainly[-1:] or asking or [data for data in asked if _wants(data)][-1:]


def _always() -> list[str]:
    wishes: list[str] = patterns.data()["always_asked"]
    return wishes


def _merged(chosen: list[Parsed]) -> list[Parsed]:
    """Answer a wish that is said twice once: as it was said last, with all that it names."""
    merged: dict[str, Parsed] = {}
    for data in chosen:
        name = _wish(data)
        before = merged.get(name)
        if before is not None and _signature(before) != _signature(data):
            spoken = {entity["value"] for entity in data["entities"]}
            others = [{**e, "start": 0, "end": 0} for e in before["entities"] if e["value"] not in spoken]
            data = {**data, "entities": [*others, *data["entities"]]}
        merged[name] = data
    return list(merged.values())


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(patterns.data()["asking"], re.IGNORECASE)


@lru_cache(maxsize=1)
def _plainly() -> re.Pattern[str]:
    return re.compile(patterns.data()["asking_plainly"], re.IGNORECASE)


def _wants(data: Parsed) -> bool:
    return data["understood"]["band"] == SURE and data["intent"]["name"] not in COURTESY


def _asks(data: Parsed) -> bool:
    """Tell whether a sentence of a longer message is a question or a wish, and not background."""
    said = data["intent"]["name"] in _always() and data["intent"]["confidence"] >= CLEARLY
    return _wants(data) and (said or _asking().search(data["text"]) is not None)


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
        "understood": {"band": SURE, "candidates": [], "hits": [], "pressed": True},
        "negated": [],
    }


def _wish(data: Parsed) -> str:
    """Return what a part wants: its intent, and of practical questions and single facts which one."""
    name = str(data["intent"]["name"])
    hits = data["understood"]["hits"]
    return f"{name} {hits[0]['ref']} {hits[0]['fact']}" if name in (ASK_FAQ, ASK_FACT) and hits else name


def _signature(data: Parsed) -> tuple[str, tuple[str, ...]]:
    return (data["intent"]["name"], tuple(sorted(entity["value"] for entity in data["entities"])))


def _with_context(data: Parsed, asked: list[Parsed]) -> Parsed:
    """A question that names nothing is about what the sentences around it name."""
    if data["entities"]:
        return data
    around = [{**entity, "start": 0, "end": 0} for other in asked for entity in other["entities"]]
    denied = {ref for other in asked for ref in other.get("negated") or ()}
    return {**data, "entities": around, "negated": sorted(denied)}


def _denying(data: Parsed, background: Parsed) -> Parsed:
    """Keep what the background of a question denies: "no German cities please, which others work on tourism?"."""
    spoken = {one["value"] for one in data["entities"] if one["entity"] != "topic"}
    already = set(data.get("negated") or ())
    denied = set(background.get("negated") or ()) - (spoken - already)
    names = [{**one, "start": 0, "end": 0} for one in background["entities"] if one["value"] in denied]
    return {**data, "entities": [*names, *data["entities"]], "negated": sorted(already | denied)}


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
