"""Understands the sentences of one message, each in the light of what was spoken of before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.brain import asking
from bot.brain.asking import Parsed
from nlu import fields, generation, patterns
from nlu.clauses import halves
from nlu.normalise import is_han
from nlu.pronouns import resolve
from nlu.understanding import OUT_OF_SCOPE, SURE

APART = 0.5
"""How sure both halves of a sentence must be to be two questions."""
DOUBTFUL = 0.5
"""How sure a sentence with a background must be to stand as a whole."""
NEAR = 0.1
"""How much less sure a reading on the thing of the question before may be than the one on nothing."""
SHORT_WORDS, SHORT_HAN = 4, 10
"""How long a question is at most that leaves out what it is about."""
DEEPEST = 2
MOST_NAMES = 4
VAGUE = frozenset({"method", "theme"})
"""Kinds whose names are ordinary words too: what else a question names goes before them."""
OTHERS = frozenset({"unknown_name", "country", "programme", "funding", "pilot", "contact"})
"""Kinds of names that a sentence may speak of in the place of the city before it."""
_SLASH_GUARD = "\u200b"
"""Invisible and dropped by normalisation: typed text beginning with "/" must never be taken for an intent."""


@dataclass(frozen=True)
class Context:
    """What was spoken of before a sentence.

    Args:
        about: ref of a record.
        name: how the same message calls it; empty if the record is known from an answer before.
        left_out: whether a short question may leave out what it is about.
    """

    about: str | None = None
    name: str = ""
    left_out: bool = True

    def after(self, data: Parsed) -> Context:
        """Give the context of the sentence that follows."""
        if not (asking.asks(data) or data.get("kind") == asking.LEAD):
            return self
        denied = data.get("negated") or ()
        named = (e for e in asking.things(data) if e["entity"] in asking.ANCHORS and e["value"] not in denied)
        kinds = sorted(named, key=lambda e: bool(e["entity"] in VAGUE))
        alike = [e for e in kinds if e["entity"] == kinds[0]["entity"] and e.get("text")]
        words = list(dict.fromkeys(str(e["text"]) for e in alike))[:MOST_NAMES]
        joint = patterns.data("parts")["and"]["zh" if any(map(is_han, "".join(words))) else "en"]
        return self if not kinds else Context(kinds[0]["value"], str(joint).join(words))


@dataclass
class Listener:
    """Reads the sentences of one message.

    Args:
        processor: runs the pipeline.
        shown: whether a list was shown that "the first one" can be taken from.
    """

    processor: MessageProcessor
    shown: bool
    city: str | None = None
    """Ref of the one city that the sentences before this one name."""
    _read: dict[tuple[str, str | None], Parsed] = field(default_factory=dict)

    async def understand(self, text: str, about: str | None) -> Parsed:
        """Run the pipeline over one text; typed text is never an intent, whatever it begins with."""
        known = self._read.get((text, about))
        if known is not None:
            return known
        command = text.lstrip().startswith("/")
        message = UserMessage(_SLASH_GUARD + text if command else text, metadata={"about": about})
        data: Parsed = {**await self.processor.parse_message(message), "text": text}
        if command:  # commands are a channel's business; as text they ask nothing that this desk answers
            data = {**data, "intent": {"name": OUT_OF_SCOPE, "confidence": 0.9}}
        self._read[text, about] = data
        return data

    async def in_context(self, text: str, context: Context, kind: str | None = None) -> Parsed:
        """Understand a sentence as it stands and with its pronoun resolved, and keep the better reading."""
        plain = await self.understand(text, context.about)
        now = generation.current()
        record = now.library.get(context.about) if context.about else None
        resolved = resolve(now.reader.read(text), record, context.name) if record else None
        pointed = resolved is not None and bool(context.name)
        left_out = context.name and context.left_out and not _names(plain) and _is_short(text)
        if resolved is None and left_out and record is not None:
            resolved = context.name + ("" if any(map(is_han, text)) else ": ") + text
            named = await self.understand(resolved, context.about)
            resolved = resolved if _surety(named) >= APART else None
        data = plain
        if resolved is not None:
            named = await self.understand(resolved, context.about)
            if _better(named, plain, bool(context.name)):
                data = {**named, "text": text}
            elif pointed and not asking.things(plain):  # "its" says what is meant, whatever is asked of it
                data = {**plain, "entities": [{**e, "start": 0, "end": 0} for e in named["entities"]]}
        return {**data, "kind": kind} if kind else data

    async def sentence(self, text: str, context: Context, kind: str | None = None, depth: int = 0) -> list[Parsed]:
        """Understand one sentence: one question, several that are surer apart, or a background and its question."""
        whole = await self.in_context(text, context, kind)
        rows = await self._facts(text, whole, context)
        if rows:
            return rows
        best: list[Parsed] = []
        ways = halves(text)
        generation.current().foresee(half for way in ways for half in way)
        for first, second in ways:
            left = self.part(await self.in_context(first, context))
            named = next((entity["value"] for entity in left["entities"]), None)
            after = context.after(left) if asking.asks(left) else Context(named or context.about)
            after = replace(after, left_out=False)
            right = self.part(await self.in_context(second, after))
            if not asking.asks(right) or _surety(right) < APART:
                continue
            other = not asking.same_wish(left, right)
            right = with_context(right, [left])
            if asking.asks(left) and other:
                best = max([left, right], best, key=_surety_of) if _surety(left) >= APART else best
            elif not asking.wants(left) or not asking.asking_words().search(first):
                clearer = _surety(whole) < DOUBTFUL and _surety(right) > max(_surety_of(best), DOUBTFUL)
                clearer = clearer or (asking.is_practical(right) and _asker_led(whole))
                best = [_with_subjects(denying(right, left), left, whole)] if clearer else best
        if len(best) < 2 or depth >= DEEPEST:
            return best or [whole]
        left, right = best
        more = await self.sentence(right["text"], context.after(left), kind, depth + 1)
        return [left, *more] if len(more) > 1 else best

    async def _facts(self, text: str, whole: Parsed, context: Context) -> list[Parsed]:
        """Understand a sentence that asks for several facts of one thing, fact by fact."""
        questions = self._of_city(text, whole, context)
        if questions:
            return [await self.in_context(one, context, asking.LISTED) for one in questions]
        about = any(entity["entity"] in asking.ANCHORS for entity in whole["entities"]) or context.name
        if whole["intent"]["name"] in ("compare_cities", "find_cities") or not about:
            return []
        rows = [await self.in_context(one, context, asking.LISTED) for one in fields.apart(text)]
        return rows if len({asking.wish(row) for row in rows if asking.wants(row)}) > 1 else []

    def _of_city(self, text: str, whole: Parsed, context: Context) -> list[str]:
        """Give a question for each fact of the one city that a sentence names, else of the one spoken of before."""
        denied = whole.get("negated") or ()
        named = {e["value"]: str(e.get("text") or "") for e in whole["entities"] if e["entity"] == "city"}
        named = {ref: called for ref, called in named.items() if ref not in denied}
        library = generation.current().library
        if not named and not any(e["entity"] in OTHERS for e in asking.things(whole)):
            named = {ref: "" for ref in (self.city, context.about) if ref and ref.startswith("cities/")}
        city = library.get(next(iter(named))) if len(named) == 1 else None
        if city is None:
            return []
        names = city.names.in_("zh" if any(map(is_han, text)) else "en")
        return fields.of_city(text, named[city.ref], names[0])

    def part(self, data: Parsed) -> Parsed:
        """Give a part of a sentence; where nothing was listed, "the first" picks nothing."""
        if self.shown or data["intent"]["name"] != "select_item":
            return data
        return {**data, "intent": {**data["intent"], "name": OUT_OF_SCOPE}}


def _asker_led(whole: Parsed) -> bool:
    """Tell whether a sentence was taken for a wish because of who asks, as "we look for a partner, must … agree?"."""
    return whole["intent"]["name"] in patterns.data("parts")["asker_matters"]


def _is_short(text: str) -> bool:
    return len(text) <= SHORT_HAN if any(map(is_han, text)) else len(text.split()) <= SHORT_WORDS


def _better(named: Parsed, plain: Parsed, same_message: bool) -> bool:
    """Tell whether the reading with the name is the better one; within one message a little less sure is enough."""
    if named["understood"]["band"] != SURE:
        return False
    surer: float = named["intent"]["confidence"] - plain["intent"]["confidence"]
    if plain["understood"]["band"] != SURE:
        return not same_message or _surety(named) >= asking.CLEARLY
    return surer > 0 or (same_message and not asking.things(plain) and surer > -NEAR)


def _names(data: Parsed) -> bool:
    return any(entity["entity"] in asking.ANCHORS for entity in asking.things(data))


def _surety_of(parts: list[Parsed]) -> float:
    return _surety(*parts) if parts else 0.0


def _surety(*parts: Parsed) -> float:
    return min(float(part["intent"]["confidence"]) for part in parts)


def with_context(data: Parsed, asked: list[Parsed]) -> Parsed:
    """A question that names nothing is about what the question before it names, else the sentences around it.

    Args:
        data: the question.
        asked: the sentences of the message in their order.
    """
    if asking.things(data) or data["understood"]["band"] != SURE:
        return data
    place = next((i for i, one in enumerate(asked) if one["text"] == data["text"]), len(asked))
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


def _with_subjects(right: Parsed, left: Parsed, whole: Parsed) -> Parsed:
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
