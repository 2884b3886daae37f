"""Cases for those who look after the records: a member of staff says that a record is wrong."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from desk import audit, cases
from desk.cases import CORRECTION, Case
from desk.errors import MoveRefused
from desk.handling import Worker

CHANNEL = "desk"
LONGEST = 2_000
"""Characters of what is wrong."""
LONGEST_SOURCE = 500
"""Characters of where it stands otherwise."""


def report(connection: Connection, worker: Worker, ref: str, wrong: str, source: str) -> Case:
    """Open a case that a record is wrong, for the office of who says so.

    Args:
        connection: a write transaction.
        worker: who says so.
        ref: of the record, such as cities/chongqing.
        wrong: what is wrong.
        source: where it stands otherwise; empty if they know of none.

    Raises:
        MoveRefused: it says nothing, or too much.
    """
    said, shown = wrong.strip(), source.strip()
    if not said or len(said) > LONGEST or len(shown) > LONGEST_SOURCE:
        raise MoveRefused(ref)
    person = worker.person
    row = {
        "kind": CORRECTION,
        "conversation": None,
        "language": person.language,
        "channel": CHANNEL,
        "asked": "\n\n".join(part for part in (said, shown) if part),
        "records": [ref],
        "due": None,
        "office": person.office,
    }
    case = cases.store(connection, row, person.id, worker.now)
    audit.write(connection, worker.actor, "record.wrong", f"record:{ref}", worker.now, [case.reference])
    return case
