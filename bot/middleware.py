"""Around every request: an id, security headers and one log line.

Plain ASGI, so that streams are not held back.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.logs import REQUEST_HEADER, REQUEST_KEY, about_request, log, request_id


def content_policy(frame_ancestors: Sequence[str], frames: str = "'none'") -> str:
    """Return the content security policy: everything from here, nothing inline, nothing from elsewhere.

    Args:
        frame_ancestors: origins that may show the page in a frame.
        frames: what the page itself may show in frames.
    """
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            f"frame-src {frames}",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors " + " ".join(frame_ancestors),
        ]
    )


class Headed:
    """Puts security headers on every answer.

    Args:
        app: the application inside.
        frame_ancestors: origins that may show the chat in a frame.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str]) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": content_policy(frame_ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                # Conversations must not stay in any cache; files of the page speak for themselves.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_headed)


class Logged:
    """Gives every request an id and writes one line about it, without its query and its words.

    Args:
        app: the application inside.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = request_id(Headers(scope=scope).get(REQUEST_HEADER))
        scope[REQUEST_KEY] = identity
        status = 0
        started = time.monotonic()

        async def send_logged(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_HEADER] = identity
            await send(message)

        with about_request(identity):
            try:
                await self._app(scope, receive, send_logged)
            finally:
                took = int((time.monotonic() - started) * 1000)
                log().info("http", method=scope["method"], path=scope["path"][:120], status=status, took_ms=took)
