"""The brain as a loopback HTTP service: `python -m bot.brain.service`."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.brain import left_out
from bot.brain.door import Door, DoorError, check
from bot.brain.turns import TurnError, TurnRequest, TurnResult
from bot.logs import configure
from bot.memory import give_back, share_arenas
from knowledge.library import default_folder
from knowledge.problems import KnowledgeError
from nlu.cores import use_wide_registers

if TYPE_CHECKING:
    from bot.brain.agent import Brain

log = structlog.get_logger(__name__)
MODEL = Path("models/citybridge.tar.gz")
_LONGEST_ID = 64


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
        draft=body["draft"] if isinstance(body.get("draft"), dict) else None,
    )


async def turn(request: Request) -> JSONResponse:
    """POST /turn: answer one message."""
    brain: Brain = request.app.state.brain
    began = time.perf_counter()
    try:
        asked = read_turn(json.loads(await request.body()))
        with structlog.contextvars.bound_contextvars(turn=asked.turn_id[:_LONGEST_ID]):
            result = await _counted(brain, asked, began)
    except (ValueError, KeyError) as problem:  # BadTurn, broken JSON, unknown state version, unknown button entity
        log.warning("turn refused", error=type(problem).__name__)
        return JSONResponse({"error": "bad_turn"}, status_code=422)
    except TurnError as problem:
        log.error("turn failed", error=str(problem))
        return JSONResponse({"error": "turn_failed"}, status_code=500)
    return JSONResponse(vars(result))


async def _counted(brain: Brain, asked: TurnRequest, began: float) -> TurnResult:
    outcome = "failed"
    try:
        result = await brain.turn(asked)
        outcome = "answered"
    finally:
        took = time.perf_counter() - began
        brain.metrics.turns.labels(asked.language, outcome).observe(took)
    log.info("understood", intent=result.understood.get("intent"), band=result.understood.get("band"),
             took_ms=int(took * 1000))  # fmt: skip
    return result


async def metrics(request: Request) -> Response:
    """GET /metrics: what Prometheus reads."""
    brain: Brain = request.app.state.brain
    page = brain.metrics.page(brain.model, brain.watcher.library.generation, brain.watcher.error is not None)
    return Response(page, media_type=CONTENT_TYPE_LATEST)


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


def why_not(model: Path, failure: BaseException) -> str:
    """Return one sentence for the operator: why the brain cannot start, and what to do.

    Args:
        model: the model file.
        failure: what happened when it was loaded.
    """
    if isinstance(failure, KnowledgeError):
        return f"The records cannot be used; mend them and run `make check`: {failure}"
    if not model.is_file():
        return str(failure)
    what = f"{type(failure).__name__}: {str(failure).splitlines()[0] if str(failure) else 'no details'}"
    return f"{model}: this model cannot be used ({what:.200}); train it again: python -m tools.train --force"


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    from bot.brain.agent import Brain  # leads to Rasa, which must find out at `main` what it goes without

    model = Path(os.environ.get("MODEL", str(MODEL)))
    folder = os.environ.get("KNOWLEDGE_FOLDER", "").strip()
    opening = asyncio.ensure_future(Brain.open(model, Path(folder) if folder else default_folder()))
    await asyncio.wait({opening})
    if (failure := opening.exception()) is not None:
        app.state.failure = why_not(model, failure)
        raise failure
    app.state.brain = opening.result()
    gc.collect()
    gc.freeze()  # what is loaded stays: without this, the search for garbage goes through all of it within some turns
    give_back()
    # Rasa resets logging while it loads; what people write must not reach a log, so this comes after it too.
    configure(os.environ.get("LOG_LEVEL", "").strip() or "info")
    yield
    app.state.brain.watcher.stop()


def create_app(token: str = "") -> Starlette:
    """Return the application; the model is loaded when it starts.

    Args:
        token: shared with the gateways; empty: none is asked for.
    """
    routes = [Route("/turn", turn, methods=["POST"]), Route("/health", health), Route("/metrics", metrics)]
    return Starlette(routes=routes, lifespan=_lifespan, middleware=[Middleware(Door, token=token)])


def main() -> int:
    """Serve on BRAIN_HOST, by default the loopback address; the port is BRAIN_PORT.

    A model that cannot be used is named in one sentence.
    """
    left_out.install()
    # Before anything loads numpy. A turn is small: a second thread takes more time to wake, and to wait, than it saves.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    use_wide_registers(os.environ)
    # Its tables are never changed here, so a copy of them would only take memory.
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    share_arenas()
    configure(os.environ.get("LOG_LEVEL", "").strip() or "info")
    host = os.environ.get("BRAIN_HOST", "").strip() or "127.0.0.1"
    token = os.environ.get("BRAIN_TOKEN", "").strip()
    try:
        check(host, token)
    except DoorError as problem:
        print(problem, file=sys.stderr)
        return 2
    port = int(os.environ.get("BRAIN_PORT", "5006"))
    app = create_app(token)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False, ws="none")
    try:
        uvicorn.Server(config).run()
    finally:  # uvicorn leaves with SystemExit when the start fails; the sentence is to stand last, below its traceback
        if failure := getattr(app.state, "failure", ""):
            print(failure, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
