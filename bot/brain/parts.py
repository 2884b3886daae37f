"""What a message asks: one thing as a rule; of a long message the sentences that ask something, the first three now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from rasa.core.processor import MessageProcessor

from bot.brain import asking, guided, things
from bot.brain.around import with_context
from bot.brain.asking import LEAD, LISTED, LONG, Parsed
from bot.brain.listening import Context, Listener
from bot.brain.turns import TurnRequest
from nlu import corrections, courtesies, generation, patterns
from nlu.clauses import halves
from nlu.items import listed
from nlu.sentences import sentences
from nlu.understanding import SURE

MOST_PARTS = 3
MOST_SENTENCES = 40
MOST_LEFT = 12
ASKER_KINDS = frozenset({"country", "topic", "cluster"})


@dataclass(frozen=True)
class Part:
    """One question of a message.

    Args:
        text: in the person's words.
        reads: what is answered for it, thing after thing; nothing if it is not understood.
    """

    text: str
    reads: tuple[Parsed, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What a message asks.

    Args:
        parts: its questions that are answered now, in the order asked; at least one.
        left: its further questions, as buttons: {title, do}.
        headed: whether each answer begins with its question.
    """

    parts: tuple[Part, ...]
    left: tuple[dict[str, Any], ...] = field(default=())
    headed: bool = False

    @property
    def reads(self) -> list[Parsed]:
        """Everything that is answered, in its order."""
        return [data for part in self.parts for data in part.reads]


async def parse(processor: MessageProcessor, request: TurnRequest, about: str | None) -> Heard:
    """Understand a message.

    Args:
        processor: runs the pipeline.
        request: the message.
        about: ref of the record that the last answer was about.
    """
    state = request.state or {}
    left = tuple(state.get("left") or ())
    if request.do is not None:
        others = tuple(one for one in left if one["do"] != request.do)
        return Heard((Part(request.text, (pressed(request.text, request.do),)),), others if others != left else ())
    slots = request.slots
    listener = Listener(processor, bool(slots.get("shown")))
    said = guided.meant(request.text, slots)
    text = courtesies.without(corrections.meant(generation.current().written(said, request.language)))
    gone = corrections.denied(said, text)
    about = None if about in gone else about
    waits, pieces = guided.waits(said, slots), _pieces(text)
    if len(pieces) == 1:  # a letter is too long to be read whole, or in halves, for nothing
        generation.current().foresee([*([said] if waits else ()), text, *chain.from_iterable(halves(text))])
    if waits:
        moves = guided.as_move(await listener.understand(said, about), slots)
        if moves is not None:
            return Heard((Part(said, tuple(moves)),))
    titled = generation.current().index.titled(text)
    if titled is not None:  # a question of ours as it stands is one, however many halves it has
        hit = {"ref": titled, "fact": None, "score": 1.0, "question": text}
        return Heard((Part(text, (pressed(text, {"intent": "ask_faq", "hits": [hit]}),)),))
    if len(pieces) > 1:
        return await _several(listener, text, pieces, Context(about), slots)
    found = [_denying(data, gone) for data in await listener.sentence(text, Context(about))]
    if left and len(found) == 1 and found[0]["intent"]["name"] == "show_more":
        return go_on(left)
    return _of([things.settled(data, slots) for data in found] if len(found) > 1 else found)


def _denying(data: Parsed, gone: frozenset[str]) -> Parsed:
    """Keep what a message said before its question that it does not mean, and the question does not name itself."""
    named = {entity["value"] for entity in data["entities"]}
    return {**data, "negated": sorted({*(data.get("negated") or ()), *(gone - named)})} if gone else data


def _pieces(text: str) -> list[tuple[str, str | None]]:
    """Cut a message into sentences and the entries of its list, each with its kind.

    The middle of a message that would take too long is left out; the wish stands at the beginning or the end.
    """
    found = listed(text)
    pieces: list[tuple[str, str | None]] = [(one, None) for one in sentences(found.lead if found else text)]
    if found and pieces and not pieces[-1][0].endswith(tuple(".?!。？！")):
        pieces[-1] = (pieces[-1][0], LEAD)
    pieces += [(one, LISTED) for item in (found.items if found else ()) for one in sentences(item)]
    half = MOST_SENTENCES // 2
    return pieces if len(pieces) <= MOST_SENTENCES else pieces[:half] + pieces[-half:]


async def _several(
    listener: Listener, text: str, pieces: list[tuple[str, str | None]], about: Context, slots: Mapping[str, Any]
) -> Heard:
    """Understand a message of several sentences: what it asks, with what the sentences around say."""
    asked: list[Parsed] = []
    contexts: dict[str, Context] = {}
    context = about
    generation.current().foresee(piece for piece, _ in pieces)
    for piece, kind in pieces:
        contexts[piece] = context
        deep = len(pieces) < LONG and kind != LEAD
        read = await (listener.sentence if deep else _one(listener))(piece, context, kind)
        cities = {entity["value"] for data in read for entity in data["entities"] if entity["entity"] == "city"}
        listener.city = next(iter(cities)) if len(cities) == 1 else None if cities else listener.city
        for data in read:
            asked.append(asking.heard(listener.part(data)))
            asked_plainly = len(pieces) < LONG or kind is not None or piece.endswith(("?", "？"))
            context = context.after(asked[-1]) if asked_plainly else context
    asked = [asking.in_company(data, asked) for data in asked]
    chosen = asking.chosen(asked)
    if len(pieces) >= LONG:
        first = [await listener.sentence(d["text"], contexts[d["text"]], d.get("kind")) for d in chosen[:MOST_PARTS]]
        chosen = [*(data for read in first for data in read), *chosen[MOST_PARTS:]]
    kept = asking.with_unclear([_from_asker(data, asked) for data in asking.merged(chosen)], asked)
    if len(kept) > 1:
        return _of([things.settled(with_context(data, asked), slots) for data in kept])
    if kept and len(pieces) >= LONG:  # so much around the question would only blur it
        return _of([with_context(await listener.pointed(kept[0], asked), asked)])
    whole = await listener.understand(text, about.about)
    if not kept or (asking.wants(whole) and _asker_matters(whole) and not asking.is_practical(kept[0])):
        return _of([whole])
    if asking.leans(kept[0]) and asking.is_practical(whole):
        return _of([whole])
    return _of([with_context(kept[0], asked)])


def _asker_matters(data: Parsed) -> bool:
    """Tell whether who asks belongs to the wish: "We are Ljubljana. Were we in it?"."""
    return data["intent"]["name"] in patterns.data("parts")["asker_matters"] or bool(data["understood"].get("asks"))


def _one(listener: Listener) -> Any:
    async def read(text: str, context: Context, kind: str | None) -> list[Parsed]:
        return [await listener.in_context(text, context, kind)]

    return read


def _of(asked: list[Parsed]) -> Heard:
    """Order what is asked: three questions are answered, those that are understood and left are offered."""
    several = len(asked) > 1
    parts = [
        Part(data["text"], tuple(things.apart(data)) if asking.wants(data) or not several else ()) for data in asked
    ]
    now: list[Part] = []
    left: list[dict[str, Any]] = []
    for part in parts:
        if len([one for one in now if one.reads]) < MOST_PARTS and len(now) < 2 * MOST_PARTS:
            now.append(part)
        elif part.reads:
            left.append(button(part))
    if not any(part.reads for part in now):
        return Heard((replace(now[0], reads=(asked[0],)),))
    return Heard(tuple(now), tuple(left[:MOST_LEFT]), len(now) + len(left) > 2)


def button(part: Part) -> dict[str, Any]:
    """Give the button that asks a question of a message later: with its names, and with what the index found."""
    data = part.reads[0]
    hits = data["understood"]["hits"]
    entities = [{key: e[key] for key in ("entity", "value", "text") if key in e} for e in data["entities"]]
    do = {"intent": asking.intent_of(data), "entities": entities, "hits": hits[:MOST_PARTS]}
    return {"text": part.text, "do": do}


def go_on(left: tuple[dict[str, Any], ...]) -> Heard:
    """Answer the next of the questions that were left."""
    parts = tuple(Part(one["text"], (pressed(one["text"], one["do"]),)) for one in left[:MOST_PARTS])
    return Heard(parts, left[MOST_PARTS:], len(left) > 1)


def pressed(text: str, do: Mapping[str, Any]) -> Parsed:
    """Give the parse data of a button."""
    return {
        "text": text,
        "intent": {"name": do["intent"], "confidence": 1.0},
        "entities": [{"score": 1.0, "text": "", **entity} for entity in do.get("entities", [])],
        "understood": {"band": SURE, "candidates": [], "hits": do.get("hits", []), "pressed": True},
        "negated": [],
    }


def _from_asker(data: Parsed, asked: list[Parsed]) -> Parsed:
    """Who asks ("we are a town in Poland") matters to some wishes: add it in front of what the wish names."""
    if data["intent"]["name"] not in patterns.data("parts")["asker_matters"] or not data["entities"]:
        return data
    before = [
        {**entity, "start": 0, "end": 0}
        for other in asked
        if other["text"] != data["text"] and not asking.asks(other)
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
