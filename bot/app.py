"""The gateway as an ASGI application: `python -m bot.app`."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Route

from bot import amend_effects, logs
from bot.brain_client import BrainClient
from bot.capacity import Limits, Places
from bot.channels.channel import PushChannel
from bot.channels.configured import Channels
from bot.channels.continuing import Continuing
from bot.channels.rest import RestChannel
from bot.channels.way_back import WayBack
from bot.channels.web import WebChannel
from bot.connections import PromptProtocol
from bot.delivery import Courier
from bot.drain import DrainingServer
from bot.endpoint import ApiError
from bot.gateway import Gateway
from bot.health import Health
from bot.hub import Hub
from bot.language import Decider, KnowledgeDecider
from bot.mail import Mailer
from bot.mail_settings import mail_is_on
from bot.memory import share_arenas
from bot.metrics_page import MetricsPage
from bot.middleware import Headed, Logged
from bot.notices import Notices
from bot.notifier import Notifier
from bot.overview import Running
from bot.pages.pages import Pages
from bot.retention import keep_tidy, periods, sweep_emptied
from bot.rounds import look, sweep
from bot.scene import Rules
from bot.self_service import SelfService
from bot.settings import Settings, SettingsError, read
from bot.staff_desk import console_routes, troubled
from bot.supervision import settled
from bot.turn import Preparation, Storing
from bot.wakeups import Wakeups
from bot.webhooks import Webhooks
from bot.wording.catalogue import WordingError, catalogue
from desk import drafts, messages
from desk.console.app import ConsoleMount
from desk.database import Database
from desk.errors import DatabaseSetting
from desk.macros import MacroWrong
from desk.messages import Message
from desk.migrate import migrate

DELIVERY_SECONDS = 0.25
GRACE_SECONDS = 3


def _limits(settings: Settings) -> Limits:
    return Limits(
        settings.pending_limit,
        settings.parallel_turns,
        settings.waiting_limit,
        settings.brain_timeout,
        settings.waiting_per_network,
    )


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
        self._brain = BrainClient(settings.brain_url, settings.brain_timeout, settings.brain_token)
        limits = _limits(settings)
        preparation = Preparation(self._brain, decider, self._draft, SelfService(self._said_before))
        contact, mail = settings.helpdesk_contact, mail_is_on(settings)
        storing = Storing(Rules(settings.answer_working_days, contact, mail, periods(settings)))
        hub = Hub()
        self.gateway = Gateway(self._database, preparation, storing, hub, limits)
        self.wakeups = Wakeups(settings.redis_url, hub, self.gateway.holder) if settings.redis_url else None
        self._places = Places(settings.streams_per_network, settings.stream_limit)
        self._mailer = Mailer(self.gateway, settings)
        self._channels = Channels(self.gateway, settings)
        self._courier = Courier(self.gateway, {each.name: each for each in [*channels, *self._channels.running]})

    async def _draft(self, conversation: str) -> dict[str, Any] | None:
        def kept(connection: Connection) -> dict[str, Any] | None:
            draft = drafts.of(connection, conversation)
            return draft.answers if draft else amend_effects.handed_over(connection, conversation)

        return await self.gateway.read(kept)

    async def _said_before(self, conversation: str, seq: int) -> Message | None:
        return await self.gateway.read(lambda connection: messages.last_out_before(connection, conversation, seq))

    def routes(self) -> list[BaseRoute]:
        """Return all addresses."""
        health = Health(self.gateway, self._brain, self._mailer, self._channels)
        running = Running(lambda: self._mailer.state, lambda: dict(self._channels.status()))
        web = WebChannel(self.gateway, self._settings, self._places)
        return [
            *web.routes(),
            *Continuing(self.gateway, self._settings, web.door, self._channels.link).routes(),
            *RestChannel(self.gateway, self._settings).routes(),
            *(route for channel in self._channels.running for route in channel.routes()),
            Route("/health", health.answer, methods=["GET"]),
            *(WayBack(self.gateway, self._settings).routes() if self._settings.desk_secret else []),
            *console_routes(self.gateway, self._settings, self._decider.library, self._brain, running),
            Route("/metrics", MetricsPage(self.gateway, self._settings).answer, methods=["GET"]),
            *Pages(self._settings).routes(),
        ]

    @asynccontextmanager
    async def run(self, _app: Starlette) -> AsyncIterator[None]:
        """Run everything from the start of the application to its end."""
        await asyncio.to_thread(migrate, self._database)
        work = [
            load(self._decider),
            sweep(self.gateway),
            look(self.gateway, self._settings.wake_every, lambda: self.wakeups is not None and self.wakeups.is_live),
            keep_tidy(self.gateway, periods(self._settings)),
            sweep_emptied(self.gateway),
            self._mailer.run(DELIVERY_SECONDS),
            Notices(self.gateway, self._settings).run(),
            Notifier(self.gateway, self._settings).run(),
            Webhooks(self.gateway, self._settings).run(),
        ]
        # Apart from the rest: what is being sent may still be reported, and the messengers it goes through are there.
        messengers = [channel.run() for channel in self._channels.running]
        async with _running([self.wakeups.run()] if self.wakeups else []):
            async with _running(messengers), _running([self._courier.run(DELIVERY_SECONDS)]), _running(work):
                yield
            await self.gateway.stop()  # its last answers are still told to the other gateways
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
    routes = parts.routes()
    told = troubled(next((route for route in routes if isinstance(route, ConsoleMount)), None))
    refusals: dict[Any, Callable[..., Any]] = dict.fromkeys((ApiError, HTTPException, SQLAlchemyError, Exception), told)
    app = Starlette(routes=routes, lifespan=parts.run, middleware=_around(settings), exception_handlers=refusals)
    app.state.gateway = parts.gateway
    app.state.wakeups = parts.wakeups
    return app


async def load(decider: Decider) -> None:
    """Get the decider ready while messages are already taken."""
    _, failure = await settled(asyncio.to_thread(decider.load))
    if failure is not None:
        logs.log().error("language_not_loaded", exc_info=failure)
    gc.collect()
    gc.freeze()  # what is loaded stays: without this, a search for garbage goes through all of it and all wait for that


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
        http=PromptProtocol,
        h11_max_incomplete_event_size=32 * 1024,
    )
    return DrainingServer(config, app.state.gateway.hub.close)


def main() -> int:
    """Read the settings and serve; a setting that cannot be used is named in one sentence."""
    share_arenas()
    try:
        settings = read(os.environ)
        catalogue()
        folder = Path(settings.knowledge_folder) if settings.knowledge_folder else None
        app = create_app(settings, KnowledgeDecider(folder))
    except (SettingsError, DatabaseSetting, WordingError, MacroWrong) as problem:
        print(problem, file=sys.stderr)
        return 2
    logs.configure(settings.log_level)
    server(app, settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
