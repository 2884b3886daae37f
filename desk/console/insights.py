"""The page of figures, and each of its tables as a file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import IO, Any
from urllib.parse import urlencode

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, figures, inbox
from desk.console import exports, insight_cases, insight_sections
from desk.console.access import Access, Door, Refused, Visit
from desk.console.insight_sections import Section
from desk.console.insight_words import Told
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.records import Records
from desk.console.wish_map import Place
from desk.hours import OFFICES
from desk.insights.cases import overdue
from desk.insights.report import Report, key_figures, report
from desk.insights.scope import LONGEST, Period, Scope
from desk.insights.sheet import csv_bytes

SPANS = (7, 30, 90)
_USUAL = 30
CHANNELS = ("web", "telegram", "wechat", "rest")
_CHOICES = {"language": inbox.CHOICES["language"], "channel": CHANNELS, "office": tuple(OFFICES)}


class InsightsPage:
    """Tells what happened.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        records: knows the names of cities and subjects, and where cities lie.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, records: Records) -> None:
        self._desk = desk
        self._access = access
        self._pages = pages
        self._records = records

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [
            Door("/insights", "GET", "viewer", self.show),
            Door("/insights/{table}.csv", "GET", "viewer", self.download),
            Door("/insights/{table}.xlsx", "GET", "viewer", self.download),
        ]

    async def show(self, visit: Visit) -> Response:
        """Show the figures of a period."""
        asked = self._asked(visit)
        scope = _scope(asked, self._today())
        now, before, late = await self._read(scope)
        told = Told(visit.words, self._names(visit, now))
        values: dict[str, Any] = {
            "asked": asked,
            "scope": scope,
            "kept": urlencode(asked),
            "others": urlencode({name: value for name, value in asked.items() if name in _CHOICES}),
            "spans": SPANS,
            "span": _span(asked),
            "choices": _CHOICES,
            "figures": key_figures(now, before),
            "told": told,
            "sections": self._sections(now, told, late),
            "nothing": not now.messages and not now.cases,
        }
        return self._pages.page("insights.html", visit.words, visit.who, **values)

    async def download(self, visit: Visit) -> Response:
        """Give one table as a file; the audit log says who took it."""
        asked = self._asked(visit)
        scope, name = _scope(asked, self._today()), visit.request.path_params["table"]
        now, _, late = await self._read(scope)
        sections = self._sections(now, Told(visit.words, self._names(visit, now)), late)
        section = next((one for one in sections if one.key == name), None)
        if section is None:
            raise Refused(404, "error.unknown_table", "/insights")
        actor, at = self._access.actor(visit), self._desk.clock()
        kind = visit.request.url.path.rpartition(".")[2]
        columns = [kind, *(f"{field}:{value}" for field, value in asked.items()), f"rows:{len(section.rows)}"]
        await self._desk.database.write(
            lambda connection: audit.write(connection, actor, "insights.download", f"insights:{name}", at, columns)
        )
        file = f"insights-{name}-{scope.period.first}-{scope.period.last}"
        return exports.attached(_file(kind, visit.words(f"insight.{name}"), section), file, kind)

    async def _read(self, scope: Scope) -> tuple[Report, Report, dict[str, int]]:
        """Return the figures, those of the period before, and how many cases are late at this moment."""
        at = self._desk.clock()

        def read(connection: Connection) -> tuple[Report, Report, dict[str, int]]:
            return report(connection, scope), report(connection, scope.before()), overdue(connection, scope, at)

        return await self._desk.database.read(read)

    def _today(self) -> date:
        return figures.day_of(self._desk.clock())

    @staticmethod
    def _asked(visit: Visit) -> dict[str, str]:
        """Return what is asked for, as far as it can be asked for; the keys are those of the form."""
        given = visit.request.query_params
        asked = {name: given[name] for name, values in _CHOICES.items() if given.get(name) in values}
        if given.get("days", "") in [str(span) for span in SPANS]:
            asked["days"] = given["days"]
        elif _day(given.get("since", "")) and _day(given.get("until", "")):
            asked |= {"since": given["since"], "until": given["until"]}
        return asked

    def _names(self, visit: Visit, found: Report) -> Mapping[str, str]:
        refs = {wish.ref for wish in [*found.subjects, *found.partners]}
        refs |= {wish.city for wish in [*found.subjects, *found.partners] if wish.city}
        return self._records.names(sorted(refs), visit.words.language)

    def _sections(self, found: Report, told: Told, late: Mapping[str, int]) -> list[Section]:
        points = self._records.points(told.words.language)
        places = {ref: Place(name, point.lat, point.lon) for ref, (name, point) in points.items()}
        return [
            insight_sections.volume(found, told),
            insight_sections.results(found, told),
            insight_sections.intents(found, told),
            insight_sections.solved(found, told),
            insight_cases.reasons(found, told),
            insight_sections.channels(found, told),
            insight_sections.satisfaction(found, told),
            insight_cases.handled(found, told),
            insight_cases.durations(found, told, late),
            insight_cases.demand(found, told),
            insight_cases.partners(found, told, places),
        ]


def _file(kind: str, title: str, section: Section) -> IO[bytes]:
    if kind == "csv":
        return io.BytesIO(csv_bytes(section.header, section.rows))
    # Imported only when somebody takes a workbook: its library would slow every start.
    from desk.console.workbook import XlsxSheet

    sheet = XlsxSheet(title, section.header)
    sheet.add(section.rows)
    return sheet.finish()


def _scope(asked: Mapping[str, str], today: date) -> Scope:
    filters = {name: asked[name] for name in _CHOICES if name in asked}
    since, until = (_day(asked.get(name, "")) for name in ("since", "until"))
    if since and until:
        first, last = min(since, until), max(since, until)
        return Scope(Period(max(first, last - timedelta(days=LONGEST - 1)), last), **filters)
    return Scope(Period(today - timedelta(days=_span(asked) - 1), today), **filters)


def _span(asked: Mapping[str, str]) -> int:
    """Return how many days are asked for; 0 if a beginning and an end are named."""
    return 0 if "since" in asked else int(asked.get("days", _USUAL))


def _day(written: str) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None
