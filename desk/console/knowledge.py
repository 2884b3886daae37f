"""The pages on which staff look after the records: what to review, what a record says, and that one is wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, corrections, figures, usage
from desk.console import record_rows
from desk.console.access import Access, Door, Refused, Visit, go
from desk.console.desk_pages import DeskPages
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.record_facts import Facts
from desk.console.record_rows import CHOICES
from desk.console.records import Records
from desk.errors import MoveRefused
from desk.handling import Worker
from desk.usage import Complaint, Use
from knowledge.library import Library
from knowledge.records import Record

DAYS = 90
"""So many days of use are told."""
PAGE = 50
_LONGEST_WORDS = 80


class KnowledgePages(DeskPages):
    """Shows records and takes word that one is wrong; nothing is ever written into a record.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        records: knows the records.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, records: Records) -> None:
        super().__init__(desk, access, pages)
        self._records = records

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [
            Door("/knowledge", "GET", "viewer", self.show),
            Door("/knowledge/{folder}/{record}", "GET", "viewer", self.show_one),
            Door("/knowledge/{folder}/{record}/wrong", "POST", "agent", self.report),
        ]

    def _since(self) -> date:
        return self._today() - timedelta(days=DAYS - 1)

    def _today(self) -> date:
        return figures.day_of(self._desk.clock())

    async def show(self, visit: Visit) -> Response:
        """List records, what is overdue and often asked first; a request of htmx gets the list alone."""
        library, given = self._records.library(), visit.request.query_params
        asked = {name: given[name] for name, values in CHOICES.items() if given.get(name) in values}
        words, number = given.get("q", "").strip()[:_LONGEST_WORDS], given.get("page", "0")
        since = self._since()
        uses = await self._desk.database.read(lambda connection: usage.of_records(connection, since))
        found = record_rows.rows(library, uses, self._today(), asked, words) if library else []
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
        values: dict[str, Any] = {
            "rows": found[page * PAGE : (page + 1) * PAGE],
            "total": len(found),
            "late": sum(one.late > 0 for one in found),
            "page_number": page,
            "pages": -(-len(found) // PAGE),
            "asked": asked,
            "typed": words,
            "kept": urlencode({**asked, "q": words} if words else asked),
            "choices": CHOICES,
            "days": DAYS,
            "is_there": library is not None,
        }
        template = "knowledge_list.html" if "hx-request" in visit.request.headers else "knowledge.html"
        return self._pages.page(template, visit.words, visit.who, **values)

    def _record(self, visit: Visit) -> tuple[Library, Record]:
        library = self._records.library()
        record = library.get("{folder}/{record}".format(**visit.request.path_params)) if library else None
        if library is None or record is None:
            raise Refused(404, "error.unknown_record", "/knowledge")
        return library, record

    async def show_one(self, visit: Visit) -> Response:
        """Show a record in both languages; that answers found unhelpful were looked at is written down."""
        return await self._one(visit)

    async def _one(self, visit: Visit, problem: str = "", status: int = 200) -> Response:
        library, record = self._record(visit)
        since = self._since()

        def read(connection: Connection) -> tuple[dict[str, Use], list[Complaint]]:
            return usage.of_records(connection, since), usage.complaints(connection, record.ref, since)

        uses, complaints = await self._desk.database.read(read)
        shown = [one for one in complaints if one.reference]
        if shown:
            await self._desk.database.write(lambda connection: self._seen(connection, visit, record))
        facts = Facts(library, record, self._desk)
        values: dict[str, Any] = {
            "record": record,
            "row": record_rows.row(record, uses, self._today()),
            "spoken": await self._spoken(record),
            "facts": facts,
            "complaints": shown,
            "closed": len(complaints) - len(shown),
            "days": DAYS,
            "today": self._today(),
            "longest": (corrections.LONGEST, corrections.LONGEST_SOURCE),
            "given": {name: visit.value(name) for name in ("wrong", "source")},
            "problem": problem,
        }
        return self._pages.page("knowledge_record.html", visit.words, visit.who, status, **values)

    def _seen(self, connection: Connection, visit: Visit, record: Record) -> None:
        subject, now = f"record:{record.ref}", self._desk.clock()
        audit.write(connection, self._access.actor(visit), "record.feedback", subject, now, ["feedback"])

    async def _spoken(self, record: Record) -> dict[str, str]:
        """Return what the assistant says of a published record; nothing while it cannot be asked."""
        if record.status != "published":
            return {}
        found: dict[str, str] = {}
        for language in ("en", "zh"):
            said = await self._desk.rehearse(record, language)
            if said is None:
                return {}
            found[language] = said
        return found

    async def report(self, visit: Visit) -> Response:
        """Open a case for the editors."""
        _, record = self._record(visit)
        actor, now = self._access.actor(visit), self._desk.clock()
        worker = Worker(visit.me, actor, now, self._desk.announce)
        wrong, source = (visit.value(name).replace("\r\n", "\n") for name in ("wrong", "source"))
        try:
            case = await self._desk.database.write(
                lambda connection: corrections.report(connection, worker, record.ref, wrong, source)
            )
        except MoveRefused:
            return await self._one(visit, visit.words("care.wrong_refused"), 422)
        return go(f"/cases/{case.reference}")
