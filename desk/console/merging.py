"""Merging two cases: both are shown side by side, what will happen is said, and only then it is done."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, handling, history, merged, merging
from desk.cases import Case
from desk.console.access import Door, Refused, Visit, go
from desk.console.desk_pages import DeskPages
from desk.errors import EpochChanged, MoveRefused, UnknownCase, UnknownConversation
from desk.handling import Worker
from desk.merging import Merge, MergeRefused

_LOOK, _DO = "/cases/{reference}/merging", "/cases/{reference}/merge"
_LONGEST_REFERENCE = 40


class MergePages(DeskPages):
    """Merges another case into the one of the page."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door(_LOOK, "GET", "agent", self.show), Door(_DO, "POST", "agent", self.merge)]

    async def show(self, visit: Visit) -> Response:
        """Show both cases and what will happen; that the other was read is written down."""
        asked = visit.request.query_params.get("other", "")[:_LONGEST_REFERENCE].strip()
        if not asked:
            return await self._choose(visit)
        now = self._desk.clock()

        def read(connection: Connection) -> dict[str, Any]:
            case, other = self._both(connection, visit, asked)
            code = merging.fault(connection, case, other)
            if code is not None:
                raise _refused(visit, code)
            actor = self._access.actor(visit)
            audit.write(connection, actor, "case.read", f"case:{other.reference}", now, ["asked"])
            return {
                "case": case,
                "other": other,
                "is_same": merging.is_same_person(connection, case, other),
                "is_apart": case.conversation != other.conversation,
                "events": {each.id: len(history.of_case(connection, each.id)) for each in (case, other)},
                "earlier": merged.of_case(connection, other),
                "now": now,
            }

        values = await self._desk.database.write(read)
        return self._pages.page("merge.html", visit.words, visit.who, **values)

    async def _choose(self, visit: Visit) -> Response:
        """Ask for the other case, and offer those that are likely."""

        def read(connection: Connection) -> dict[str, Any]:
            case = _case(connection, visit)
            code = merging.fault_of_one(connection, case)
            if code is not None:
                raise _refused(visit, code)
            return {"case": case, "pairs": merging.candidates(connection, case)}

        values = await self._desk.database.read(read)
        return self._pages.page("merge_choose.html", visit.words, visit.who, **values)

    async def merge(self, visit: Visit) -> Response:
        """Merge the other case into the one of the page."""
        desk, versions = self._desk, (visit.number("version"), visit.number("other_version"))

        def change(connection: Connection) -> list[Case]:
            both = self._both(connection, visit, visit.value("other")[:_LONGEST_REFERENCE])
            worker = Worker(visit.me, self._access.actor(visit), desk.clock(), desk.announce, desk.ask_rating)
            merging.merge(connection, worker, both[0], Merge(both[1], *versions, visit.value("sure") == "yes"))
            return list(both)

        try:
            both = await desk.database.write(change)
        except EpochChanged as problem:
            raise Refused(409, "error.changed", _back(visit)) from problem
        except MergeRefused as problem:
            raise _refused(visit, str(problem)) from problem
        except (MoveRefused, UnknownConversation) as problem:
            raise Refused(422, "error.move", _back(visit)) from problem
        for each in both:
            if each.conversation:
                desk.wake(each.conversation)
        return go(f"/cases/{both[0].reference}")

    @staticmethod
    def _both(connection: Connection, visit: Visit, other: str) -> tuple[Case, Case]:
        case = _case(connection, visit)
        try:
            return case, handling.find(connection, other)
        except UnknownCase as problem:
            raise Refused(422, "error.unknown_case", _back(visit)) from problem


def _case(connection: Connection, visit: Visit) -> Case:
    try:
        return handling.find(connection, visit.request.path_params["reference"])
    except UnknownCase as problem:
        raise Refused(404, "error.unknown_case") from problem


def _back(visit: Visit) -> str:
    return f"/cases/{visit.request.path_params['reference']}"


def _refused(visit: Visit, code: str) -> Refused:
    return Refused(422, f"wrong.merge_{code}", _back(visit))
