"""The brain as a loopback HTTP service: `python -m bot.brain.service`."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.brain.agent import Brain, TurnError, TurnRequest
from bot.logs import configure
from knowledge.library import default_folder

log = structlog.get_logger(__name__)
MODEL = Path("models/citybridge.tar.gz")


class BadTurn(ValueError):
    """The body of a turn is not what it must be."""


def read_turn(body: Any) -> TurnRequest:
    """Read the JSON body of a turn.

    Raises:
        BadTurn: a field is missing or of the wrong type; the message names it.
    """
    if not isinstance(body, dict):
        raise BadTurn("body: an object is expected")
    message = body.get("message")
    if not isinstance(message, dict) or not isinstance(message.get("text", ""), str):
        raise BadTurn("message: {text} or {do, text} is expected")
    if not isinstance(body.get("turn_id"), str) or body.get("language") not in ("en", "zh"):
        raise BadTurn("turn_id and language (en or zh) are needed")
    do = message.get("do")
    if do is not None and not (isinstance(do, dict) and isinstance(do.get("intent"), str)):
        raise BadTurn("message.do: {intent, entities} is expected")
    today = date.fromisoformat(body["today"]) if body.get("today") else None
    return TurnRequest(
        turn_id=body["turn_id"],
        language=body["language"],
        text=message.get("text", ""),
        state=body.get("state"),
        do=do,
        today=today,
        channel=str(body.get("channel", "")),
        waiting=body["waiting"] if isinstance(body.get("waiting"), bool) else None,
    )


async def turn(request: Request) -> JSONResponse:
    """POST /turn: answer one message."""
    brain: Brain = request.app.state.brain
    try:
        asked = read_turn(json.loads(await request.body()))
        result = await brain.turn(asked)
    except (ValueError, KeyError) as problem:  # BadTurn, broken JSON, unknown state version, unknown button entity
        log.warning("turn refused", error=type(problem).__name__)
        return JSONResponse({"error": "bad_turn"}, status_code=422)
    except TurnError as problem:
        log.error("turn failed", error=str(problem))
        return JSONResponse({"error": "turn_failed"}, status_code=500)
    return JSONResponse(vars(result))


async def health(request: Request) -> JSONResponse:
    """GET /health: which model and which state of the knowledge answer."""
    brain: Brain = request.app.state.brain
    problem = brain.watcher.error
    return JSONResponse(
        {
            "ready": True,
            "model": brain.model,
            "generation": brain.watcher.library.generation,
            "knowledge_error": str(problem) if problem else None,
        }
    )


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    model = Path(os.environ.get("MODEL", str(MODEL)))
    folder = os.environ.get("KNOWLEDGE_FOLDER", "").strip()
    app.state.brain = await Brain.open(model, Path(folder) if folder else default_folder())
    # Rasa resets logging while it loads; what people write must not reach a log, so this comes after it too.
    configure(os.environ.get("LOG_LEVEL", "").strip() or "info")
    yield
    app.state.brain.watcher.stop()


def create_app() -> Starlette:
    """Return the application; the model is loaded when it starts."""
    routes = [Route("/turn", turn, methods=["POST"]), Route("/health", health)]
    return Starlette(routes=routes, lifespan=_lifespan)


def main() -> None:
    """Serve on the loopback address; the port is BRAIN_PORT."""
    configure(os.environ.get("LOG_LEVEL", "").strip() or "info")
    port = int(os.environ.get("BRAIN_PORT", "5006"))
    uvicorn.run(create_app(), host="127.0.0.1", port=port, log_level="warning", access_log=False, ws="none")


if __name__ == "__main__":
    main()
