"""The table of cooperation requests."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import amending, audit, inbox, requests
from desk.cases import MOVES
from desk.console.access import Access, Door, Visit
from desk.console.days import begins, day
from desk.console.desk_pages import DeskPages
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.records import Records
from desk.requests import PAGE, Query
from desk.staff import accounts

_CHOICES = {
    "status": tuple(MOVES),
    "office": inbox.CHOICES["office"],
    "language": inbox.CHOICES["language"],
    **requests.CHOICES,
}
_COUNTRY = re.compile("[A-Z]{2}")
_REF = re.compile("[a-z]+/[a-z0-9_-]{1,80}")
_LONGEST_WORDS = 80
_SEEN = ["name", "organisation", "city", "email"]
"""What of a person stands in the table; that somebody read it is written down."""


class RequestsPage(DeskPages):
    """Lists cooperation requests.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        records: knows the names of clusters and themes.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, records: Records) -> None:
        super().__init__(desk, access, pages)
        self._records = records

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door("/requests", "GET", "viewer", self.show)]

    async def show(self, visit: Visit) -> Response:
        """Show the table; a request of htmx gets the table alone."""
        is_part = "hx-request" in visit.request.headers
        values = await self._desk.database.write(lambda connection: self._values(connection, visit, not is_part))
        template = "requests_list.html" if is_part else "requests.html"
        assert visit.session is not None
        return self._pages.page(template, visit.words, (visit.me, visit.session), **values)

    def asked(self, visit: Visit) -> dict[str, str]:
        """Return what is asked for, as far as it can be asked for; the keys are those of the form."""
        given = visit.request.query_params
        asked = {name: given[name] for name, values in _CHOICES.items() if given.get(name) in values}
        for name, form in (("country", _COUNTRY), ("topic", _REF)):
            if form.fullmatch(given.get(name, "")):
                asked[name] = given[name]
        for name in ("since", "until"):
            if day(given.get(name, "")):
                asked[name] = given[name]
        for name in ("city", "assignee", "words"):
            if given.get(name, "").strip():
                asked[name] = given[name].strip()[:_LONGEST_WORDS]
        return asked

    def query_of(self, visit: Visit, asked: dict[str, str]) -> Query:
        """Return the query for what is asked for."""
        page = visit.request.query_params.get("page", "0")
        filters = {name: value for name, value in asked.items() if name not in ("topic", "words", "since", "until")}
        return Query(
            filters,
            asked.get("topic"),
            asked.get("words"),
            begins(asked.get("since", ""), visit.me),
            begins(asked.get("until", ""), visit.me, 1),
            int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0,
        )

    def _values(self, connection: Connection, visit: Visit, opened: bool) -> dict[str, Any]:
        now, asked, language = self._desk.clock(), self.asked(visit), visit.words.language
        query = self.query_of(visit, asked)
        found, total = requests.listing(connection, query)
        if opened:
            audit.write(connection, self._access.actor(visit), "requests.read", "requests", now, _SEEN)
        people = accounts.everybody(connection)
        topics = [ref for entry in found for ref in entry.request.topics]
        return {
            "entries": found,
            "amended": amending.of_cases(connection, [entry.case.id for entry in found]),
            "total": total,
            "page_number": query.page,
            "pages": -(-total // PAGE),
            "asked": asked,
            "kept": urlencode(asked),
            "now": now,
            "choices": _CHOICES,
            "countries": requests.values_of(connection, "country"),
            "cities": requests.values_of(connection, "city"),
            "clusters": self._records.clusters(language),
            "topic_names": self._records.names(topics, language),
            "people": people,
            "names": {person.id: person.name for person in people},
        }
