"""The page of settings, for administrators: what is set up here, by which variable, and what needs care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import holidays, webhooks
from desk.console.access import Door, Visit
from desk.console.desk_pages import DeskPages
from desk.console.facts import Fact, Section
from desk.hours import OFFICES, Office
from desk.staff.models import staff
from desk.webhooks import Webhook


@dataclass(frozen=True)
class OfficeYear:
    """The holidays of an office in a year; `state` is ok, provisional or missing."""

    office: str
    year: int
    off: int
    works: int
    state: str
    source: str
    as_of: str


def years(today: date) -> list[OfficeYear]:
    """Return this year and the next for each office."""
    found, lists = [], holidays.calendar()
    for office in OFFICES:
        for year in (today.year, today.year + 1):
            known = lists.get(office, {}).get(year)
            if known is None:
                found.append(OfficeYear(office, year, 0, 0, "missing", "", ""))
                continue
            state = "provisional" if known.provisional else "ok"
            days = (len(known.off), len(known.works))
            found.append(OfficeYear(office, year, *days, state, known.source, known.as_of.isoformat()))
    return found


class SettingsPage(DeskPages):
    """Shows the settings; only webhooks and people are changed by pages."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door("/settings", "GET", "admin", self.show)]

    async def show(self, visit: Visit) -> Response:
        """Show everything."""

        def query(connection: Connection) -> tuple[list[Webhook], int]:
            return webhooks.everything(connection), _ways_in(connection)

        hooks, ways_in = await self._desk.database.read(query)
        sections = list(await self._desk.overview())
        sections[-1] = Section(sections[-1].name, [*sections[-1].facts, _way_in(ways_in)])
        places: list[tuple[str, Office]] = list(OFFICES.items())
        values: dict[str, Any] = {"sections": sections, "hooks": hooks, "places": places}
        calendar = years(self._desk.clock().date())
        return self._pages.page("settings.html", visit.words, visit.who, years=calendar, **values)


def _way_in(ways_in: int) -> Fact:
    return Fact("way_in", str(ways_in), "admins" if ways_in else "no_admins", needs_care=not ways_in)


def _ways_in(connection: Connection) -> int:
    """Count the administrators who can come in with a password, whatever becomes of a provider."""
    where = staff.c.active & (staff.c.role == "admin") & staff.c.password_hash.is_not(None)
    return int(connection.execute(select(func.count()).select_from(staff).where(where)).scalar_one())
