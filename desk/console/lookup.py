"""Looking records up while answering, in either language, by id, name or words."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import conversations, handling
from desk.console.access import Access, Door, Refused, Visit
from desk.console.desk_pages import DeskPages
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.records import Records
from desk.conversations import PERSON
from desk.errors import UnknownCase


class Lookup(DeskPages):
    """Finds records for the page of a case.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        records: finds records.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, records: Records) -> None:
        super().__init__(desk, access, pages)
        self._records = records

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door("/cases/{reference}/records", "GET", "viewer", self.find)]

    async def find(self, visit: Visit) -> Response:
        """Show the records that fit what was typed, in the language of the conversation."""
        typed = visit.request.query_params.get("q", "")[:200]

        def read(connection: Connection) -> dict[str, Any]:
            language, has_word = self._place(connection, visit)
            found = self._records.search(typed, language)
            return {"proposals": found, "has_word": has_word, "typed": typed, "spoken": language}

        values = await self._desk.database.read(read)  # off the event loop: the first search makes the index
        return self._pages.page("records.html", visit.words, visit.who, **values)

    @staticmethod
    def _place(connection: Connection, visit: Visit) -> tuple[str, bool]:
        try:
            case = handling.find(connection, visit.request.path_params["reference"])
        except UnknownCase as problem:
            raise Refused(404, "error.unknown_case") from problem
        if case.conversation is None:
            return case.language, False
        talk = conversations.by_id(connection, case.conversation)
        return talk.language, talk.owner == PERSON + visit.me.id
