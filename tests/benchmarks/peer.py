"""A server that speaks the chat page's protocol, and breaks it in one chosen way: a real HTTP peer on a real port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.bot.served import Served, plain_server


@dataclass
class Session:
    """What the server holds of one session, and what it puts on its streams."""

    kept: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    held_back: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False
    asked: int = 0

    def say(self, direction: str, streamed: bool = True, **content: Any) -> dict[str, Any]:
        """Store a message, and put it on the stream."""
        message = {"seq": len(self.kept) + 1, "direction": direction, "records": [], **content}
        self.kept.append(message)
        if streamed:
            self.events.append(message)
        return message


class Peer(Served):
    """The server; `fault` is how it treats the second message of a session, and the third where it takes two."""

    def __init__(self) -> None:
        self.fault = ""
        self.sessions: list[Session] = []
        routes = [
            Route("/api/session", self._open, methods=["POST"]),
            Route("/api/session", self._end, methods=["DELETE"]),
            Route("/api/messages", self._post, methods=["POST"]),
            Route("/api/messages", self._list, methods=["GET"]),
            Route("/api/stream", self._stream, methods=["GET"]),
            Route("/api/ack", self._ack, methods=["POST"]),
        ]
        super().__init__(plain_server(Starlette(routes=routes)))

    def _of(self, request: Request) -> Session:
        return self.sessions[int(request.headers["authorization"].split()[-1])]

    async def _open(self, _request: Request) -> Response:
        session = Session()
        session.say("out")
        self.sessions.append(session)
        return JSONResponse({"token": str(len(self.sessions) - 1)}, 201)

    async def _end(self, request: Request) -> Response:
        self._of(request).ended = True
        return Response(status_code=204)

    async def _list(self, request: Request) -> Response:
        after, session = int(request.query_params["after"]), self._of(request)
        if self.fault == "list refused" and session.asked < 2:
            session.asked += 1
            return Response(status_code=503)
        return JSONResponse({"messages": [each for each in session.kept if each["seq"] > after]})

    async def _ack(self, request: Request) -> Response:
        if self.fault == "ack refused":
            return Response(status_code=503)
        return JSONResponse({"seq": (await request.json())["seq"]})

    async def _stream(self, request: Request) -> Response:
        session, after = self._of(request), int(request.headers["last-event-id"])

        async def events() -> AsyncIterator[str]:
            place = next((n for n, each in enumerate(session.events) if each["seq"] > after), len(session.events))
            while not session.ended:
                for message in session.events[place:]:
                    yield f"id: {message['seq']}\nevent: message\ndata: {json.dumps(message)}\n\n"
                    place += 1
                await asyncio.sleep(0.005)

        return StreamingResponse(events(), media_type="text/event-stream")

    async def _post(self, request: Request) -> Response:
        session, body = self._of(request), await request.json()
        before = [each for each in session.kept if each.get("client_id") == body["client_id"]]
        number = sum(each["direction"] == "in" for each in session.kept) + 1
        fault = self.fault if number in (2, 3) or before else ""
        if fault == "refused" and number == 2:
            return Response(status_code=503)
        if before and fault != "stored twice":
            return JSONResponse({"seq": before[0]["seq"]}, 202)
        mine = session.say("in", fault != "own message not streamed", client_id=body["client_id"])
        self._answer(session, body["text"], fault if number == 2 or fault == "answers swapped" else "")
        return JSONResponse({"seq": mine["seq"]}, 202)

    def _answer(self, session: Session, text: str, fault: str) -> None:
        records = [f"cities/{text}"]
        if fault == "not answered":
            return
        if fault == "answers swapped" and not session.held_back:
            session.held_back.append({"records": records})
            return
        if fault == "answered with another's":
            records = ["cities/of-somebody-else"]
        if fault == "apologised":
            records = []
        answer = session.say("out", fault != "answer not streamed", records=records)
        for held in session.held_back[:1] if fault == "answers swapped" else []:
            session.say("out", **held)
        if fault == "answered twice":
            session.say("out", records=records)
        if fault == "streamed twice":
            session.events.append(answer)
        if fault == "streamed in another order":
            session.events[-2:] = reversed(session.events[-2:])
        if fault == "message of another":
            session.say("in", client_id="somebody-else")
