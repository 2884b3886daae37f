"""The WeChat channel: answers within five seconds where it can, later through customer service messages."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.channel import Capabilities, DeliveryError, Sent
from bot.channels.reception import Reception
from bot.channels.wechat import events, texts
from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.envelopes import BadEnvelope, Fields, fields, sealed_reply, text_reply
from bot.channels.wechat.menu import menu
from bot.channels.wechat.passive import Passive
from bot.channels.wechat.sealing import BadSeal, Seal, is_signed
from bot.endpoint import ApiError, read_body
from bot.gateway import Gateway
from bot.incoming import InboundMessage
from bot.logs import log
from bot.settings import Settings
from bot.wording.catalogue import catalogue
from bot.wording.values import Words
from desk import messages, windows
from desk.conversations import Conversation, of_user
from desk.messages import Message

PATH = "/webhooks/wechat"
SUCCESS = "success"
_UNTIL_THEY_WRITE = 400 * 24 * 3600.0
_PAUSE, _LONGEST_PAUSE = 5.0, 300.0


class WeChatChannel:
    """A WeChat official account.

    Args:
        gateway: takes the messages.
        settings: the account.
    """

    name = events.NAME
    capabilities = Capabilities(pushes=True, buttons=False, greets=True, longest=texts.LONGEST, apart=0.3)
    link = ""

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._token = settings.wechat_token
        self._seal = Seal(settings.wechat_aes_key, settings.wechat_app_id) if settings.wechat_aes_key else None
        self._page = settings.public_url
        self._reception = Reception(self.name, gateway, settings)
        self._passive = Passive(gateway, settings.public_url)
        self._api = WeChatApi(gateway, settings)
        self._status = "starting"

    def routes(self) -> list[Route]:
        """Return the address that WeChat calls: once to see that it is ours, then with each message."""
        return [
            Route(PATH, self.verify, methods=["GET"], include_in_schema=False),
            Route(PATH, self.message, methods=["POST"]),
        ]

    def status(self) -> str:
        """Return "ok", or why it does not work."""
        return self._status

    def parse(self, body: Any) -> InboundMessage | None:
        """Read the fields of a message.

        Raises:
            BadEnvelope: they are none.
        """
        return events.inbound(body)

    async def verify(self, request: Request) -> Response:
        """Show WeChat that this address knows the token."""
        query = request.query_params
        if not is_signed(query.get("signature", ""), self._token, query.get("timestamp", ""), query.get("nonce", "")):
            raise ApiError("token")
        return PlainTextResponse(query.get("echostr", "")[:200])

    async def message(self, request: Request) -> Response:
        """Store a message, then answer it in time or say that we have it; anything else makes it come again."""
        end = asyncio.get_running_loop().time() + events.PASSIVE_SECONDS
        try:
            content = self._opened(request, await read_body(request))
            inbound = self.parse(content)
        except (BadEnvelope, BadSeal) as problem:
            log().warning("wechat_unreadable", code=str(problem))
            return PlainTextResponse(SUCCESS)
        if inbound is None:
            return PlainTextResponse(SUCCESS)
        text = await self._answer(inbound, content, end)
        if not text:
            return PlainTextResponse(SUCCESS)
        now = self._gateway.clock()
        xml = text_reply(inbound.external_user, content.get("ToUserName", ""), text, now)
        return Response(sealed_reply(xml, self._seal, self._token, now) if self._seal else xml, media_type="text/xml")

    def _opened(self, request: Request, body: bytes) -> Fields:
        """Return the fields of a body whose signature is right."""
        query = request.query_params
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if self._seal is None:
            if not is_signed(query.get("signature", ""), self._token, stamp, nonce):
                raise ApiError("token")
            return fields(body)
        # With a key set nothing is taken that is not sealed with it: its signature alone covers the message.
        sealed = fields(body).get("Encrypt", "")
        if not is_signed(query.get("msg_signature", ""), self._token, stamp, nonce, sealed):
            raise ApiError("token")
        return fields(self._seal.open(sealed).encode())

    async def _answer(self, inbound: InboundMessage, content: Fields, end: float) -> str:
        if inbound.kind == "text" and inbound.command is None and inbound.text:
            inbound = await self._gateway.read(lambda connection: _with_button(connection, inbound))
        try:
            accepted = await self._reception.receive(inbound, events.opening(content))
        except ApiError as problem:
            # WeChat would repeat it three times and then tell the person that the account is broken.
            return Words(catalogue(), events.LANGUAGE).sentence(f"error.{problem.code}", problem.values)
        return await self._passive.text(accepted, end)

    async def send(self, conversation: Conversation, message: Message, piece: int) -> Sent:
        """Send one piece of a message as customer service message, if the window allows it.

        Raises:
            DeliveryError: it was not sent; one that must wait until the person writes again says so.
        """
        pieces = texts.pieces(message, self._page)
        now = self._gateway.clock()
        shut = await self._gateway.write(lambda connection: windows.spend(connection, conversation.id, now))
        if shut:
            raise DeliveryError(shut, retry_after=_UNTIL_THEY_WRITE)
        body = {"touser": conversation.external_user, "msgtype": "text", "text": {"content": pieces[piece]}}
        try:
            await self._api.call("/cgi-bin/message/custom/send", body)
        except DeliveryError as problem:
            await self._gateway.write(lambda connection: windows.give_back(connection, conversation.id))
            if problem.code in (windows.CLOSED, windows.SPENT):
                raise DeliveryError(problem.code, retry_after=_UNTIL_THEY_WRITE) from problem
            self._status = problem.code
            raise
        self._status = "ok"
        return Sent("sent", piece + 1 >= len(pieces))

    async def run(self) -> None:
        """Give WeChat the menu; what fails is tried again."""
        pause = _PAUSE
        try:
            while self._status != "ok":
                try:
                    await self._api.call("/cgi-bin/menu/create", menu())
                    self._status = "ok"
                except DeliveryError as problem:
                    self._status = problem.code
                    log().error("wechat_set_up", code=problem.code, again_in=pause)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
            await asyncio.Event().wait()
        finally:
            await self._api.close()


def _with_button(connection: Connection, inbound: InboundMessage) -> InboundMessage:
    """Return the message as the press of a button, if it is the letter of one in the last answer that had some."""
    talk = of_user(connection, events.NAME, inbound.external_user)
    last = messages.last_with_buttons(connection, talk.id) if talk else None
    key = texts.chosen(inbound.text or "", last) if last else None
    if key is None:
        return inbound
    return InboundMessage(inbound.channel, inbound.external_user, inbound.client_id, None, key, inbound.language)
