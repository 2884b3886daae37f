"""What staff see of the person at the other end: why they are here, how to tell them, whether they read and write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import conversations, escalations, handling, letters, presence
from desk.cases import Case
from desk.console.access import Door, Refused, Visit
from desk.console.ports import Desk
from desk.conversations import PERSON
from desk.errors import UnknownCase


def of(connection: Connection, case: Case, now: datetime) -> dict[str, Any]:
    """Return the values of case_signs.html.

    Args:
        connection: a transaction.
        case: which.
        now: the time.
    """
    signs = presence.of(connection, case.conversation) if case.conversation else presence.Presence()
    return {
        "escalation": escalations.of_case(connection, case.id),
        "letters": letters.of_case(connection, case.id),
        "visitor_types": signs.visitor_types(now),
        "seen": signs.seen,
    }


class Signs:
    """Takes the signs of life of staff.

    Args:
        desk: what the process gives.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door("/cases/{reference}/typing", "POST", "agent", self.typing)]

    async def typing(self, visit: Visit) -> Response:
        """Note that somebody who has the word is writing, or has stopped; from anybody else it means nothing."""
        now = self._desk.clock()
        at = now if visit.value("on") == "yes" else None

        def note(connection: Connection) -> str | None:
            case = handling.find(connection, visit.request.path_params["reference"])
            talk = conversations.by_id(connection, case.conversation) if case.conversation else None
            if talk is None or talk.owner != PERSON + visit.me.id:
                return None
            presence.types(connection, talk.id, presence.STAFF, at)
            return talk.id

        try:
            talk = await self._desk.database.write(note)
        except UnknownCase as problem:
            raise Refused(404, "error.unknown_case") from problem
        if talk is not None:
            self._desk.wake(talk)
        return Response(status_code=204)
