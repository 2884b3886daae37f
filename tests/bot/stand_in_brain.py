"""A brain that answers as a test tells it to: a real HTTP peer on a real port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot.served import Served, plain_server

Turn = dict[str, Any]
STATE = {"version": 1, "slots": {}, "loop": None, "tail": []}


def says(en: str, zh: str, **values: Any) -> dict[str, Any]:
    """Return a text block."""
    return {"type": "text", "text": {"en": en, "zh": zh}, "with": values}


def echo(turn: Turn) -> dict[str, Any]:
    """Answer with what was said, a button and a source."""
    block = says("You said: {text}", "您说：{text}", text={"string": turn["message"]["text"]})
    more = {"title": {"text": {"en": "More", "zh": "更多"}}, "do": {"intent": "show_more", "entities": []}}
    source = {"key": "Q1", "title": "Census", "url": "https://census.example", "as_of": "2020-11-01"}
    return answer(
        turn,
        {**block, "records": ["cities/chongqing"], "sources": ["Q1"]},
        {"type": "buttons", "items": [more]},
        {"type": "sources", "sources": [{**source, "sure": "confirmed"}], "as_of": "2020-11-01"},
    )


def answer(turn: Turn, *blocks: dict[str, Any], effects: tuple[Any, ...] = (), **other: Any) -> dict[str, Any]:
    """Return a well-formed answer to a turn."""
    turns = (turn["state"] or {"slots": {"turns": 0}})["slots"].get("turns", 0) + 1
    understood = {"intent": "ask_city", "confidence": 0.91, "band": "sure", "language": turn["language"]}
    return {
        "turn_id": turn["turn_id"],
        "state": {**STATE, "slots": {"turns": turns}},
        "blocks": list(blocks),
        "effects": list(effects),
        "understood": understood,
        "generation": "g1",
        "model": "m1",
        **other,
    }


class StandInBrain(Served):
    """A brain with a script.

    `script` gets the body of a turn and returns the answer as a dict, or a whole Response. `delay` is how
    many seconds a turn takes. `asked` is what came so far, `headers` the headers of each, `overlaps` counts turns
    of one conversation at once.
    """

    def __init__(self) -> None:
        self.script: Callable[[Turn], dict[str, Any] | Response] = echo
        self.delay: Callable[[Turn], float] = lambda _: 0.0
        self.asked: list[Turn] = []
        self.headers: list[dict[str, str]] = []
        self.overlaps = 0
        self._busy: set[str] = set()
        routes = [Route("/turn", self._turn, methods=["POST"]), Route("/health", self._health)]
        self.app = Starlette(routes=routes)
        super().__init__(plain_server(self.app))

    async def _turn(self, request: Request) -> Response:
        turn = json.loads(await request.body())
        self.asked.append(turn)
        self.headers.append(dict(request.headers))
        talk = turn["turn_id"].partition("-")[0]
        self.overlaps += talk in self._busy
        self._busy.add(talk)
        await asyncio.sleep(self.delay(turn))
        self._busy.discard(talk)
        result = self.script(turn)
        return result if isinstance(result, Response) else JSONResponse(result)

    async def _health(self, _request: Request) -> Response:
        return JSONResponse({"ready": True, "model": "m1", "generation": "g1", "knowledge_error": None})
