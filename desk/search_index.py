"""The search index: written in the transaction that writes the text, and gone with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import and_, case, delete, func, literal, select, union_all
from sqlalchemy.engine import Connection, Row

from desk.models import case_events, cases, messages
from desk.request_models import requests
from desk.search_cut import words
from desk.search_models import search_texts

USER, ASSISTANT, STAFF, NOTE, ASKED, REQUEST = SAID = ("user", "assistant", "staff", "note", "asked", "request")
"""Who said it: the person, the assistant, staff to the person, staff among themselves; what a case or request asks."""
NOTES = {"note": NOTE, "added": USER}
"""Events of a case that have words of their own, and who said them."""
FIELDS = ("name", "organisation", "city", "email", "phone", "description", "partner", "contacts")
"""What a request is found by, in the order in which it is shown."""
BATCH = 500
OVERLAP = 10_000
"""So far back a starting gateway looks for what one of an older version wrote beside a newer one."""
_INSERT = search_texts.insert()
_CASE = case((search_texts.c.said.in_((ASKED, REQUEST)), search_texts.c.case_id))
"""The case whose wish a row is of; none for a note."""
GREETING = "gateway.hello"
"""The sentence that a greeting begins with."""


def said_by(author: str) -> str:
    """Return who said it, for the author of a message."""
    return STAFF if author.startswith("person:") else author


def worth(text: str, blocks: Sequence[Mapping[str, Any]] | None) -> str:
    """Return the words of a message that are looked up: none of a greeting, which stands in every conversation.

    Args:
        text: the words.
        blocks: what they were made from.
    """
    return "" if any(block.get("say") == GREETING for block in blocks or ()) else text


def add_message(
    connection: Connection, identity: int, conversation: str, author: str, text: str, now: datetime
) -> None:
    """Index a message, in the transaction that stores it.

    Args:
        connection: a write transaction.
        identity: row id of the message.
        conversation: where it was said.
        author: who said it.
        text: the words.
        now: when.
    """
    place = {"message": identity, "conversation": conversation}
    connection.execute(_INSERT, _row(said_by(author), text, now, **place))


def add_note(connection: Connection, identity: int, case: int, said: str, text: str, now: datetime) -> None:
    """Index words in the history of a case.

    Args:
        connection: a write transaction.
        identity: row id of the event.
        case: row id of the case.
        said: who said it, one of SAID.
        text: the words.
        now: when.
    """
    connection.execute(_INSERT, _row(said, text, now, event=identity, case_id=case))


def add_asked(connection: Connection, case: int, asked: str, now: datetime) -> None:
    """Index what a case was opened for."""
    connection.execute(_INSERT, _row(ASKED, asked, now, case_id=case))


def add_request(connection: Connection, case: int, request: Any, now: datetime) -> None:
    """Index a cooperation request instead of what its case was opened for, which stands in it.

    Args:
        connection: a write transaction.
        case: row id of the case.
        request: has FIELDS.
        now: when.
    """
    connection.execute(delete(search_texts).where((search_texts.c.case_id == case) & (search_texts.c.said == ASKED)))
    connection.execute(_INSERT, _row(REQUEST, request_text(request), now, case_id=case))


def change_request(connection: Connection, case: int, request: Any, now: datetime) -> None:
    """Index a cooperation request anew, since it says something else now; as `add_request`."""
    old = (search_texts.c.case_id == case) & (search_texts.c.said == REQUEST)
    connection.execute(delete(search_texts).where(old))
    add_request(connection, case, request, now)


def request_text(request: Any) -> str:
    """Return the words of a request, with a dot between the fields that were filled."""
    return " \u00b7 ".join(value for name in FIELDS if (value := getattr(request, name)))


def _row(said: str, text: str, now: datetime, **place: Any) -> dict[str, Any]:
    nowhere = {"conversation": None, "message": None, "event": None, "case_id": None}
    return {"said": said, "at": now, "words": words(text), **nowhere, **place}


def catch_up(connection: Connection, overlap: int | None = OVERLAP) -> int:
    """Index what is not indexed, the oldest first.

    Args:
        connection: a write transaction.
        overlap: how many of the latest messages and events to look at; None for all that there are.

    Returns:
        How many texts were added.
    """
    missing = iter(connection.execute(_missing(connection, overlap)).all())
    count = 0
    while batch := list(islice(missing, BATCH)):
        rows = sorted(_rows(connection, batch), key=lambda row: row["at"])
        connection.execute(_INSERT, rows)
        count += len(rows)
    return count


def forget(connection: Connection) -> None:
    """Take deleted words out of the full-text index: SQLite's only marks them until it is merged.

    Args:
        connection: the write transaction of the deletion.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_words(search_words) VALUES ('optimize')")


def _missing(connection: Connection, overlap: int | None) -> Any:
    """Return the query for (kind, id) of what has no row, in order of time."""

    def after(column: Any) -> Any:
        newest = connection.execute(select(func.max(column))).scalar() if overlap is not None else None
        return column > (newest - overlap if newest else 0)

    def lacks(column: Any, identity: Any) -> Any:
        return ~select(search_texts.c.id).where(column == identity).exists()

    parts = (
        (messages.c, after(messages.c.id), lacks(search_texts.c.message, messages.c.id), "message", "created"),
        (
            case_events.c,
            and_(after(case_events.c.id), case_events.c.event.in_(list(NOTES))),
            lacks(search_texts.c.event, case_events.c.id),
            "event",
            "at",
        ),
        (cases.c, after(cases.c.id), lacks(_CASE, cases.c.id), "case", "created"),
    )
    selects = [
        select(literal(kind).label("kind"), table.id.label("id"), table[at].label("at")).where(fresh & gap)
        for table, fresh, gap, kind, at in parts
    ]
    return union_all(*selects).order_by("at", "id")


def _rows(connection: Connection, batch: Sequence[Row]) -> Iterator[dict[str, Any]]:
    ids = {kind: [row.id for row in batch if row.kind == kind] for kind in ("message", "event", "case")}
    said = select(messages).where(messages.c.id.in_(ids["message"]))
    for row in connection.execute(said):
        yield _row(
            said_by(row.author), worth(row.text, row.blocks), row.created, message=row.id, conversation=row.conversation
        )
    noted = select(case_events).where(case_events.c.id.in_(ids["event"]))
    for row in connection.execute(noted):
        yield _row(NOTES[row.event], str(row.data.get("text") or ""), row.at, event=row.id, case_id=row.case_id)
    joined = cases.outerjoin(requests, requests.c.case_id == cases.c.id)
    fields = [requests.c[name] for name in FIELDS]
    asked = select(cases.c.id, cases.c.asked, cases.c.created, requests.c.case_id, *fields).select_from(joined)
    for row in connection.execute(asked.where(cases.c.id.in_(ids["case"]))):
        is_request = row.case_id is not None
        text = request_text(row) if is_request else row.asked
        yield _row(REQUEST if is_request else ASKED, text, row.created, case_id=row.id)
