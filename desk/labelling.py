"""What staff write on a case beside its course: notes, priority, tags."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from desk import cases, handling, mentions
from desk.cases import Case
from desk.errors import MoveRefused
from desk.handling import LONGEST_REPLY, Worker

LONGEST_TAG, MOST_TAGS = 30, 12


def note(connection: Connection, worker: Worker, case: Case, text: str) -> None:
    """Write a note that only staff see; colleagues whom it names are told.

    Raises:
        MoveRefused: it is empty or too long.
    """
    words = text.strip()
    if not words or len(words) > LONGEST_REPLY:
        raise MoveRefused(case.reference)
    told = mentions.note(connection, case.id, words, worker.person.id, worker.now)
    data = {"text": words, "named": told} if told else {"text": words}
    cases.add_event(connection, case.id, worker.person.id, "note", data, worker.now)
    handling.log(connection, worker, "case.note", case)


def prioritise(connection: Connection, worker: Worker, case: Case, version: int, priority: str) -> Case:
    """Set how urgent a case is.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: there is no such priority.
    """
    if priority not in cases.PRIORITIES:
        raise MoveRefused(priority)
    return handling.change(connection, worker, case, version, "priority", priority=priority)


def tag(connection: Connection, worker: Worker, case: Case, version: int, tags: Sequence[str]) -> Case:
    """Set the tags of a case; each is kept once, without spaces around it.

    Raises:
        EpochChanged: somebody else changed the case since it was read.
        MoveRefused: a tag is too long, or there are too many.
    """
    tidy = list(dict.fromkeys(each.strip() for each in tags if each.strip()))
    if len(tidy) > MOST_TAGS or any(len(each) > LONGEST_TAG for each in tidy):
        raise MoveRefused(case.reference)
    return handling.change(connection, worker, case, version, "tags", tags=tidy)
