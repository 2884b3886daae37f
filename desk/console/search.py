"""The search page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, search
from desk.console.access import Access, Door, Visit
from desk.console.days import begins, day
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.records import Records
from desk.search import CHOICES, NOBODY, Hit, Query
from desk.search_words import LONGEST
from desk.staff import accounts
from desk.staff.accounts import Staff

_CLUSTER = re.compile("clusters/[a-z0-9_-]{1,60}")
_READ = {"note": "history", "asked": "asked", "request": "request", "reference": "asked", "address": "asked"}
"""How a hit was found → the field that was read, named as when the case is opened; all else is the transcript."""


class SearchPage:
    """Finds what was said, noted, asked and requested.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        records: knows the clusters.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, records: Records) -> None:
        self._desk = desk
        self._access = access
        self._pages = pages
        self._records = records

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door("/search", "GET", "viewer", self.show)]

    async def show(self, visit: Visit) -> Response:
        """Show one page of hits, a request of htmx the list alone; that they were read is written down."""
        clusters = self._records.clusters(visit.words.language)
        values = await self._desk.database.read(lambda connection: self._values(connection, visit))
        if values["hits"]:
            fields = sorted({_READ.get(hit.how, "transcript") for hit in values["hits"]})
            await self._desk.database.write(lambda connection: self._seen(connection, visit, fields))
        template = "search_list.html" if "hx-request" in visit.request.headers else "search.html"
        return self._pages.page(template, visit.words, visit.who, clusters=clusters, **values)

    def _seen(self, connection: Connection, visit: Visit, fields: list[str]) -> None:
        audit.write(connection, self._access.actor(visit), "search.read", "search", self._desk.clock(), fields)

    @staticmethod
    def _asked(visit: Visit, people: list[Staff]) -> dict[str, str]:
        """Return what is asked for, as far as it can be asked for; the keys are those of the form."""
        given = visit.request.query_params
        asked = {name: given[name] for name, values in CHOICES.items() if given.get(name) in values}
        if given.get("assignee") in (NOBODY, *(person.id for person in people)):
            asked["assignee"] = given["assignee"]
        if _CLUSTER.fullmatch(given.get("cluster", "")):
            asked["cluster"] = given["cluster"]
        asked.update({name: given[name] for name in ("since", "until") if day(given.get(name, ""))})
        return asked

    def _values(self, connection: Connection, visit: Visit) -> dict[str, Any]:
        people = accounts.everybody(connection)
        asked, given = self._asked(visit, people), visit.request.query_params
        typed = given.get("q", "").strip()[:LONGEST]
        query = Query(
            typed,
            {name: value for name, value in asked.items() if name in CHOICES},
            asked.get("assignee", ""),
            asked.get("cluster", ""),
            begins(asked.get("since", ""), visit.me),
            begins(asked.get("until", ""), visit.me, 1),
            given.get("after", ""),
        )
        found = search.find(connection, query)
        return {
            "typed": typed,
            "asked": asked,
            "hits": found.hits,
            "is_empty": found.is_empty,
            "is_later": bool(query.after),
            "again": urlencode({"q": typed, **asked}),
            "more": urlencode({"q": typed, **asked, "after": found.after}) if found.after else "",
            "links": [_link(hit) for hit in found.hits],
            "now": self._desk.clock(),
            "choices": CHOICES,
            "people": people,
            "names": {person.id: person.name for person in people},
        }


def _link(hit: Hit) -> str:
    """Return the path of a hit in the console: the text itself on the page of its case."""
    return f"/cases/{hit.case.reference}" + (f"#{hit.anchor}" if hit.anchor else "")
