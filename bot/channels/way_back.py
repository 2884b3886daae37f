"""The way back from a letter: a page that a link opens, and what its button gives.

The secret of the link stands behind "#", so no server, proxy or log sees it, and opening the page changes nothing: a
scanner of letters that follows links cannot use one up. Only the press on the button exchanges it for a session.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from bot.endpoint import ApiError, limit, network_of, read_object
from bot.gateway import Gateway
from bot.limits import TokenBuckets
from bot.settings import Settings
from desk import conversations, ways_back
from desk.errors import UnknownConversation

PAGE = Path(__file__).parents[1] / "widget" / "back.html"
_LONGEST = 400
_TRIES = 30
"""Links that one network may try in a minute."""


def signer(secret: str) -> URLSafeTimedSerializer:
    """Return what signs and reads links.

    Args:
        secret: of the desk.
    """
    return URLSafeTimedSerializer(secret, salt="way-back")


def link_for(secret: str, site: str, way: str) -> str:
    """Return the address that stands in a letter.

    Args:
        secret: of the desk; signs the link.
        site: where people reach the chat page.
        way: as `ways_back.issue` made it.
    """
    return f"{site}/back#{signer(secret).dumps(way)}"


class WayBack:
    """Serves the page and exchanges links.

    Args:
        gateway: gives the database and the time.
        settings: the secret, how many requests.
    """

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._signer = signer(settings.desk_secret)
        self._networks = TokenBuckets(_TRIES)

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/back", self.page, methods=["GET"]),
            Route("/api/back", self.exchange, methods=["POST"]),
        ]

    async def page(self, _request: Request) -> Response:
        """Serve the page; it needs nothing of the link."""
        return FileResponse(PAGE, headers={"Cache-Control": "no-store"})

    async def exchange(self, request: Request) -> Response:
        """Give a session for the conversation of a link; one answer for every link that opens nothing."""
        limit(self._networks, network_of(request))
        link = (await read_object(request)).get("link")
        way = self._read(link)
        now = self._gateway.clock()

        def enter(connection: Any) -> dict[str, str]:
            talk = ways_back.conversation_of(connection, ways_back.LINK, way, now)
            token = ways_back.issue(connection, talk, ways_back.TOKEN, now)
            language = conversations.by_id(connection, talk).language
            return {"token": token, "conversation_id": talk, "language": language}

        try:
            return JSONResponse(await self._gateway.write(enter), 201)
        except UnknownConversation as problem:
            raise ApiError("link") from problem

    def _read(self, link: object) -> str:
        if not isinstance(link, str) or len(link) > _LONGEST:
            raise ApiError("link")
        try:
            return str(self._signer.loads(link, max_age=int(ways_back.GOOD_FOR.total_seconds())))
        except BadSignature as problem:
            raise ApiError("link") from problem
