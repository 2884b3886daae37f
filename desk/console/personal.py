"""What is stored about the person of a case: seen, taken out as a file, erased. For administrators alone.

Taking everything out and destroying everything are what a stolen account must not be able to do, so agents, who read
each case anyway, ask an administrator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, conversations, erasure, handling, privacy
from desk.cases import Case, tidy_reference
from desk.console.access import Access, Door, Refused, Visit, go
from desk.console.pages import HEADERS, Pages
from desk.console.ports import Desk
from desk.erasure import Farewell
from desk.errors import EpochChanged, UnknownCase
from desk.inventory import inventory
from desk.personal_file import FORMS, Head, written
from desk.privacy import Scope

REASONS = ("asked", "mistaken", "law", "other")
"""Why data is erased, as the audit log says it."""
_PLACE = "/cases/{reference}/personal"
_MOST_ALSO = 30


@dataclass(frozen=True)
class _Chosen:
    """A case, the linked ones of the same requester that were ticked, and whose data that makes."""

    case: Case
    also: list[Case]
    scope: Scope


class PersonalPages:
    """Shows how much is stored about a person, hands it out and erases it.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages) -> None:
        self._desk = desk
        self._access = access
        self._pages = pages

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [
            Door(_PLACE, "GET", "admin", self.show),
            Door(f"{_PLACE}/file", "POST", "admin", self.file),
            Door(f"{_PLACE}/erase", "POST", "admin", self.erase),
        ]

    async def show(self, visit: Visit) -> Response:
        """Show how many rows of which kind there are, and what can be done."""

        def read(connection: Connection) -> dict[str, Any]:
            chosen = self._chosen(connection, visit)
            counts = privacy.count(connection, chosen.scope)
            return {
                "case": chosen.case,
                "references": privacy.references(connection, chosen.scope),
                "linked": privacy.linked(connection, chosen.case, chosen.scope),
                "rows": [
                    (said.name[visit.words.language], counts[name], said.erasure)
                    for name, said in inventory().tables.items()
                    if name in counts
                ],
            }

        values = await self._desk.database.read(read)
        return self._pages.page("personal.html", visit.words, visit.who, reasons=REASONS, forms=tuple(FORMS), **values)

    @staticmethod
    def _chosen(connection: Connection, visit: Visit) -> _Chosen:
        try:
            case = handling.find(connection, visit.request.path_params["reference"])
        except UnknownCase as problem:
            raise Refused(404, "error.unknown_case") from problem
        offered = privacy.linked(connection, case, privacy.of_case(connection, case))
        ticked = {str(each) for each in visit.form.getlist("also")[:_MOST_ALSO]}
        also = [each for each in offered if each.reference in ticked]
        return _Chosen(case, also, privacy.of_case(connection, case, also))

    async def file(self, visit: Visit) -> Response:
        """Hand out everything about the person, the notes of the staff included; the audit log says so."""
        form, now = visit.value("form"), self._desk.clock()
        if form not in FORMS:
            raise Refused(422, "error.form")

        def take(connection: Connection) -> tuple[str, privacy.Record]:
            chosen = self._chosen(connection, visit)
            counts = privacy.count(connection, chosen.scope)
            fields = [f"form:{form}", *(f"{name}:{number}" for name, number in sorted(counts.items()))]
            for reference in privacy.references(connection, chosen.scope):
                audit.write(connection, self._access.actor(visit), "privacy.exported", f"case:{reference}", now, fields)
            return chosen.case.reference, privacy.gather(connection, chosen.scope, internal=True)

        reference, record = await self._desk.database.write(take)
        text = written(form, record, Head(self._desk.name, now, internal=True), visit.words.language)
        name = {"Content-Disposition": f'attachment; filename="{reference}.{form}"'}
        return Response(text, media_type=FORMS[form], headers={**HEADERS, **name})

    async def erase(self, visit: Visit) -> Response:
        """Erase everything about the person, whom the last message in the conversation tells of it."""
        why, now = visit.value("why"), self._desk.clock()
        place = f"/cases/{visit.request.path_params['reference']}/personal"

        def change(connection: Connection) -> _Chosen:
            chosen = self._chosen(connection, visit)
            if why not in REASONS or tidy_reference(visit.value("confirm")) != chosen.case.reference:
                raise Refused(422, "error.erase_reference", place)
            talk = (
                conversations.by_id(connection, chosen.scope.conversations[0]) if chosen.scope.conversations else None
            )
            farewell = Farewell(talk.id, talk.next_seq) if talk else None
            erasure.erase(connection, chosen.scope, self._access.actor(visit), why, now, farewell)
            if talk is not None:
                self._desk.farewell(connection, talk, now)
            return chosen

        try:
            chosen = await self._desk.database.write(change)
        except EpochChanged as problem:
            raise Refused(409, "error.changed", place) from problem
        self._desk.scrub()
        for talk in chosen.scope.conversations:
            self._desk.wake(talk)
        return go(f"/cases/{chosen.case.reference}")
