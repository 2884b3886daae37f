"""Whether all parts are well."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.brain_client import BrainClient
from bot.channels.configured import Channels
from bot.gateway import Gateway
from bot.mail import Mailer
from bot.supervision import settled


class Health:
    """`/health`: what works, a word for each part, for load balancers and operators.

    Args:
        gateway: knows the database.
        brain: the brain.
        mailer: knows what became of the letters.
        channels: the messengers.
    """

    def __init__(self, gateway: Gateway, brain: BrainClient, mailer: Mailer, channels: Channels) -> None:
        self._gateway = gateway
        self._brain = brain
        self._mailer = mailer
        self._channels = channels

    async def answer(self, _request: Request) -> Response:
        """Answer; a brain that is down is no reason to send visitors elsewhere, since messages are kept."""
        database, brain = await asyncio.gather(self._database_ok(), self._brain.is_ready())
        words = {True: "ok", False: "down"}
        content: dict[str, Any] = {"gateway": "ok", "brain": words[brain], "database": words[database]}
        content["mail"] = self._mailer.state
        if self._mailer.problem:
            content["mail_setting"] = self._mailer.problem
        if self._channels.status():
            content["channels"] = self._channels.status()
        return JSONResponse(content, 200 if database else 503)

    async def _database_ok(self) -> bool:
        _, failure = await settled(
            self._gateway.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
        )
        return failure is None
