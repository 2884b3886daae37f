"""The texts that the search index leads to, read where they are: the index holds no words to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from desk.models import case_events, messages
from desk.request_models import requests
from desk.search_index import FIELDS, REQUEST, request_text

_PERSON = "person:"


@dataclass(frozen=True)
class Source:
    """One text.

    Args:
        text: the words.
        author: id of the account that wrote it; empty for everybody else.
        anchor: of the text on the page of its case; empty for the head of the page.
    """

    text: str
    author: str = ""
    anchor: str = ""


def read(connection: Connection, rows: Sequence[Row]) -> dict[int, Source]:
    """Return text id → text.

    Args:
        connection: a transaction.
        rows: of the index, with text_id, text_said, text_message and text_event, and the columns of the case.
    """
    said = _by_id(connection, messages, [row.text_message for row in rows])
    noted = _by_id(connection, case_events, [row.text_event for row in rows])
    wished = _requests(connection, [row.id for row in rows if row.text_said == REQUEST])
    return {row.text_id: _source(row, said, noted, wished) for row in rows}


def _source(row: Row, said: dict[int, Row], noted: dict[int, Row], wished: dict[int, str]) -> Source:
    if row.text_message is not None:
        message = said[row.text_message]
        author = message.author.removeprefix(_PERSON) if message.author.startswith(_PERSON) else ""
        return Source(message.text, author, f"m-{message.seq}")
    if row.text_event is not None:
        event = noted[row.text_event]
        return Source(event.data["text"], "" if event.actor == "requester" else event.actor, f"e-{event.id}")
    if row.text_said == REQUEST:
        return Source(wished[row.id], anchor="request")
    return Source(row.asked)


def _by_id(connection: Connection, table: Any, ids: Sequence[int | None]) -> dict[int, Row]:
    wanted = [identity for identity in ids if identity is not None]
    if not wanted:
        return {}
    return {row.id: row for row in connection.execute(select(table).where(table.c.id.in_(wanted)))}


def _requests(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    fields = [requests.c.case_id, *(requests.c[name] for name in FIELDS)]
    rows = connection.execute(select(*fields).where(requests.c.case_id.in_(ids)))
    return {row.case_id: request_text(row) for row in rows}
