"""The brain's door: who may ask, and under which request its log lines stand."""

from __future__ import annotations

import hmac
import ipaddress

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.logs import REQUEST_HEADER, about_request, request_id

OPEN = "/health"
"""Needs no token: it tells nothing about anybody, and what watches processes has none."""
SHORTEST_TOKEN = 16


class DoorError(Exception):
    """The brain would be open to more than it should be; the text is one sentence that says what would do."""


def check(host: str, token: str) -> None:
    """Refuse to listen to the world without a token.

    Args:
        host: address to listen on.
        token: shared with the gateways.

    Raises:
        DoorError: the address is not a loopback address and the token is empty, or the token is too short.
    """
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii()):
        raise DoorError(f"BRAIN_TOKEN must have at least {SHORTEST_TOKEN} ASCII characters.")
    if not token and not _is_loopback(host):
        raise DoorError("BRAIN_HOST is an address that other machines reach: set BRAIN_TOKEN here and at the gateways.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Door:
    """Checks the token, and puts the id of the request on every log line.

    Args:
        app: the application inside.
        token: shared with the gateways; empty: none is asked for.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode() if token else b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if self._expected and scope["path"] != OPEN:
            given = headers.get("authorization", "").encode("latin-1")
            if not hmac.compare_digest(given, self._expected):
                await JSONResponse({"error": "token"}, 401)(scope, receive, send)
                return
        with about_request(request_id(headers.get(REQUEST_HEADER))):
            await self._app(scope, receive, send)
