"""One stream for all tabs of a browser: tells that something changed; the pages fetch what."""

from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from starlette.responses import Response, StreamingResponse

from desk.console.access import Door, Visit, cookie_name
from desk.console.ports import Desk
from desk.letter_models import letters
from desk.models import case_events, cases, messages, outbox
from desk.staff import sessions
from desk.takeover_models import presence

BEAT_SECONDS = 1.0
_PING_EVERY = 15
Marker = tuple[object, ...]


class StaffStream:
    """Streams to signed-in staff; ends within two seconds when their session does.

    Args:
        desk: what the process gives.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door("/stream", "GET", "viewer", self.open)]

    async def open(self, visit: Visit) -> Response:
        """Open the stream."""
        token = visit.request.cookies.get(cookie_name(visit.request), "")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(token), media_type="text/event-stream", headers=headers)

    async def _events(self, token: str) -> AsyncIterator[str]:
        seen: Marker | None = None
        beat = 0
        yield "retry: 2000\n\n"
        while True:
            marker = await self._desk.database.read(lambda connection: self._marker(connection, token))
            if marker is None:
                yield "event: ended\ndata: -\n\n"
                return
            if marker != seen:
                yield "event: changed\ndata: -\n\n"
                seen = marker
            elif beat % _PING_EVERY == 0:
                yield ": ping\n\n"
            beat += 1
            if not await self._desk.pause(BEAT_SECONDS):
                return  # the browser comes back by itself, to another process or the next one

    def _marker(self, connection: Connection, token: str) -> Marker | None:
        session = sessions.by_token(connection, token, self._desk.clock())
        if session is None or not session.complete:
            return None
        newest = select(
            select(func.max(messages.c.id)).scalar_subquery(),
            select(func.max(case_events.c.id)).scalar_subquery(),
            select(func.max(cases.c.id)).scalar_subquery(),
            select(func.max(outbox.c.updated)).scalar_subquery(),
            select(func.max(letters.c.updated)).scalar_subquery(),
            select(func.max(presence.c.visitor_typing)).scalar_subquery(),
            select(func.sum(presence.c.seen)).scalar_subquery(),
        )
        return tuple(connection.execute(newest).one())
