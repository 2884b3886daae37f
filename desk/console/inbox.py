"""The inbox page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import inbox
from desk.console.access import Access, Door, Visit
from desk.console.desk_pages import DeskPages
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.records import Records
from desk.inbox import CHOICES, PAGE, SORTS, VIEWS, Query
from desk.staff import accounts

_CLUSTER = re.compile("clusters/[a-z0-9_-]{1,60}")
_LONGEST_WORDS = 80


class InboxPage(DeskPages):
    """Lists cases.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        records: knows the clusters.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, records: Records) -> None:
        super().__init__(desk, access, pages)
        self._records = records

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door("/", "GET", "viewer", self.show), Door("/calls", "GET", "viewer", self.calls)]

    async def calls(self, visit: Visit) -> Response:
        """Show how many cases call for this person; every page has it in its menu and in its title."""
        number = await self._desk.database.read(lambda connection: inbox.calling(connection, visit.me.id))
        return self._pages.page("calls.html", visit.words, visit.who, number=number)

    async def show(self, visit: Visit) -> Response:
        """Show one view; a request of htmx gets the list alone."""
        query = self.query_of(visit)
        clusters = self._records.clusters(visit.words.language)
        values = await self._desk.database.read(lambda connection: self._values(connection, query))
        template = "inbox_list.html" if "hx-request" in visit.request.headers else "inbox.html"
        return self._pages.page(template, visit.words, visit.who, clusters=clusters, kept=_kept(query), **values)

    @staticmethod
    def query_of(visit: Visit) -> Query:
        """Return what is asked for, as far as it can be asked for."""
        asked = visit.request.query_params
        view = asked.get("view", "")
        page, cluster, sort = asked.get("page", "0"), asked.get("cluster", ""), asked.get("sort", "")
        return Query(
            view=view if view in VIEWS else inbox.UNASSIGNED,
            me=visit.me.id,
            filters={name: asked[name] for name, values in CHOICES.items() if asked.get(name) in values},
            overdue=asked.get("overdue") == "yes",
            cluster=cluster if _CLUSTER.fullmatch(cluster) else "",
            words=asked.get("words", "").strip()[:_LONGEST_WORDS],
            sort=sort if sort in SORTS else SORTS[0],
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0,
        )

    def _values(self, connection: Connection, query: Query) -> dict[str, Any]:
        now = self._desk.clock()
        listing = inbox.listing(connection, query, now)
        return {
            "query": query,
            "now": now,
            "entries": listing.entries,
            "total": listing.total,
            "pages": -(-listing.total // PAGE),
            "counts": inbox.counts(connection, query.me, now),
            "views": VIEWS,
            "choices": CHOICES,
            "sorts": SORTS,
            "names": {person.id: person.name for person in accounts.everybody(connection)},
        }


def _kept(query: Query) -> str:
    """Return what a link to another view or page keeps of what is asked for."""
    rest = {"overdue": "yes" if query.overdue else "", "cluster": query.cluster, "words": query.words}
    sort = "" if query.sort == SORTS[0] else query.sort
    return urlencode({name: value for name, value in {**query.filters, **rest, "sort": sort}.items() if value})
