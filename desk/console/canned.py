"""The pages on which staff keep their canned replies."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, canned
from desk.canned import VARIABLES, Canned, CannedWrong, Draft, UnknownCanned
from desk.console.access import Door, Refused, Visit, go
from desk.console.desk_pages import DeskPages
from desk.errors import EpochChanged

_PLACE = "/canned"
_ENTRY = "/canned/{entry}"
_FIELDS = tuple(Draft.__dataclass_fields__)


class CannedPages(DeskPages):
    """Lists canned replies and takes changes of them."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [
            Door(_PLACE, "GET", "viewer", self.show),
            Door(_PLACE, "POST", "agent", self.add),
            Door(_ENTRY, "GET", "agent", self.show_one),
            Door(_ENTRY, "POST", "agent", self.change),
            Door(f"{_ENTRY}/retire", "POST", "agent", self.retire),
        ]

    def _page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        assert visit.session is not None
        return self._pages.page(template, visit.words, (visit.me, visit.session), status, variables=VARIABLES, **values)

    def _log(self, connection: Connection, visit: Visit, action: str, entry: int, fields: list[str]) -> None:
        now = self._desk.clock()
        audit.write(connection, self._access.actor(visit), f"canned.{action}", f"canned:{entry}", now, fields)

    async def show(self, visit: Visit) -> Response:
        """List the shared entries and one's own, with the form for a new one."""
        return await self._list(visit)

    async def _list(self, visit: Visit, problem: str = "", status: int = 200) -> Response:
        entries = await self._desk.database.read(
            lambda connection: canned.available(connection, visit.me.id, retired=True)
        )
        given = {field: visit.value(field) for field in _FIELDS}
        shared = visit.value("shared") == "yes" or not visit.form
        return self._page(visit, "canned.html", status, entries=entries, given=given, shared=shared, problem=problem)

    @staticmethod
    def _draft(visit: Visit) -> Draft:
        given = {field: visit.value(field).replace("\r\n", "\n").strip() for field in _FIELDS}
        return Draft(**{**given, "shortcut": given["shortcut"].lstrip("/").lower()})

    @staticmethod
    def _why(visit: Visit, problem: CannedWrong) -> str:
        part = visit.words(f"part.{problem.part}") if problem.code == "field" else problem.part
        return visit.words(f"wrong.{problem.code}", part=part)

    async def add(self, visit: Visit) -> Response:
        """Save a new entry."""

        def change(connection: Connection) -> None:
            draft, shared = self._draft(visit), visit.value("shared") == "yes"
            entry = canned.create(connection, visit.me.id, draft, shared, self._desk.clock())
            self._log(connection, visit, "add", entry, list(_FIELDS))

        try:
            await self._desk.database.write(change)
        except CannedWrong as problem:
            return await self._list(visit, self._why(visit, problem), 422)
        return go(_PLACE)

    async def _entry(self, visit: Visit) -> Canned:
        asked = visit.request.path_params["entry"]
        identity = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        try:
            return await self._desk.database.read(lambda connection: canned.by_id(connection, visit.me.id, identity))
        except UnknownCanned as problem:
            raise Refused(404, "error.unknown_canned") from problem

    async def show_one(self, visit: Visit) -> Response:
        """Show one entry in a form."""
        entry = await self._entry(visit)
        return self._one(visit, entry, {field: getattr(entry, field) for field in _FIELDS})

    def _one(
        self, visit: Visit, entry: Canned, given: dict[str, str], problem: str = "", status: int = 200
    ) -> Response:
        return self._page(visit, "canned_one.html", status, entry=entry, given=given, problem=problem)

    async def change(self, visit: Visit) -> Response:
        """Save another wording of an entry."""
        entry = await self._entry(visit)

        def change(connection: Connection) -> None:
            version = visit.number("version")
            fields = canned.change(connection, entry, version, self._draft(visit), self._desk.clock())
            self._log(connection, visit, "change", entry.id, fields)

        try:
            await self._desk.database.write(change)
        except CannedWrong as problem:
            given = {field: visit.value(field) for field in _FIELDS}
            return self._one(visit, entry, given, self._why(visit, problem), 422)
        except EpochChanged as problem:
            raise Refused(409, "error.canned_changed") from problem
        return go(_PLACE)

    async def retire(self, visit: Visit) -> Response:
        """Offer an entry no longer, or again."""
        entry, retired = await self._entry(visit), visit.value("retired") == "yes"

        def change(connection: Connection) -> None:
            canned.retire(connection, entry, visit.number("version"), retired, self._desk.clock())
            self._log(connection, visit, "change", entry.id, ["retired"])

        try:
            await self._desk.database.write(change)
        except EpochChanged as problem:
            raise Refused(409, "error.canned_changed") from problem
        return go(_PLACE)
