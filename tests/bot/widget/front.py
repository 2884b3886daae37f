"""What stands around the answers of the small gateway: the policy, what was asked for, lines that are counted."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.bot.widget.visits import Visits

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Counted(StreamingResponse):
    """A stream that is counted while it is open."""

    def __init__(self, peer: Visits, events: AsyncIterator[str], media_type: str) -> None:
        super().__init__(events, media_type=media_type)
        self.peer = peer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.peer.lines += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.peer.lines -= 1


class Front:
    """Sends the policy with everything, and writes down what was asked for; may stand for a proxy with a path."""

    def __init__(self, app: ASGIApp, peer: Visits) -> None:
        self.app, self.peer = app, peer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        self.peer.seen.append((scope["method"], f"{scope['path']}?{scope['query_string'].decode()}"))
        if self.peer.prefix and scope["path"].startswith(self.peer.prefix):
            # As a proxy does that gives the help desk a path of its own.
            scope = {**scope, "path": scope["path"][len(self.peer.prefix) :]}

        async def with_policy(message: Message) -> None:
            own = [name for name, _ in message.get("headers", []) if name == b"content-security-policy"]
            if message["type"] == "http.response.start" and not own:
                message["headers"] = [*message["headers"], (b"content-security-policy", POLICY.encode())]
            await send(message)

        await self.app(scope, receive, with_policy)
