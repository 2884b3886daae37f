"""What is asked while we measure, from messages.yml."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from knowledge.library import Library

FILE = Path(__file__).with_name("messages.yml")
TURNS = 8
"""Messages of one conversation, as long as a usual one."""
SEED = 4
OTHERS = 6
"""Records that each record is asked about together with."""

Mix = Sequence[Sequence[str]]
"""Lists of messages; all messages of a conversation come from one list, such as that of one language."""


@dataclass(frozen=True)
class Messages:
    """The messages.

    Args:
        questions: what people ask the help desk, one list for each language.
        stock: what the assistant of `rasa init` understands.
        about: language → a question about a city, with a place for its name.
        openings: language → what may stand before a question.
        new: kind of record → language → ways to ask about a record of that kind.
    """

    questions: Mix
    stock: Mix
    about: dict[str, str]
    openings: Mapping[str, Sequence[str]]
    new: Mapping[str, Mapping[str, Sequence[str]]]


def read(file: Path = FILE) -> Messages:
    """Read the messages.

    Args:
        file: messages.yml.
    """
    content = YAML(typ="safe").load(file)
    fixed = list(content["questions"].values()), [content["stock"]], dict(content["about"])
    return Messages(*fixed, content["openings"], content["new"])


def new_questions(library: Library, messages: Messages) -> Mix:
    """Return questions of which no two are the same, always in the same mixed order, one list for each language.

    Args:
        library: what is asked about: its published records.
        messages: how to ask.
    """
    found = []
    for language in messages.openings:
        asked = sorted(set(_new(library, messages, language)))
        random.Random(SEED).shuffle(asked)  # noqa: S311
        found.append(asked)
    return found


def _new(library: Library, messages: Messages, language: str) -> Iterator[str]:
    for kind, ways in messages.new.items():
        published = [record for record in library.of_kind(kind) if record.status == "published"]
        names = [getattr(record.name, language) for record in published]
        for place, name in enumerate(names):
            others = [names[(place + step) % len(names)] for step in range(1, OTHERS + 1)]
            for words in ways[language]:
                for opening in messages.openings[language]:
                    for other in others:
                        yield opening + words.format(name=name, other=other)


def part(mix: Mix, first: int, number: int) -> Mix:
    """Return so many messages of each list, from a place on.

    Args:
        mix: the lists.
        first: counts from 0.
        number: how many of each list.
    """
    return [messages[first : first + number] for messages in mix]


def conversation(mix: Mix, number: int, turns: int = TURNS) -> list[str]:
    """Return the messages of the n-th conversation; the lists take turns, and each goes on where it stopped.

    Args:
        mix: the lists.
        number: counts from 0.
        turns: how many messages.
    """
    messages = mix[number % len(mix)]
    first = number // len(mix) * turns
    return [messages[(first + turn) % len(messages)] for turn in range(turns)]
