"""What is asked while we measure, from messages.yml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).with_name("messages.yml")
TURNS = 8
"""Messages of one conversation, as long as a usual one."""

Mix = Sequence[Sequence[str]]
"""Lists of messages; all messages of a conversation come from one list, such as that of one language."""


@dataclass(frozen=True)
class Messages:
    """The messages.

    Args:
        questions: what people ask the help desk, one list for each language.
        stock: what the assistant of `rasa init` understands.
        about: language → a question about a city, with a place for its name.
    """

    questions: Mix
    stock: Mix
    about: dict[str, str]


def read(file: Path = FILE) -> Messages:
    """Read the messages.

    Args:
        file: messages.yml.
    """
    content = YAML(typ="safe").load(file)
    return Messages(list(content["questions"].values()), [content["stock"]], dict(content["about"]))


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
