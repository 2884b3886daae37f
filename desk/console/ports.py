"""What the console is given by whoever serves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.engine import Connection

from desk.conversations import Conversation
from desk.handling import Announce
from desk.staff.secrets import Vault
from knowledge.records import Record

Result = TypeVar("Result")


class Transactions(Protocol):
    """Runs functions in transactions, off the event loop."""

    async def read(self, query: Callable[[Connection], Result]) -> Result:
        """Run a function in a read transaction."""
        ...

    async def write(self, change: Callable[[Connection], Result]) -> Result:
        """Run a function in a write transaction; it commits at the end and rolls back on an exception."""
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
        site: where letters lead, such as https://help.city.example; None while no mail is sent.
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
    site: str | None = None


Later = Callable[..., Awaitable[Any]]
