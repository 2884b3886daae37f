"""Exports: tables of requests and cases, and one case or request as a file; each is written down in the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from anyio import to_thread
from sqlalchemy.engine import Connection
from starlette.responses import Response, StreamingResponse

from desk import audit, inbox, requests
from desk.cases import Case
from desk.console import columns, sheets
from desk.console.access import Access, Door, Refused, Visit
from desk.console.columns import Reading, Row, Value
from desk.console.inbox import InboxPage
from desk.console.pages import HEADERS
from desk.console.ports import Desk
from desk.console.records import Records
from desk.console.requests import RequestsPage
from desk.hours import OFFICES
from desk.staff import accounts

MOST_ROWS = 20_000
_AT_ONCE = 500
_PIECE = 64 * 1024
_FREE = ("words", "city")
"""Filters that somebody types: the audit log holds that there was one, not what it was."""


@dataclass(frozen=True)
class Table:
    """What is to be exported.

    Args:
        name: requests or cases.
        columns: what stands in a row.
        asked: the filters, for the audit log.
        count: returns how many rows there are.
        before: returns the next rows before the case of an id.
    """

    name: str
    columns: Mapping[str, Value]
    asked: Mapping[str, str]
    count: Callable[[Connection], int]
    before: Callable[[Connection, int | None], list[Row]]


class Exports:
    """Gives tables as files.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        records: knows the names of records.
        cases: the page of cases, which reads the filters.
        wishes: the page of requests, which reads the filters.
    """

    def __init__(self, desk: Desk, access: Access, records: Records, cases: InboxPage, wishes: RequestsPage) -> None:
        self._desk = desk
        self._access = access
        self._records = records
        self._cases = cases
        self._wishes = wishes
        # One file at a time: a large one keeps a processor busy for seconds.
        self._turn = asyncio.Semaphore(1)

    def doors(self) -> list[Door]:
        """Return the routes."""
        # Everybody's data at once is what a stolen account of an agent must not be able to take along.
        tables = {"requests": self._requests_of, "cases": self._cases_of}
        return [
            Door(f"/export/{name}.{kind}", "GET", "admin", self._giving(kind, table))
            for name, table in tables.items()
            for kind in sheets.KINDS
        ]

    def _giving(self, kind: str, table: Callable[[Visit], Table]) -> Callable[[Visit], Awaitable[Response]]:
        async def handler(visit: Visit) -> Response:
            async with self._turn:
                return await self._give(visit, kind, table(visit))

        return handler

    def _requests_of(self, visit: Visit) -> Table:
        asked = self._wishes.asked(visit)
        query = self._wishes.query_of(visit, asked)

        def before(connection: Connection, last: int | None) -> list[Row]:
            found = requests.before(connection, query, last, _AT_ONCE)
            return [Row(one.case, False, one.request, one.consent) for one in found]

        return Table(
            "requests", columns.REQUESTS, asked, lambda connection: requests.listing(connection, query)[1], before
        )

    def _cases_of(self, visit: Visit) -> Table:
        query, now = self._cases.query_of(visit), self._desk.clock()
        rest = {"view": query.view, "cluster": query.cluster, "words": query.words}
        asked = {**rest, **query.filters, "overdue": "yes" if query.overdue else ""}

        def before(connection: Connection, last: int | None) -> list[Row]:
            return [Row(case, is_late(case, now)) for case in inbox.before(connection, query, last, _AT_ONCE, now)]

        return Table(
            "cases", columns.CASES, asked, lambda connection: inbox.listing(connection, query, now).total, before
        )

    async def _give(self, visit: Visit, kind: str, table: Table) -> Response:
        total = await self._desk.database.read(table.count)
        if total > MOST_ROWS:
            raise Refused(413, "error.export_large", part=f"{total:,} / {MOST_ROWS:,}")
        people = await self._desk.database.read(accounts.everybody)
        reading = Reading(visit.words, visit.me.office, {person.id: person.name for person in people}, {})
        head = columns.header(table.columns, reading)
        sheet = await to_thread.run_sync(sheets.KINDS[kind], visit.words(f"export.{table.name}"), head)
        written = await self._fill(sheet, table, reading)
        fields = [kind, f"rows={written}", *described(table.asked), *columns.FIELDS[table.name]]
        await log(self._desk, self._access, visit, f"{table.name}.export", table.name, fields)
        file = await to_thread.run_sync(sheet.finish)
        return attached(file, f"{table.name}-{day(self._desk, visit)}", kind)

    async def _fill(self, sheet: sheets.Sheet, table: Table, reading: Reading) -> int:
        last: int | None = None
        written = 0
        while written < MOST_ROWS:
            rows = await self._desk.database.read(lambda connection: table.before(connection, last))  # noqa: B023
            if not rows:
                break
            refs = {ref for row in rows for ref in (*row.case.records, *(row.request.topics if row.request else ()))}
            names = self._records.names(sorted(refs), reading.words.language)
            told = Reading(reading.words, reading.office, reading.people, names)
            ready = [columns.cells(table.columns, row, told) for row in rows]
            await to_thread.run_sync(sheet.add, ready)
            written, last = written + len(rows), rows[-1].case.id
        return written


def is_late(case: Case, now: datetime) -> bool:
    """Whether a case is open beyond its due time."""
    return case.due is not None and case.due < now and case.status in inbox.AWAITED


def described(asked: Mapping[str, str]) -> list[str]:
    """Return filters for the audit log; of what somebody typed only that it was there."""
    return [name if name in _FREE else f"{name}={value}" for name, value in asked.items() if value]


async def log(desk: Desk, access: Access, visit: Visit, action: str, subject: str, fields: Sequence[str]) -> None:
    """Write an export down, before anything of it leaves.

    Args:
        desk: gives the database and the time.
        access: knows who makes the request.
        visit: the request.
        action: such as "requests.export".
        subject: such as "case:CB-2026-7K3Q9F".
        fields: format, number of rows, filters and the names of what was told.
    """

    def change(connection: Connection) -> None:
        audit.write(connection, access.actor(visit), action, subject, desk.clock(), fields)

    await desk.database.write(change)


def day(desk: Desk, visit: Visit) -> str:
    """Return the day where the reader's office is, for the name of a file."""
    return desk.clock().astimezone(OFFICES[visit.me.office].zone).date().isoformat()


def attached(file: IO[bytes], name: str, kind: str) -> Response:
    """Return a file that is saved, never shown in the browser.

    Args:
        file: at its beginning.
        name: in ASCII, without the ending.
        kind: the ending.
    """
    size = file.seek(0, 2)
    file.seek(0)
    headers: dict[str, Any] = {
        **HEADERS,
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Content-Length": str(size),
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_pieces(file), headers=headers, media_type=sheets.MEDIA[kind])


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
