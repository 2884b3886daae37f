"""What the console is given by whoever serves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.engine import Connection

from desk.addresses import Network
from desk.console.facts import Section
from desk.conversations import Conversation
from desk.endings import AskRating
from desk.handling import Announce
from desk.staff.provider import Provider
from desk.staff.secrets import Vault
from knowledge.library import Library
from knowledge.problems import Problem
from knowledge.records import Fact, Record

Result = TypeVar("Result")


class Transactions(Protocol):
    """Runs functions in transactions, off the event loop."""

    async def read(self, query: Callable[[Connection], Result]) -> Result:
        """Run a function in a read transaction."""
        ...

    async def write(self, change: Callable[[Connection], Result]) -> Result:
        """Run a function in a write transaction; it commits at the end and rolls back on an exception."""
        ...


class PhraseFiles(Protocol):
    """The files of phrases; nothing is ever written into them."""

    def intents(self) -> list[str]:
        """Return the intents that have a file of their own."""
        ...

    def with_more(self, intent: str, asked: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
        """Return path and content of an intent's file with more phrases; None if there is no such file."""
        ...

    def check(self, path: str, text: str, library: Library) -> list[Problem]:
        """Return what the check of phrases says of a file."""
        ...


class RecordWords(Protocol):
    """How the assistant names facts and writes their numbers."""

    def fact_name(self, fact: Fact, language: str) -> str:
        """Return what a fact is called."""
        ...

    def amount(self, number: float, unit: str | None, language: str) -> str:
        """Return a number with its unit."""
        ...


@dataclass(frozen=True)
class Desk:
    """What the console needs from the process around it.

    Args:
        database: runs transactions.
        clock: gives the time.
        announce: tells the person in a conversation of a move.
        farewell: tells the person in a conversation that their data was erased.
        scrub: takes what was deleted out of the files of the database too, beside everything else.
        wake: tells the streams of a conversation that there are news.
        pause: waits for so many seconds, and returns whether the process goes on; at its end it waits no longer.
        vault: keeps the secrets of authenticators.
        name: of the help desk.
        authenticator_needed: whether everybody must use an authenticator.
        network_of: returns the network of a request's address.
        rehearse: returns what the assistant says of a record in a language; None while it cannot be asked.
        overview: returns what is set up here; the last section is about signing in.
        record_words: what facts are called, and how their numbers are written.
        mask: returns a text without addresses, numbers and tokens.
        phrases: the files from which the assistant learns.
        site: where letters lead, such as https://help.city.example; None while no mail is sent.
        networks: not public ones that webhooks may call all the same.
        provider: with which staff may sign in; None if there is none.
        ask_rating: tells the person that their case is finished and asks how satisfied they are; None to tell only.
    """

    database: Transactions
    clock: Callable[[], datetime]
    announce: Announce
    farewell: Callable[[Connection, Conversation, datetime], None]
    scrub: Callable[[], None]
    wake: Callable[[str], None]
    pause: Callable[[float], Awaitable[bool]]
    vault: Vault
    name: str
    authenticator_needed: bool
    network_of: Callable[[Any], str]
    rehearse: Callable[[Record, str], Awaitable[str | None]]
    overview: Callable[[], Awaitable[Sequence[Section]]]
    record_words: RecordWords
    mask: Callable[[str], str]
    phrases: PhraseFiles
    site: str | None = None
    networks: Sequence[Network] = ()
    provider: Provider | None = None
    ask_rating: AskRating | None = None


Later = Callable[..., Awaitable[Any]]
