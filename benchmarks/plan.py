"""The plan of a crowd: who asks what, how often and for how long. Written by us, read by Locust's process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.client import Client
from benchmarks.messages import Messages
from benchmarks.person import Question
from knowledge.library import Library

VARIABLE = "CITYBRIDGE_PLAN"
FEWEST = 20
"""Questions that a crowd needs at least, so that neighbours do not ask the same."""
CITY = "cities/"


class NoQuestions(Exception):
    """Too few questions can be recognised by their answers; the text says how many."""


@dataclass(frozen=True)
class Plan:
    """What a crowd does.

    Args:
        address: of the server.
        people: how many.
        every: seconds between two messages of one person, on average.
        ramp: seconds in which all arrive.
        seconds: from then on.
        stay: messages of one session, then the person comes back with a new one; 0 for one session only.
        again: of so many messages, one is sent twice.
        reconnect: after so many messages a person loses the stream and opens another one.
        questions: language → questions.
        patience: seconds to wait for an answer.
    """

    address: str
    people: int
    every: float
    ramp: float
    seconds: float
    questions: Mapping[str, Sequence[Question]]
    stay: int = 0
    again: int = 10
    reconnect: int = 7
    patience: float = 30.0

    def write(self, file: Path) -> None:
        """Write the plan to a file."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")

    @classmethod
    def read(cls, file: Path) -> Plan:
        """Return the plan that was written to a file."""
        content = json.loads(file.read_text("utf-8"))
        questions = {
            language: [Question(**each) for each in some] for language, some in content.pop("questions").items()
        }
        return cls(questions=questions, **content)


def candidates(library: Library, messages: Messages) -> dict[str, list[Question]]:
    """Return a question about each city: language → questions.

    Args:
        library: its published cities.
        messages: how to ask.
    """
    cities = [record for record in library.of_kind("city") if record.status == "published"]
    return {
        language: [Question(words.format(name=getattr(city.name, language)), city.ref) for city in cities]
        for language, words in messages.about.items()
    }


def recognisable(client: Client, found: Mapping[str, Sequence[Question]]) -> dict[str, list[Question]]:
    """Ask every question once, which also warms everything up, and keep those answered from their own city alone.

    Args:
        client: asks.
        found: language → questions.

    Raises:
        NoQuestions: too few of a language are left.
        Unanswered: a question got no answer.
    """
    kept = {
        language: [each for number, each in enumerate(some) if _fits(client, f"{language}-{number}", each)]
        for language, some in found.items()
    }
    for language, some in kept.items():
        if len(some) < FEWEST:
            raise NoQuestions(
                f"Only {len(some)} of {len(found[language])} questions ({language}) were answered from their own city; "
                f"{FEWEST} are needed. Ask some of them with make ask: does the assistant know the cities?"
            )
    return kept


def _fits(client: Client, sender: str, question: Question) -> bool:
    answers = client.ask(f"trial-{sender}", question.text)
    named = {record for answer in answers for record in (answer.get("custom") or {}).get("records", ())}
    return {record for record in named if record.startswith(CITY)} == {question.record}
