"""The gateway as an ASGI application: `python -m bot.app`."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import logs
from bot.brain_client import BrainClient
from bot.channels.channel import PushChannel
from bot.channels.rest import RestChannel
from bot.channels.web import WebChannel
from bot.delivery import Courier
from bot.endpoint import ApiError, tell
from bot.gateway import Gateway, Limits
from bot.hub import Hub
from bot.language import Decider, KnowledgeDecider
from bot.middleware import Headed, Logged
from bot.pages.pages import Pages
from bot.retention import keep_tidy
from bot.rounds import look, sweep
from bot.settings import Settings, SettingsError, read
from bot.supervision import settled
from bot.turn import Preparation, Storing
from bot.wording.catalogue import WordingError, catalogue
from desk.database import Database
from desk.errors import DatabaseSetting
from desk.migrate import migrate

DELIVERY_SECONDS = 1.0
GRACE_SECONDS = 3


class Health:
    """`/health`: what works, in three words, for load balancers and operators.

    Args:
        gateway: knows the database.
        brain: the brain.
    """

    def __init__(self, gateway: Gateway, brain: BrainClient) -> None:
        self._gateway = gateway
        self._brain = brain

    async def answer(self, _request: Request) -> Response:
        """Answer; a brain that is down is no reason to send visitors elsewhere, since messages are kept."""
        database, brain = await asyncio.gather(self._database_ok(), self._brain.is_ready())
        words = {True: "ok", False: "down"}
        content = {"gateway": "ok", "brain": words[brain], "database": words[database]}
        return JSONResponse(content, 200 if database else 503)

    async def _database_ok(self) -> bool:
        _, failure = await settled(
            self._gateway.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
        )
        return failure is None


class Parts:
    """The parts of a gateway process, put together.

    Args:
        settings: the settings.
        decider: decides the language of typed text.
        channels: channels that push.
    """

    def __init__(self, settings: Settings, decider: Decider, channels: Sequence[PushChannel]) -> None:
        self._settings = settings
        self._decider = decider
        self._database = Database(settings.database_url)
        self._brain = BrainClient(settings.brain_url, settings.brain_timeout, settings.parallel_turns)
        limits = Limits(settings.pending_limit, settings.parallel_turns)
        preparation = Preparation(self._brain, decider)
        storing = Storing(settings.answer_working_days)
        self.gateway = Gateway(self._database, preparation, storing, Hub(), limits)
        self._courier = Courier(self.gateway, {channel.name: channel for channel in channels})

    def routes(self) -> list[BaseRoute]:
        """Return all addresses."""
        health = Health(self.gateway, self._brain)
        return [
            *WebChannel(self.gateway, self._settings).routes(),
            *RestChannel(self.gateway, self._settings).routes(),
            Route("/health", health.answer, methods=["GET"]),
            *Pages(self._settings).routes(),
        ]

    @asynccontextmanager
    async def run(self, _app: Starlette) -> AsyncIterator[None]:
        """Run everything from the start of the application to its end."""
        await asyncio.to_thread(migrate, self._database)
        work = [
            load(self._decider),
            sweep(self.gateway),
            look(self.gateway, self._settings.wake_every),
            keep_tidy(self.gateway, self._settings.retention_days),
            self._courier.run(DELIVERY_SECONDS),
        ]
        async with _running(work):
            yield
        await self.gateway.stop()
        self._decider.close()
        await self._brain.close()
        self._database.close()


def create_app(settings: Settings, decider: Decider, channels: Sequence[PushChannel] = ()) -> Starlette:
    """Return the application.

    Args:
        settings: the settings.
        decider: decides the language of typed text.
        channels: channels that push, such as a messenger; the web and REST are always there.

    Raises:
        DatabaseSetting: the database address cannot be used.
    """
    parts = Parts(settings, decider, channels)
    refusals: dict[Any, Callable[..., Any]] = dict.fromkeys((ApiError, HTTPException, SQLAlchemyError, Exception), tell)
    app = Starlette(
        routes=parts.routes(), lifespan=parts.run, middleware=_around(settings), exception_handlers=refusals
    )
    app.state.gateway = parts.gateway
    return app


async def load(decider: Decider) -> None:
    """Get the decider ready while messages are already taken."""
    _, failure = await settled(asyncio.to_thread(decider.load))
    if failure is not None:
        logs.log().error("language_not_loaded", exc_info=failure)


def _around(settings: Settings) -> list[Middleware]:
    return [
        Middleware(Logged),
        Middleware(Headed, frame_ancestors=settings.frame_ancestors),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts), www_redirect=False),
    ]


@asynccontextmanager
async def _running(work: Sequence[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def server(app: Starlette, settings: Settings) -> uvicorn.Server:
    """Return the server of the application."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        # No web sockets here, and Rasa pins a version of their library that uvicorn cannot import.
        ws="none",
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32 * 1024,
    )
    return uvicorn.Server(config)


def main() -> int:
    """Read the settings and serve; a setting that cannot be used is named in one sentence."""
    try:
        settings = read(os.environ)
        catalogue()
        folder = Path(settings.knowledge_folder) if settings.knowledge_folder else None
        app = create_app(settings, KnowledgeDecider(folder))
    except (SettingsError, DatabaseSetting, WordingError) as problem:
        print(problem, file=sys.stderr)
        return 2
    logs.configure(settings.log_level)
    server(app, settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
