"""The small vocabulary in which a story says what it expects of an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.wording.render import plain, render

_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Answer:
    """An answer as the user gets it, and how the message was understood."""

    language: str
    understood: Mapping[str, Any]
    blocks: Sequence[Mapping[str, Any]]
    effects: Sequence[Mapping[str, Any]]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The answer in words; the places of effects are left out, since other words than the brain's stand there."""
        return render([block for block in self.blocks if block["type"] != "effect"], self.language)

    @property
    def text(self) -> str:
        """The answer as plain text, without buttons."""
        return plain(self.parts)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons with their titles, in their order."""
        return [item for part in self.parts if part["type"] == "buttons" for item in part["items"]]

    @property
    def said(self) -> set[str]:
        """The keys of all sentences of the wording that the answer uses."""
        return set(_said(self.blocks))


def _said(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("say"), str):
            yield node["say"]
        for value in node.values():
            yield from _said(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _said(value)


def problems(expected: Mapping[str, Any], answer: Answer) -> list[str]:
    """Compare an answer with what a story expects, and with what every answer must be.

    Args:
        expected: expectation → its value.
        answer: the answer.

    Returns:
        One sentence for each thing that is wrong.
    """
    found = [problem for key, value in expected.items() for problem in EXPECTATIONS[key](value, answer)]
    if "effects" not in expected and answer.effects:
        found.append(f"effects that no one expects: {list(answer.effects)}")
    return [*found, *_always(answer)]


def _always(answer: Answer) -> Iterator[str]:
    words = "\n".join([answer.text, *(button["title"] for button in answer.buttons)])
    if not answer.text.strip() and not answer.effects:
        yield "the answer says nothing"
    wrong = {"en": bool(_HAN.search(_first_line(answer))), "zh": not _HAN.search(words)}
    if words.strip() and wrong[answer.language]:
        yield f"the answer is not in {answer.language}"


def _first_line(answer: Answer) -> str:
    return answer.text.partition("\n")[0]


def _equals(value: Any, found: Any, what: str) -> list[str]:
    return [] if value == found else [f"{what}: {found}, expected {value}"]


def _holds(wanted: Sequence[Any], found: Any, what: str) -> list[str]:
    return [f"{what}: {one!r} is missing in {sorted(found)}" for one in wanted if one not in found]


def _contains(wanted: Sequence[Any], answer: Answer) -> list[str]:
    return [f"contains: {str(one)!r} is missing" for one in wanted if str(one) not in answer.text]


def _lacks(unwanted: Sequence[Any], answer: Answer) -> list[str]:
    return [f"lacks: {str(one)!r} is there" for one in unwanted if str(one) in answer.text]


def _first(wanted: Sequence[Any], answer: Answer) -> list[str]:
    """One of the first two sentences or lines says it: whoever stops reading there must know."""
    opening = re.split(r"(?<=[。！？])|(?<=[.!?])\s|\n", answer.text)
    start = " ".join([piece for piece in opening if piece.strip()][:2])
    return [f"opening: {str(one)!r} is missing in {start!r}" for one in wanted if str(one) not in start]


def _effects(wanted: Sequence[Mapping[str, Any]], answer: Answer) -> list[str]:
    """The same effects in the same order; of each, the fields that the story names."""
    alike = len(wanted) == len(answer.effects) and all(
        expected.items() <= effect.items() for expected, effect in zip(wanted, answer.effects)
    )
    return [] if alike else [f"effects: {list(answer.effects)}, expected {list(wanted)}"]


def _buttons(wanted: Sequence[str], answer: Answer) -> list[str]:
    """Each is a fragment of a title, or the intent of a button."""
    titles = [button["title"] for button in answer.buttons]
    intents = [button["do"]["intent"] for button in answer.buttons]
    return [
        f"buttons: {one!r} is missing in {titles} {intents}"
        for one in wanted
        if one not in intents and not any(one in title for title in titles)
    ]


EXPECTATIONS: dict[str, Callable[[Any, Answer], list[str]]] = {
    "intent": lambda value, answer: _equals(value, answer.understood["intent"], "intent"),
    "band": lambda value, answer: _equals(value, answer.understood["band"], "band"),
    "language": lambda value, answer: _equals(value, answer.language, "language"),
    "records": lambda value, answer: _holds(value, answer.understood["records"], "records"),
    "says": lambda value, answer: _holds(value, answer.said, "says"),
    "contains": _contains,
    "lacks": _lacks,
    "opening": _first,
    "effects": _effects,
    "buttons": _buttons,
}
