"""The end of a case: what the person is told of it, and the question how satisfied they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from desk import cases, ratings
from desk.cases import RESOLVED, Case
from desk.conversations import Conversation

if TYPE_CHECKING:
    from desk.handling import Worker

ENDED, ANSWERED = "ended", "answered"
"""What the person is told where nothing is asked: it is closed; it is answered."""


@dataclass(frozen=True)
class Ending:
    """The end of a case.

    Args:
        case: as it is after it.
        goes_on: whether another case keeps the desk's part in the conversation going.
    """

    case: Case
    goes_on: bool


AskRating = Callable[[Connection, Conversation, Ending, datetime], int]
"""Tells the person that their case is finished and asks how satisfied they are; returns the number of the message."""


def goes_on(connection: Connection, case: Case) -> bool:
    """Whether another open escalation of the conversation still needs the word."""
    other = cases.open_escalation(connection, str(case.conversation))
    return other is not None and other.id != case.id


def tell(connection: Connection, worker: Worker, talk: Conversation, ending: Ending) -> None:
    """Tell the person of the end of their case, with the question how satisfied they are, asked once for a case.

    Args:
        connection: the transaction of the move.
        worker: who finished the case.
        talk: the conversation as it was before.
        ending: which case, and whether another one goes on.
    """
    if worker.ask_rating is not None and ratings.may_ask(connection, ending.case):
        seq = worker.ask_rating(connection, talk, ending, worker.now)
        ratings.asked(connection, ending.case, seq, worker.now)
    elif not ending.goes_on:
        told = ANSWERED if ending.case.status == RESOLVED else ENDED
        worker.announce(connection, talk, told, worker.person, worker.now)
