"""An answer under construction, and its way to the person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from actions import figures
from actions.context import KINDS, Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Fact, Record

Block = dict[str, Any]
Compose = Callable[[Question, Library, date], "Answer"]

MOST_BUTTONS = 4
MOST_RECENT = 4
"""How many of the cities that were spoken of are remembered."""


@dataclass
class Answer:
    """What an action says and leaves behind.

    Args:
        blocks: texts, lists, cards and tables in the order of reading.
        buttons: what can be asked next; the surplus is left out.
        effects: what the gateway is to do.
        spoken: refs of the records the answer is about; they become the context.
        shown: refs in the order in which they were listed, for "the second one".
        more: facts (or whole records) that "more" goes on with.
        told: facts that were told, for "where is this from".
        slots: further slots to set.
        continues: the answer comments on the last one and does not replace it.
        asks_back: the answer is a question; the next message may hold nothing but what was missing.
        most_buttons: how many buttons are shown.
        asked_as: the question that was answered, where it is not the message as understood ("and Rome?").
    """

    blocks: list[Block] = field(default_factory=list)
    buttons: list[Block] = field(default_factory=list)
    effects: list[dict[str, Any]] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    more: list[dict[str, str | None]] = field(default_factory=list)
    told: list[dict[str, str | None]] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    continues: bool = False
    asks_back: bool = False
    most_buttons: int = MOST_BUTTONS
    asked_as: Question | None = None

    def say(self, key: str, evidence: Evidence | None = None, **values: Typed) -> Answer:
        """Add a sentence of the wording."""
        return self.add({"type": "text", "say": key, "with": values}, evidence)

    def add(self, block: Block, evidence: Evidence | None = None) -> Answer:
        """Add a block with what it rests on."""
        self.blocks.append({**block, **(evidence.fields() if evidence else {})})
        return self

    def items(
        self,
        rows: Iterable[Typed],
        title: Typed | None = None,
        ordered: bool = False,
        evidence: Evidence | None = None,
    ) -> Answer:
        """Add a list; nothing is added for no rows."""
        listed = list(rows)
        if listed:
            heading = {"title": title} if title else {}
            self.add({"type": "list", **heading, "items": listed, "ordered": ordered}, evidence)
        return self

    def button(self, title: Typed, intent: str, *entities: tuple[str, str]) -> Answer:
        """Add a button that asks something, unless the same thing can be pressed already."""
        does = {"intent": intent, "entities": [{"entity": kind, "value": value} for kind, value in entities]}
        if all(button["do"] != does for button in self.buttons):
            self.buttons.append({"title": title, "do": does})
        return self

    def effect(self, effect: dict[str, Any]) -> Answer:
        """Ask the gateway for something; what it says about it stands at this place."""
        self.blocks.append({"type": "effect", "index": len(self.effects)})
        self.effects.append(effect)
        return self

    def about(self, *records: Record) -> Answer:
        """Note what the answer is about."""
        self.spoken += [record.ref for record in records if record.ref not in self.spoken]
        return self

    def tells(self, record: Record, fact: str | None) -> Answer:
        """Note that a fact was told."""
        self.told.append({"ref": record.ref, "fact": fact})
        return self


@dataclass(frozen=True)
class Evidence:
    """What a block rests on: records, keys of sources, the date and the certainty of the evidence."""

    records: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    sure: str | None = None

    def fields(self) -> dict[str, Any]:
        """Give the fields of a block."""
        found: dict[str, Any] = {"records": list(self.records), "sources": list(self.sources)}
        if self.as_of:
            found["as_of"] = self.as_of
        if self.sure:
            found["sure"] = self.sure
        return found

    @staticmethod
    def of(record: Record, fact: Fact) -> Evidence:
        """Give the evidence of one fact; the day on which a figure without a year was read is no date of it."""
        as_of = None if figures.undated(fact) else fact.as_of
        return Evidence((record.ref,), fact.sources, as_of, fact.sure)


def finished(answer: Answer, library: Library) -> list[Block]:
    """Give the blocks of an answer with its sources and its buttons at the end."""
    blocks = list(answer.blocks)
    sources = _sources(blocks, library)
    if sources or any(block.get("sure") == "own" for block in blocks):
        dated = [block["as_of"] for block in blocks if block.get("as_of") and (block.get("sources") or not sources)]
        blocks.append({"type": "sources", "sources": sources, "as_of": dated[0] if dated else None})
    if answer.buttons:
        blocks.append({"type": "buttons", "items": answer.buttons[: answer.most_buttons]})
    return blocks


def _sources(blocks: Iterable[Block], library: Library) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for block in blocks:
        for key in block.get("sources", ()):
            source = library.sources.get(key)
            if source is None or key in found:
                continue
            found[key] = {
                "key": key,
                "title": source.title,
                "url": source.url,
                "as_of": block.get("as_of"),
                "sure": block.get("sure"),
            }
    return list(found.values())


def memory(question: Question, answer: Answer) -> dict[str, Any]:
    """Give the slots that an answer leaves behind."""
    slots: dict[str, Any] = {}
    if question.slots.get("city") in question.negated:  # who denies a city does not speak of it any more
        slots |= {"city": None, "cities": None, "recent_cities": question.remembered("recent_cities")}
    question = answer.asked_as or question
    for entity in question.entities:
        if entity.kind in KINDS or entity.kind == "country":
            slots[entity.kind] = entity.value
    topics = question.named("topic")
    if topics:
        slots["topic"] = topics
    for ref in answer.spoken:
        kind = KINDS_BY_FOLDER.get(ref.split("/")[0])
        if kind:
            slots[kind] = ref
    cities = [ref for ref in answer.spoken if ref.startswith("cities/")] or question.named("city")
    if cities:
        slots["cities"] = cities
        slots["recent_cities"] = _recent(question, answer, cities)
    if not answer.continues:
        slots["shown_more"] = answer.more
        slots["shown"] = _still_shown(question, answer)
        slots["last_intent"] = {
            "intent": question.intent,
            "open": answer.asks_back,
            "entities": [{"entity": one.kind, "value": one.value} for one in question.entities],
            "records": _records(answer),
            "told": answer.told,
            "sources": [key for block in answer.blocks for key in block.get("sources", ())],
        }
    return {**slots, **answer.slots}


def _recent(question: Question, answer: Answer, cities: list[str]) -> list[str]:
    """Give the last few cities that the conversation spoke of, the latest at the end, each once.

    Of an answer about one city that was asked for, only that one: its partners were not asked for.
    """
    alone = len(cities) == 1 and question.intent in ASKED_OF_ONE
    shown = [] if alone else [ref for ref in answer.shown if ref.startswith("cities/")]
    said = [*question.remembered("recent_cities"), *cities, *(shown if len(shown) < MOST_RECENT else [])]
    return list(reversed(list(dict.fromkeys(reversed(said)))))[-MOST_RECENT:]


def _still_shown(question: Question, answer: Answer) -> list[str]:
    """Give what "the second one" chooses from: the last list; one single thing is no list and takes none away."""
    kept = question.remembered("shown")
    lists = [block["items"] for block in answer.blocks if block["type"] == "list" and block.get("ordered")]
    numbered = any(len(items) > 1 for items in lists)
    return kept if len(answer.shown) < 2 <= len(kept) and not numbered else answer.shown


def _records(answer: Answer) -> list[str]:
    """Give what an answer was about; a mere list is about what it lists."""
    listed = [] if answer.told or answer.asks_back else answer.shown
    return list(dict.fromkeys([*answer.spoken, *listed]))


ASKED_OF_ONE = frozenset({"ask_city", "ask_city_population", "ask_city_partners", "ask_city_pilot"})
"""Intents that are asked of one city."""
KINDS_BY_FOLDER = {folder: kind for kind, folder in KINDS.items()}
