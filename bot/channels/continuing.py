"""Lets a visitor of the chat page go on in a messenger: a link with a key that is good once, for minutes."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.door import Door
from bot.endpoint import ApiError, limit
from bot.gateway import Gateway
from bot.limits import TokenBuckets
from bot.settings import Settings
from desk import continuations


class Continuing:
    """`GET /api/continue` tells whether there is such a messenger, `POST` gives the link.

    Args:
        gateway: gives the database and the time.
        settings: how many links a visitor may have in a minute.
        door: knows whose conversation a request is about.
        link: returns the address of our chat in the messenger; empty while there is none.
    """

    def __init__(self, gateway: Gateway, settings: Settings, door: Door, link: Callable[[], str]) -> None:
        self._gateway = gateway
        self._door = door
        self._link = link
        self._visitors = TokenBuckets(settings.rate_messages)

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/api/continue", self.tell, methods=["GET"]),
            Route("/api/continue", self.issue, methods=["POST"]),
        ]

    async def tell(self, _: Request) -> Response:
        """Answer whether a conversation can go on in Telegram; that is no secret, and costs nothing."""
        return JSONResponse({"telegram": bool(self._link())})

    async def issue(self, request: Request) -> Response:
        """Answer with a link to Telegram; links made before are no longer good."""
        talk = await self._door.visitor(request)
        limit(self._visitors, talk.id)
        link = self._link()
        if not link:
            raise ApiError("not_found")
        now = self._gateway.clock()
        key = await self._gateway.write(lambda connection: continuations.issue(connection, talk.id, now))
        minutes = int(continuations.GOOD_FOR.total_seconds() // 60)
        return JSONResponse({"telegram": f"{link}?start={key}", "minutes": minutes}, 201)
