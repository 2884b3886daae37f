"""A conversation with the actions alone: no Rasa, no understanding, the wording of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from actions import answer as answers
from actions import catalogue, continuation
from actions.answer import Compose
from actions.context import Question
from bot.wording.render import plain, render
from knowledge.library import Library

BARE = ("ask_city", "ask_programme", "ask_funding", "ask_cluster", "ask_role", "ask_method", "ask_contact")
COMPOSITIONS: dict[str, Compose] = {
    **catalogue.ANSWERS,
    **dict.fromkeys(BARE, continuation.bare),
    "show_more": continuation.more,
    "select_item": continuation.select,
    "ask_same_for": continuation.same_for,
    "switch_language": continuation.language,
}
LANGUAGES = ("en", "zh")


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Give every mapping inside a block."""
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from walk(child)


@dataclass(frozen=True)
class Reply:
    """What came of one message."""

    blocks: list[dict[str, Any]]
    effects: list[dict[str, Any]]
    answer: answers.Answer

    def text(self, language: str = "en") -> str:
        """Give the whole answer in one language; fails where a sentence or a value is missing."""
        said = [block for block in self.blocks if block["type"] != "effect"]
        return plain(render(said, language))

    def first(self, sentences: int = 2) -> str:
        """Give the first text blocks in English."""
        said = [block for block in self.blocks if block["type"] == "text"][:sentences]
        return plain(render(said, "en"))

    @property
    def says(self) -> list[str]:
        """The keys of the wording that are used, in order."""
        return [node["say"] for block in self.blocks for node in walk(block) if "say" in node]

    @property
    def buttons(self) -> list[tuple[str, str | None]]:
        """Intent and last entity value of every button."""
        items = [item["do"] for block in self.blocks if block["type"] == "buttons" for item in block["items"]]
        return [(do["intent"], do["entities"][-1]["value"] if do["entities"] else None) for do in items]

    @property
    def sources(self) -> set[str]:
        """The keys of the sources that the answer names."""
        return {row["key"] for block in self.blocks if block["type"] == "sources" for row in block["sources"]}


@dataclass
class Talk:
    """A conversation: slots stay from one message to the next."""

    library: Library
    today: date = date(2026, 11, 22)
    slots: dict[str, Any] = field(default_factory=dict)

    def ask(
        self,
        intent: str,
        *entities: tuple[str, str],
        text: str = "",
        hits: tuple[tuple[str, str | None], ...] = (),
        candidates: tuple[str, ...] = (),
        negated: tuple[str, ...] = (),
        score: float = 0.9,
        asks: str = "",
    ) -> Reply:
        """Send one message, as the understanding would hand it over."""
        message = {
            "intent": {"name": intent},
            "text": text,
            "entities": [{"entity": kind, "value": value, "text": _surface(value)} for kind, value in entities],
            "understood": {
                "hits": [{"ref": ref, "fact": fact, "score": score} for ref, fact in hits],
                "candidates": [{"intent": name, "confidence": 0.3} for name in candidates],
                "asks": asks,
            },
            "negated": list(negated),
        }
        question = Question.of(message, self.slots)
        answer = COMPOSITIONS[intent](question, self.library, self.today)
        self.slots.update(answers.memory(question, answer))
        return Reply(answers.finished(answer, self.library), answer.effects, answer)


def _surface(value: str) -> str:
    return value.rpartition("/")[2]
