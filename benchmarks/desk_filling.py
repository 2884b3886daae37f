"""Fills a database as a desk has it after some months: cases, conversations, requests, notes, in both languages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from desk import cases, conversations, messages, requests
from desk.cases import CLOSED, Case, Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.messages import DONE, IN, USER, Message, Reply
from desk.requests import Consent, Request
from desk.staff import accounts, sessions
from desk.staff.accounts import AGENT, OFFICES, Profile
from knowledge.library import Library

LANGUAGES = ("en", "zh")
OPEN, FINISHED, EACH = 200, 300, 40
"""Open cases, finished ones, and messages in the conversation of each: 20,000 in all."""
_STEP = timedelta(minutes=7)
_CLUSTERS = ("clusters/circular", "clusters/mobility", "clusters/health", "clusters/smart")


@dataclass(frozen=True)
class Sentences:
    """What is said.

    Args:
        asked: language → questions.
        answered: language → answers.
        cities: language → names.
    """

    asked: Mapping[str, Sequence[str]]
    answered: Mapping[str, Sequence[str]]
    cities: Mapping[str, Sequence[str]]


def sentences(library: Library) -> Sentences:
    """Return what people ask and are answered, from the records.

    Args:
        library: the records.
    """
    faq, cities = library.of_kind("faq"), library.of_kind("city")
    asked: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    answered: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for record in faq:
        for language in LANGUAGES:
            asked[language] += [record.question.in_(language), *record.also_asked.in_(language)]  # type: ignore[union-attr]
            answered[language].append(record.answer.in_(language))  # type: ignore[union-attr]
    names = {language: [city.name.in_(language) for city in cities] for language in LANGUAGES}
    return Sentences(asked, answered, names)


class Desk:
    """A desk that is filled; the same every time.

    Args:
        words: what is said.
        now: the time at the end.
    """

    def __init__(self, words: Sentences, now: datetime) -> None:
        self._words = words
        self._now = now
        self._random = random.Random(20_000)  # noqa: S311
        self.references: list[str] = []

    def fill(self, database: Database) -> str:
        """Fill a migrated, empty database.

        Args:
            database: which.

        Returns:
            The token of a session of a member of staff.
        """
        with database.write() as connection:
            profile = Profile("bea@desk.example", "Bea", AGENT, OFFICES[1], LANGUAGES, "en")
            person = accounts.create(connection, profile, self._now)
            token = sessions.open_session(connection, person.id, True, "127.0.0.0/24", "benchmark", self._now)[1]
        for number in range(OPEN + FINISHED):
            with database.write() as connection:
                case = self._one(connection, number)
                if number >= OPEN:
                    cases.set_status(connection, case, CLOSED, person.id, self._now)
        return token

    def _one(self, connection: Connection, number: int) -> Case:
        language = LANGUAGES[number % 2]
        began = self._now - timedelta(days=number / 3 + 1)
        talk, _ = conversations.open_with_token(connection, "web", language, began)
        said = list(self.turns(language, EACH // 2))
        for turn, (asked, answer) in enumerate(said):
            at = began + _STEP * turn
            messages.store_inbound(connection, inbound(connection, talk, f"b-{turn}", asked, at))
            messages.say(connection, talk.id, "web", reply(answer, language), at)
        kind = cases.COOPERATION if number % 4 == 0 else cases.ESCALATION
        due = began + timedelta(days=7)
        wish = Wish(kind, said[-1][0], [self._random.choice(_CLUSTERS)], language, due)
        case = cases.open_case(connection, talk, wish, began + _STEP * len(said))
        if kind == cases.COOPERATION:
            self._request(connection, case, number, language, began)
        note = {"text": self._random.choice(self._words.asked[language])}
        cases.add_event(connection, case.id, "requester", "note", note, began)
        self.references.append(case.reference)
        return case

    def turns(self, language: str, count: int) -> Iterator[tuple[str, str]]:
        """Return questions with answers, each about a city."""
        for _ in range(count):
            city = self._random.choice(self._words.cities[language])
            asked = self._random.choice(self._words.asked[language])
            yield f"{city}: {asked}", f"{city} – {self._random.choice(self._words.answered[language])}"

    def _request(self, connection: Connection, case: Case, number: int, language: str, now: datetime) -> None:
        city = self._random.choice(self._words.cities[language])
        request = Request(
            f"Person {number}", f"Office {number}", city, email=f"person.{number}@city.example",
            description=case.asked, topics=tuple(case.records),
        )  # fmt: skip
        requests.store(connection, case.id, request, Consent("1", "0" * 64, language, now), now)


def inbound(connection: Connection, talk: Conversation, client: str, text: str, now: datetime) -> Message:
    """Return a message of a person that takes the next number."""
    return Message(
        0, talk.id, messages.take_seq(connection, talk.id), IN, USER, client, None, text, None, None, None,
        talk.language, None, now, DONE, 0,
    )  # fmt: skip


def reply(text: str, language: str) -> Reply:
    """Return an answer of the assistant."""
    return Reply("assistant", text, [{"type": "text", "text": text}], [], language)
