"""One case as JSON or a page of its own with the transcript, and a request as a Word sheet."""

from __future__ import annotations

import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anyio import to_thread
from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import case_links, handling, history, requests
from desk.cases import Case
from desk.console import columns, exports
from desk.console.access import Access, Door, Refused, Visit
from desk.console.case_view import MOST_MESSAGES, CaseView, Line
from desk.console.columns import Reading, Row
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.records import Records
from desk.errors import UnknownCase

FORMAT = "citybridge-case/1"
_PLACE = "/cases/{reference}/export"
_TOLD = {
    "json": ("case", "request", "transcript", "history", "notes"),
    "html": ("case", "request", "transcript", "history", "notes"),
    "docx": ("case", "request"),
}
"""What of a case a file tells, for the audit log."""


@dataclass(frozen=True)
class Whole:
    """Everything about one case, as it is read in one transaction.

    Args:
        row: case, request and consent.
        values: what the page of the case shows of the conversation.
        events: the history.
        links: the linked cases.
        reading: for whom.
    """

    row: Row
    values: dict[str, Any]
    events: list[history.Event]
    links: list[case_links.Link]
    reading: Reading

    @property
    def lines(self) -> list[Line]:
        """The transcript."""
        lines: list[Line] = self.values["lines"]
        return lines

    @property
    def is_complete(self) -> bool:
        """Whether the transcript holds every message."""
        return len(self.lines) < MOST_MESSAGES


class CaseExport:
    """Gives a case as a file.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        records: knows the names of records.
        view: reads a case.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, records: Records, view: CaseView) -> None:
        self._desk = desk
        self._access = access
        self._pages = pages
        self._records = records
        self._view = view

    def doors(self) -> list[Door]:
        """Return the routes."""
        makers = {"json": self._json, "html": self._html, "docx": self._docx}
        return [Door(f"{_PLACE}.{kind}", "GET", "agent", self._giving(kind, make)) for kind, make in makers.items()]

    def _giving(self, kind: str, make: Callable[[Visit, Whole], bytes]) -> Callable[[Visit], Awaitable[Response]]:
        async def handler(visit: Visit) -> Response:
            whole = await self._desk.database.read(lambda connection: self._read(connection, visit))
            case = whole.row.case
            if kind == "docx" and whole.row.request is None:
                raise Refused(404, "error.no_request", f"/cases/{case.reference}")
            body = await to_thread.run_sync(make, visit, whole)
            fields = [kind, f"messages={len(whole.lines)}", *_TOLD[kind]]
            await exports.log(self._desk, self._access, visit, "case.export", f"case:{case.reference}", fields)
            name = f"{case.reference}-{exports.day(self._desk, visit)}"
            return exports.attached(io.BytesIO(body), name, kind)

        return handler

    def _read(self, connection: Connection, visit: Visit) -> Whole:
        try:
            case = handling.find(connection, visit.request.path_params["reference"])
        except UnknownCase as problem:
            raise Refused(404, "error.unknown_case") from problem
        now = self._desk.clock()
        values = self._view.live(connection, case, visit.me, now)
        request, consent = requests.of_case(connection, case.id), requests.consent_of(connection, case.id)
        refs = [*case.records, *(request.topics if request else ())]
        names = self._records.names(refs, visit.words.language)
        reading = Reading(visit.words, visit.me.office, values["names"], names)
        row = Row(case, exports.is_late(case, now), request, consent)
        links = case_links.of_case(connection, case)
        return Whole(row, values, history.of_case(connection, case.id), links, reading)

    def _docx(self, visit: Visit, whole: Whole) -> bytes:
        # Imported only when somebody takes a sheet: its library would slow every start.
        from desk.console.request_sheet import request_sheet

        return request_sheet(whole.row, whole.reading, self._desk.clock(), self._desk.name)

    def _html(self, visit: Visit, whole: Whole) -> bytes:
        told = {**columns.CASES, **columns.WISH} if whole.row.request else columns.CASES
        page = self._pages.page(
            "export_case.html",
            visit.words,
            visit.who,
            **whole.values,
            pairs=columns.pairs(told, whole.row, whole.reading),
            events=whole.events,
            links=whole.links,
            complete=whole.is_complete,
        )
        return bytes(page.body)

    def _json(self, visit: Visit, whole: Whole) -> bytes:
        row = whole.row
        told = {
            "format": FORMAT,
            "exported": self._desk.clock(),
            "desk": self._desk.name,
            "case": _case(row.case, whole),
            "request": vars(row.request) if row.request else None,
            "consent": vars(row.consent) if row.consent else None,
            "complete": whole.is_complete,
            "transcript": [_line(line, whole) for line in whole.lines],
            "history": [
                {
                    "at": one.at,
                    "by": whole.reading.people.get(one.actor, one.actor),
                    "event": one.event,
                    "data": one.data,
                }
                for one in whole.events
            ],
            "links": [{"reference": link.case.reference, "kind": link.kind} for link in whole.links],
        }
        return json.dumps(told, ensure_ascii=False, indent=1, default=_as_json).encode("utf-8", "replace")


def _case(case: Case, whole: Whole) -> dict[str, Any]:
    hidden = ("id", "conversation", "version")
    told = {name: value for name, value in vars(case).items() if name not in hidden}
    return {**told, "assignee": whole.reading.people.get(case.assignee or "", case.assignee)}


def _line(line: Line, whole: Whole) -> dict[str, Any]:
    message, opinion = line.message, whole.values["opinions"].get(line.message.seq)
    return {
        "seq": message.seq,
        "at": message.created,
        "who": line.who,
        "name": line.name,
        "language": message.language,
        "text": message.text,
        "delivery": line.delivery,
        "understood": message.understood,
        "opinion": vars(opinion) if opinion else None,
    }


def _as_json(value: object) -> str:
    """Write a moment as ISO 8601.

    Raises:
        TypeError: it is none.
    """
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
