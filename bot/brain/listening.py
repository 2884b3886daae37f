"""Understands the sentences of one message, each in the light of what was spoken of before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.brain import asking
from bot.brain.around import denying, names_before, naming, spoken_of, with_context, with_subjects
from bot.brain.asking import Parsed, surety
from nlu import fields, generation, patterns, persons
from nlu.clauses import halves, is_aside
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
MOST_BACK = 3
"""Sentences of a letter, from its question backwards, in which the thing is looked for that the question leaves out."""
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
        named = spoken_of(data)
        if named is None:
            return self
        if asking.asks(data) or data.get("kind") == asking.LEAD:
            return Context(*named)
        return self if self.name else Context(*named, left_out=False)  # "that about Nice is wrong. Who is its partner?"


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
            resolved = resolved if surety(named) >= APART else None
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
        if asking.is_for_person(whole) and not persons.beside_question(halves(text)):
            return [whole]
        rows = await self._facts(text, whole, context)
        if rows:
            return [*rows, *await self._besides(text, rows, context)]
        best: list[Parsed] = []
        ways = halves(text)
        generation.current().foresee(half for way in ways for half in way)
        for first, second in ways:
            left = self.part(await self.in_context(first, context))
            if asking.wants(left) and is_aside(asking.intent_of(left), second):
                return [left]
            named = next((entity["value"] for entity in left["entities"]), None)
            after = context.after(left) if asking.asks(left) else Context(named or context.about)
            after = replace(after, left_out=False)
            right = self.part(await self.in_context(second, after))
            if asking.asks(left) and not asking.is_same_again(left) and not _is_sure(right):
                right = self.part(await self.in_context(second, replace(after, left_out=True)))
            left, right = asking.in_company(left, [right]), asking.in_company(right, [left])
            if not asking.asks(right) or not _is_sure(right):
                continue
            other = not asking.same_wish(left, right)
            right = with_context(right, [left])
            if asking.asks(left) and other:
                best = max([left, right], best, key=_surety_of) if surety(left) >= APART else best
            elif not asking.wants(left) or not asking.asking_words().search(first):
                lost = asking.wants(left) and not asking.wants(whole)  # the halves say more than the whole
                clearer = (lost or surety(whole) < DOUBTFUL) and surety(right) > max(_surety_of(best), DOUBTFUL)
                clearer = clearer or (asking.is_practical(right) and _asker_led(whole))
                best = [with_subjects(denying(right, left), left, whole)] if clearer else best
        if len(best) < 2 or depth >= DEEPEST:
            return best or [whole]
        left, right = best
        more = await self.sentence(right["text"], context.after(left), kind, depth + 1)
        return [left, *more] if len(more) > 1 else best

    async def _besides(self, text: str, rows: list[Parsed], context: Context) -> list[Parsed]:
        """Give the question on another thing behind one for several facts: "…, and who led the IURC?"."""
        for _, second in halves(text):
            right = self.part(await self.in_context(second, context))
            other = any(e["entity"] in OTHERS for e in asking.things(right))
            if other and asking.asks(right) and all(not asking.same_wish(one, right) for one in rows):
                return [right]
        return []

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

    async def pointed(self, data: Parsed, asked: list[Parsed]) -> Parsed:
        """Understand the question of a letter that leaves out what it is about, with the name of what stands before.

        Args:
            data: the question as it stands.
            asked: the sentences of the message in their order.
        """
        if _names(data) or asking.is_practical(data) or asking.is_courtesy(data):
            return data
        least = surety(data) + NEAR if data["understood"]["band"] == SURE else APART
        for name in names_before(data, asked)[:MOST_BACK]:
            named = await self.understand(naming(name, data["text"]), None)
            if asking.wants(named) and surety(named) >= least:
                entities = [{**entity, "start": 0, "end": 0} for entity in named["entities"]]
                return {**named, "text": data["text"], "entities": entities}
        return data

    def part(self, data: Parsed) -> Parsed:
        """Give a part of a sentence; where nothing was listed, "the first" picks nothing."""
        if self.shown or data["intent"]["name"] != "select_item":
            return data
        return {**data, "intent": {**data["intent"], "name": OUT_OF_SCOPE}}


def _is_sure(right: Parsed) -> bool:
    """Tell whether the second half of a sentence is sure enough by itself, as a practical question by its record."""
    return right["understood"]["band"] == SURE and float(right["intent"]["confidence"]) >= APART


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
        return not same_message or surety(named) >= asking.CLEARLY
    return surer > 0 or (same_message and not asking.things(plain) and surer > -NEAR)


def _names(data: Parsed) -> bool:
    return any(entity["entity"] in asking.ANCHORS for entity in asking.things(data))


def _surety_of(parts: list[Parsed]) -> float:
    return surety(*parts) if parts else 0.0
