"""Reads the dialogues: two stories in a file, one in English and one in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conversations.expectations import EXPECTATIONS

FOLDER = Path(__file__).parent
TODAY = date(2026, 12, 1)
"""The day of a story that names none: answers depend on the day, and a test must not change with the calendar."""
ENDINGS = {"en": " (en)", "zh": " (zh)"}
SPOKEN = ("user", "press")


class StoryError(ValueError):
    """A story is not written as it must be; the text names file and story."""


@dataclass(frozen=True)
class Turn:
    """One message of the user, and what is expected of the answer.

    Args:
        user: what is typed; None where a button is pressed.
        press: which button of the last answer is pressed, from 1.
        expected: expectation → its value, see `expectations.py`.
    """

    user: str | None
    press: int | None
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """A dialogue in one language.

    Args:
        name: what the user does, with the language at the end.
        file: where it is written, below the folder of the conversations.
        language: in which the conversation begins, "en" or "zh".
        today: the day on which it happens.
        turns: from the first message to the last.
    """

    name: str
    file: str
    language: str
    today: date
    turns: tuple[Turn, ...]


def files() -> list[Path]:
    """Return the files of all dialogues."""
    return sorted(FOLDER.rglob("*.yml"))


def stories() -> Iterator[Story]:
    """Return all stories."""
    for file in files():
        yield from read(file)


def read(file: Path) -> list[Story]:
    """Read the two stories of a file.

    Raises:
        StoryError: something is missing, too much or misspelt.
    """
    name = f"{file.parent.name}/{file.name}"
    content = YAML(typ="safe").load(file.read_text("utf-8"))
    if not isinstance(content, dict) or set(content) != {"stories"}:
        raise StoryError(f"{name}: the key `stories` is expected, and no other")
    found = [_story(raw, name) for raw in content["stories"]]
    if [story.language for story in found] != ["en", "zh"]:
        raise StoryError(f"{name}: two stories are expected, one ending in (en) and then one ending in (zh)")
    titles = {story.name.removesuffix(ENDINGS[story.language]) for story in found}
    if len(titles) != 1:
        raise StoryError(f"{name}: the two stories have different names: {' | '.join(sorted(titles))}")
    return found


def _story(raw: Mapping[str, Any], file: str) -> Story:
    name = str(raw.get("story", ""))
    where = f"{file}: {name or 'a story without a name'}"
    language = next((code for code, ending in ENDINGS.items() if name.endswith(ending)), None)
    if language is None:
        raise StoryError(f"{where}: a name ends in (en) or (zh)")
    if set(raw) - {"story", "today", "turns"} or not raw.get("turns"):
        raise StoryError(f"{where}: `story`, `turns` and perhaps `today` are expected, and no other")
    today = date.fromisoformat(str(raw["today"])) if "today" in raw else TODAY
    return Story(name, file, language, today, tuple(_turn(turn, where) for turn in raw["turns"]))


def _turn(raw: Mapping[str, Any], where: str) -> Turn:
    spoken = [key for key in SPOKEN if key in raw]
    expected = {key: value for key, value in raw.items() if key not in SPOKEN}
    if len(spoken) != 1:
        raise StoryError(f"{where}: each turn has `user` or `press`: {dict(raw)}")
    unknown = set(expected) - set(EXPECTATIONS)
    if unknown or not expected:
        wrong = ", ".join(sorted(unknown)) or "nothing is expected"
        raise StoryError(f"{where}: {wrong} → one of {', '.join(EXPECTATIONS)}: {dict(raw)}")
    return Turn(raw.get("user"), raw.get("press"), expected)
