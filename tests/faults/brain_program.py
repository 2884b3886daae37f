"""A brain as a process of its own that misbehaves on demand: `python -m tests.faults.brain_program`.

The model is a text file (variable MODEL); its first word is the name of the model, "broken" ends the start.
START_SECONDS is how long a start takes, MEMORY_MB how much address space it may have. What is said to it decides
what happens: see `_misbehave`.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot.stand_in_brain import answer, echo

_ballast: list[bytearray] = []


async def _misbehave(text: str) -> None:
    if "hang" in text:
        time.sleep(3600)  # on the event loop: nothing is answered any more, health neither
    if "die" in text:
        os._exit(137)  # as the kernel ends a process that takes too much memory
    if "eat" in text:
        _ballast.append(bytearray(b"x" * (10**6 * int(text.split()[-1]))))
    if "slow" in text:
        await asyncio.sleep(float(text.split()[-1]))


async def turn(request: Request) -> Response:
    """Answer with what was said, stamped with the model."""
    asked: dict[str, Any] = json.loads(await request.body())
    if not request.app.state.ready:
        return JSONResponse({"error": "starting"}, 503)
    await _misbehave(asked["message"]["text"])
    return JSONResponse(answer(asked, echo(asked)["blocks"][0], model=request.app.state.model))


async def health(request: Request) -> Response:
    """Say whether it is ready."""
    ready = request.app.state.ready
    return JSONResponse({"ready": ready, "model": request.app.state.model}, 200 if ready else 503)


async def _become_ready(app: Starlette, seconds: float) -> None:
    await asyncio.sleep(seconds)
    app.state.ready = True


async def serve(model: str, port: int) -> None:
    """Serve; ready at once, or half-started for HALF_SECONDS."""
    app = Starlette(routes=[Route("/turn", turn, methods=["POST"]), Route("/health", health)])
    half = float(os.environ.get("HALF_SECONDS", "0"))
    app.state.model, app.state.ready = model, half == 0
    waiting = asyncio.create_task(_become_ready(app, half))
    await uvicorn.Server(uvicorn.Config(app, port=port, ws="none", log_level="warning", access_log=False)).serve()
    await waiting


def main() -> int:
    """Start as a brain starts: read the model first, listen last."""
    if limit := int(os.environ.get("MEMORY_MB", "0")):
        resource.setrlimit(resource.RLIMIT_AS, (limit * 2**20, limit * 2**20))
    model = Path(os.environ["MODEL"]).read_text("utf-8").split()[0]
    time.sleep(float(os.environ.get("START_SECONDS", "0")))
    if model == "broken":
        print("the model cannot be used", file=sys.stderr)
        return 3
    asyncio.run(serve(model, int(os.environ["BRAIN_PORT"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
