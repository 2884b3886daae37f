"""A small gateway that speaks the web contract over real HTTP, so that the page is tested against a true peer.

It keeps conversations in memory and can misbehave on demand: be down, cut lines, hold streams back, lose
answers, refuse messages.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from bot.channels.public import PROTOCOL
from bot.pages.embedding import WIDGET, Embedding
from bot.pages.files import PageFiles
from tests.bot.widget.conversation import Conversation
from tests.bot.widget.front import Counted, Front
from tests.bot.widget.visits import Visits

__all__ = ["WIDGET"]
_TICK = 0.01


class Cut(Exception):
    """Ends a response in the middle, as a broken line does."""


Script = Callable[[Conversation, str], None]


@dataclass
class Weather:
    """How badly the peer behaves; all off is fine weather."""

    hold_streams: bool = False
    swallow_streams: int = 0
    lose_answers: int = 0
    refusals: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    cuts: int = 0
    turned_away: int = 0
    protocol: str = PROTOCOL


class Peer(Visits):
    """The server, to be started and stopped on one port as often as wanted.

    Args:
        greet: fills a new conversation.
        reply: answers a message.
        sites: origins that may embed the page.
    """

    def __init__(self, greet: Callable[[Conversation], None], reply: Script, sites: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.greet, self.reply, self.sites = greet, reply, sites
        self.weather = Weather()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def latest(self) -> Conversation:
        """The conversation begun last."""
        return list(self.conversations.values())[-1]

    def start(self) -> None:
        """Serve until stop()."""
        config = uvicorn.Config(self._app(), "127.0.0.1", self.port, log_level="critical", ws="none", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the peer could not start"
            time.sleep(_TICK)

    def stop(self) -> None:
        """Go away in the middle of everything; what has been said is kept."""
        assert self._server and self._thread
        self.weather.cuts += 1
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)

    @contextmanager
    def running(self) -> Iterator[Peer]:
        """Serve for the length of the block."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def _app(self) -> Starlette:
        routes = [
            Route("/", lambda request: FileResponse(WIDGET / "index.html")),
            Route("/privacy", lambda request: HTMLResponse("<!doctype html><title>Privacy</title>")),
            *Embedding(self.sites).routes(),
            *self.visit_routes(),
            Route("/api/session", self._session, methods=["POST"]),
            Route("/api/session", self._end, methods=["DELETE"]),
            Route("/api/messages", self._post, methods=["POST"]),
            Route("/api/messages", self._poll),
            Route("/api/stream", self._stream),
            Route("/api/ack", self._acknowledge, methods=["POST"]),
            Mount("/static", PageFiles(WIDGET)),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Front, peer=self)])

    async def _session(self, request: Request) -> Response:
        if self.weather.turned_away:
            self.weather.turned_away -= 1
            return _error(503, "Very many people.", {"Retry-After": "1"})
        body = await request.json()
        self.begun.append(body)
        wish = body.get("language", "en")
        conversation = Conversation(token=secrets.token_urlsafe(16), language=wish)
        self.conversations[conversation.token] = conversation
        self.greet(conversation)
        return JSONResponse(
            {"token": conversation.token, "conversation_id": str(len(self.conversations)), "language": wish}, 201
        )

    async def _end(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return _error(401, "The session has ended.")
        del self.conversations[conversation.token]
        return Response(status_code=204)

    async def _post(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return _error(401, "The session has ended.")
        if self.weather.refusals:
            status, message, headers = self.weather.refusals.pop(0)
            return _error(status, message, headers)
        body = await request.json()
        client_id = body["client_id"]
        if client_id not in conversation.by_client_id:
            text = body.get("text") or conversation.keys[body["button"]]
            conversation.by_client_id[client_id] = conversation.add("user", text, client_id=client_id)
            self.reply(conversation, text)
        if self.weather.lose_answers:
            self.weather.lose_answers -= 1
            return StreamingResponse(_broken(), 202, {"content-length": "100"}, "application/json")
        seq = conversation.by_client_id[client_id]
        return JSONResponse({"seq": seq, "client_id": client_id, "state": {"owner": conversation.owner}}, 202)

    async def _poll(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return _error(401, "The session has ended.")
        after = int(request.query_params["after"])
        until = time.monotonic() + float(request.query_params.get("wait", 0))
        cuts = self.weather.cuts
        while len(conversation.messages) <= after and time.monotonic() < until and cuts == self.weather.cuts:
            await asyncio.sleep(_TICK)
        return JSONResponse({"messages": conversation.messages[after:], "state": self._state(conversation)})

    def _state(self, conversation: Conversation) -> dict[str, str]:
        return {
            "owner": conversation.owner, "language": conversation.language, "protocol": self.weather.protocol,
        }  # fmt: skip

    async def _stream(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return _error(401, "The session has ended.")
        events = self._events(conversation, int(request.query_params["after"]))
        return Counted(self, events, media_type="text/event-stream")

    async def _events(self, conversation: Conversation, after: int) -> AsyncIterator[str]:
        cuts, known, token = self.weather.cuts, ("", False, False), conversation.token
        if self.weather.swallow_streams:
            self.weather.swallow_streams -= 1
            await asyncio.sleep(3600)
        while self.weather.hold_streams and cuts == self.weather.cuts:
            await asyncio.sleep(_TICK)
        while cuts == self.weather.cuts:
            if (conversation.owner, conversation.typing, conversation.delayed) != known:
                known = (conversation.owner, conversation.typing, conversation.delayed)
                yield _event("state", self._state(conversation))
                yield _event("typing", {"on": conversation.typing})
                yield _event("delayed", {"on": conversation.delayed})
            while len(conversation.messages) > after:
                message = conversation.messages[after]
                after += 1
                yield f"id: {message['seq']}\n" + _event("message", message)
            await asyncio.sleep(_TICK)
            if self.conversations.get(token) is not conversation:
                return
        yield 'event: message\ndata: {"seq": 9'
        raise Cut

    async def _acknowledge(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return _error(401, "The session has ended.")
        conversation.acknowledged = max(conversation.acknowledged, (await request.json())["seq"])
        return Response(status_code=204)


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    code = {429: "too_many", 503: "crowded"}.get(status, "refused")
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


async def _broken() -> AsyncIterator[bytes]:
    yield b"{"
    raise Cut
