"""The part of the small gateway that is about visits: identity, language, opinions."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot.widget import samples
from tests.bot.widget.conversation import Conversation


def refused(status: int, code: str) -> JSONResponse:
    """A refusal in the gateway's form."""
    return JSONResponse({"error": {"code": code, "message": f"Refused: {code}."}}, status)


class Visits:
    """What a visitor can do besides writing.

    An identity is taken for good when it is "signed:" and a name; the true gateway verifies a signature.
    """

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.begun: list[dict[str, Any]] = []
        self.opinions: list[dict[str, Any]] = []
        self.lines = 0
        self.prefix = ""
        self.seen: list[tuple[str, str]] = []
        self.lose_identities = 0
        self.telegram = ""

    def who(self, request: Request) -> Conversation | None:
        """The conversation of a request's token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return self.conversations.get(token) if scheme == "Bearer" else None

    def visit_routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/api/continue", self._messenger),
            Route("/api/continue", self._continue, methods=["POST"]),
            Route("/api/identity", self._identify, methods=["POST"]),
            Route("/api/language", self._speak, methods=["POST"]),
            Route("/api/feedback", self._opinions),
            Route("/api/feedback", self._rate, methods=["POST"]),
        ]

    async def _identify(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return refused(401, "unauthorised")
        body = await request.json()
        if not body["identity"].startswith("signed:"):
            return refused(403, "identity")
        name = body["identity"].removeprefix("signed:")
        if conversation.person not in ("", name):
            return refused(409, "other_person")
        conversation.person = name
        del self.conversations[conversation.token]
        conversation.token = body["next"]
        self.conversations[conversation.token] = conversation
        if self.lose_identities:
            self.lose_identities -= 1
            return refused(503, "unavailable")
        return JSONResponse({"name": name})

    async def _speak(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return refused(401, "unauthorised")
        conversation.language = (await request.json())["language"]
        return JSONResponse({"language": conversation.language})

    async def _opinions(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return refused(401, "unauthorised")
        return JSONResponse({"feedback": conversation.verdicts})

    async def _messenger(self, _: Request) -> Response:
        return JSONResponse({"telegram": bool(self.telegram)})

    async def _continue(self, request: Request) -> Response:
        if self.who(request) is None or not self.telegram:
            return refused(404, "not_found")
        return JSONResponse({"telegram": f"{self.telegram}?start=key", "minutes": 15}, 201)

    async def _rate(self, request: Request) -> Response:
        conversation = self.who(request)
        if conversation is None:
            return refused(401, "unauthorised")
        body = await request.json()
        self.opinions.append(body)
        conversation.verdicts[str(body["seq"])] = body["verdict"]
        offer = None
        if body["verdict"] == "down" and "reason" not in body:
            offer = {"title": samples.GREETING[conversation.language][-1]["items"][-1], "key": "person"}
            conversation.keys["person"] = offer["title"]
        return JSONResponse({"seq": body["seq"], "offer": offer})
