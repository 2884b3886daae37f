"""The Telegram channel: takes updates by webhook or polling, sends what the courier brings."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.channel import Capabilities, DeliveryError, Sent
from bot.channels.reception import Reception
from bot.channels.telegram import updates
from bot.channels.telegram.formatting import LONGEST, pieces
from bot.channels.telegram.groups import Groups, group, is_over
from bot.channels.telegram.menus import set_menus
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sending import code, new_bot, send
from bot.channels.telegram.updates import ALLOWED, NAME, UnreadableUpdate
from bot.endpoint import ApiError, read_object
from bot.gateway import Gateway
from bot.incoming import InboundMessage
from bot.logs import log
from bot.settings import Settings
from bot.supervision import settled
from desk.continuations import address
from desk.conversations import Conversation
from desk.messages import Message
from desk.paces import Pace

PATH = "/webhooks/telegram"
SECRET_HEADER = "x-telegram-bot-api-secret-token"
MAX_BODY = 512 * 1024
"""A message with all that it quotes stays far below; more would be refused again and again."""
CONNECTIONS = 40
APART = 1.0
PACE = Pace(per_second=20, at_once=5)
"""Telegram allows 30 in a second; what is on its way may arrive closer together than it left."""
_SET_UP_PAUSE = 5.0
_LONGEST_PAUSE = 300.0


class TelegramChannel:
    """Telegram.

    Args:
        gateway: takes the messages.
        settings: token, mode, addresses.
    """

    name = NAME
    capabilities = Capabilities(pushes=True, buttons=True, greets=True, longest=LONGEST, apart=APART, pace=PACE)

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._settings = settings
        self._reception = Reception(NAME, gateway, settings)
        self._bot = new_bot(settings.telegram_token, settings.telegram_api)
        self._groups = Groups(self._bot, gateway, PACE)
        self._secret = secret(settings.telegram_token)
        self._status = "starting"
        self.link = ""
        self._asides: set[asyncio.Task[Any]] = set()

    def routes(self) -> list[Route]:
        """Return the address that Telegram calls."""
        return [Route(PATH, self.webhook, methods=["POST"])] if self._settings.telegram_mode == "webhook" else []

    def status(self) -> str:
        """Return "ok", or why it does not work."""
        return self._status

    def parse(self, body: Any) -> InboundMessage | None:
        """Read an update.

        Raises:
            UnreadableUpdate: it is none.
        """
        return updates.inbound(updates.read(body, self._bot))

    async def webhook(self, request: Request) -> Response:
        """Store what an update says, then tell Telegram that we have it; anything else makes it come again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise ApiError("token")
        body = await read_object(request, MAX_BODY)
        try:
            update = updates.read(body, self._bot)
        except UnreadableUpdate as problem:
            log().warning("update_unreadable", code=str(problem))
            return JSONResponse({})
        await self._handle(update)
        return JSONResponse({})

    async def _handle(self, update: Update) -> None:
        chat = group(update)
        if chat is not None:
            if not is_over(update):
                self._aside(self._groups.leave(chat, self.link))
            return
        inbound = updates.inbound(update)
        if update.callback_query is not None:
            self._aside(self._bot.answer_callback_query(update.callback_query.id))
        if inbound is None:
            return
        accepted = await self._reception.receive(inbound)
        if accepted.turn is not None and not accepted.turn.conversation.has_person:
            self._aside(self._bot.send_chat_action(int(inbound.external_user), ChatAction.TYPING))

    async def _polled(self, update: Update) -> bool:
        _, failure = await settled(self._handle(update))
        if isinstance(failure, (ApiError, SQLAlchemyError)):
            return False
        if failure is not None:
            # It would fail again, and everything behind it would wait.
            log().error("update_failed", update=update.update_id, exc_info=failure)
        return True

    def _aside(self, work: Awaitable[Any]) -> None:
        """Do what nobody waits for and nothing depends on."""
        task = asyncio.ensure_future(_quietly(work))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    async def send(self, conversation: Conversation, message: Message, piece: int) -> Sent:
        """Send one piece of a message.

        Raises:
            DeliveryError: it was not sent.
        """
        cut = pieces(message)
        try:
            await send(self._bot, int(address(conversation.external_user)), cut[piece])
        except DeliveryError as problem:
            if not problem.permanent and not problem.retry_after:
                self._tell(problem.code)
            raise
        self._tell("ok")
        return Sent("sent", piece + 1 >= len(cut))

    async def run(self) -> None:
        """Set everything up, and fetch updates where that is the mode; what fails is tried again."""
        try:
            await self._set_up_at_last()
            if self._settings.telegram_mode == "polling":
                await self._poll()
            await asyncio.Event().wait()
        finally:
            for task in self._asides:
                task.cancel()
            await self._bot.shutdown()

    async def _set_up_at_last(self) -> None:
        pause = _SET_UP_PAUSE
        while True:
            try:
                await self._set_up()
            except TelegramError as problem:
                self._tell(code(problem))
                log().error("telegram_set_up", code=code(problem), again_in=pause)
            else:
                self._tell("ok")
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _set_up(self) -> None:
        await self._bot.initialize()
        self.link = f"https://t.me/{self._bot.username}"
        await set_menus(self._bot)
        if self._settings.telegram_mode == "polling":
            await self._bot.delete_webhook()
            return
        await self._bot.set_webhook(
            self._settings.public_url.rstrip("/") + PATH,
            secret_token=self._secret,
            allowed_updates=list(ALLOWED),
            max_connections=CONNECTIONS,
        )

    async def _poll(self) -> None:
        poller = Poller(self._bot, self._gateway, self._polled, self._tell)
        while True:
            try:
                await poller.run()
            except SQLAlchemyError as problem:
                log().error("telegram_polling", exc_info=problem)
                await asyncio.sleep(1.0)

    def _tell(self, status: str) -> None:
        self._status = status


def secret(token: str) -> str:
    """Return what Telegram sends along with each update; made of the bot's token, so that all gateways know it."""
    return hmac.new(token.encode(), b"citybridge webhook", hashlib.sha256).hexdigest()


async def _quietly(work: Awaitable[Any]) -> None:
    try:
        await work
    except TelegramError as problem:
        log().info("telegram_aside", code=code(problem))
    except SQLAlchemyError as problem:
        log().warning("telegram_aside", exc_info=problem)
