"""The web channel: sessions, messages, long poll, acknowledgement; the stream is in stream.py."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import phrases
from bot.channels.channel import Capabilities
from bot.channels.public import message_view, state_view
from bot.channels.stream import Stream
from bot.endpoint import (
    ApiError,
    bearer,
    limit,
    message_text,
    network_of,
    number,
    optional_language,
    preferred_language,
    read_object,
    wrong,
)
from bot.gateway import Gateway
from bot.hub import Subscription
from bot.incoming import InboundMessage
from bot.limits import TokenBuckets
from bot.settings import Settings
from bot.turn import reply
from bot.wording.render import plain, render
from desk import buttons, conversations, messages, outbox
from desk.conversations import Conversation
from desk.errors import QueueFull, UnknownConversation
from desk.messages import Message
from desk.turns import Incoming

PRIVACY = "/privacy"
MAX_WAIT = 30
MAX_SEQ = 2**31 - 1
Handler = Callable[[Request], Awaitable[Response]]


class WebChannel:
    """The HTTP interface of the chat page.

    Args:
        gateway: takes the messages.
        settings: names, limits.
    """

    name = "web"
    capabilities = Capabilities(pushes=False, buttons=True, greets=True)

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._settings = settings
        self._visitors = TokenBuckets(settings.rate_messages)
        self._networks = TokenBuckets(settings.rate_messages_per_network)
        self._sessions = TokenBuckets(settings.rate_sessions_per_network)
        self._stream = Stream(gateway)

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/api/session", self.open_session, methods=["POST"]),
            Route("/api/session", self.end_session, methods=["DELETE"]),
            Route("/api/messages", self.post_message, methods=["POST"]),
            Route("/api/messages", self.list_messages, methods=["GET"]),
            Route("/api/stream", self.stream, methods=["GET"]),
            Route("/api/ack", self.acknowledge, methods=["POST"]),
        ]

    async def open_session(self, request: Request) -> Response:
        """Open a conversation and say hello."""
        limit(self._sessions, network_of(request))
        given = optional_language(await read_object(request))
        language = given or preferred_language(request.headers.get("accept-language", ""))
        now = self._gateway.clock()
        talk, token = await self._gateway.write(lambda connection: self._open(connection, language, now))
        notice = plain(render([phrases.notice(self._settings.retention_days, PRIVACY)], language))
        content = {"token": token, "conversation_id": talk.id, "language": language, "notice": notice}
        return JSONResponse(content, 201)

    def _open(self, connection: Connection, language: str, now: datetime) -> tuple[Conversation, str]:
        talk, token = conversations.open_with_token(connection, self.name, language, now)
        hello = phrases.greeting(self._settings.helpdesk_name, self._settings.retention_days, PRIVACY)
        reply(connection, talk.id, self.name, hello, language, now)
        return talk, token

    async def end_session(self, request: Request) -> Response:
        """End this browser's access; its streams end too."""
        talk = await self._authorised(request)
        await self._gateway.write(lambda connection: conversations.revoke_token(connection, talk.id))
        self._gateway.hub.wake(talk.id)
        return Response(status_code=204)

    async def _authorised(self, request: Request) -> Conversation:
        """Return the conversation of the request's token.

        Raises:
            ApiError: there is none.
        """
        token, now = bearer(request), self._gateway.clock()
        try:
            talk = await self._gateway.read(lambda connection: conversations.by_token(connection, token, now))
        except UnknownConversation as problem:
            raise ApiError("unauthorised") from problem
        request.state.language = talk.language
        return talk

    def parse(self, body: dict[str, Any]) -> InboundMessage:
        """Read the body of a message.

        Raises:
            ApiError: a field is missing, of the wrong type, empty or too long.
        """
        try:
            client_id = str(uuid.UUID(body.get("client_id")))
        except (ValueError, TypeError, AttributeError) as problem:
            raise wrong("client_id") from problem
        text, button = body.get("text"), body.get("button")
        if (text is None) == (button is None):
            raise ApiError("text_or_button")
        if button is not None and not (isinstance(button, str) and buttons.KEY.fullmatch(button)):
            raise wrong("button")
        words = None if text is None else message_text(text, "text")
        return InboundMessage(self.name, "", client_id, words, button)

    async def post_message(self, request: Request) -> Response:
        """Take one message; the answer comes over the stream or the long poll."""
        talk = await self._authorised(request)
        limit(self._visitors, talk.id)
        limit(self._networks, network_of(request))
        inbound = self.parse(await read_object(request))
        incoming = await self._resolved(talk, inbound)
        try:
            accepted = await self._gateway.accept(talk.id, incoming)
        except QueueFull as problem:
            raise ApiError("queue_full") from problem
        stored = accepted.message
        content = {"seq": stored.seq, "client_id": stored.client_id, "state": stored.status}
        return JSONResponse(content, 202)

    async def _resolved(self, talk: Conversation, inbound: InboundMessage) -> Incoming:
        if inbound.button is None:
            return Incoming(inbound.text or "", None, inbound.client_id)
        key = inbound.button
        button = await self._gateway.read(lambda connection: buttons.find(connection, talk.id, key))
        if button is None:
            raise ApiError("button_unknown")
        return Incoming(button.title, button.do, inbound.client_id)

    async def list_messages(self, request: Request) -> Response:
        """Return the messages after a sequence number; wait for one if there is none yet."""
        talk = await self._authorised(request)
        after, wait = number(request, "after", MAX_SEQ), number(request, "wait", MAX_WAIT)
        with self._gateway.hub.subscribe(talk.id) as subscription:
            found = await self._messages_or_wait(talk, after, wait, subscription)
        latest = await self._authorised(request)
        return JSONResponse({"messages": [message_view(each) for each in found], "state": state_view(latest)})

    async def _messages_or_wait(
        self, talk: Conversation, after: int, wait: int, subscription: Subscription
    ) -> list[Message]:
        subscription.seen = (talk.next_seq, talk.epoch, True)
        found = await self._since(talk.id, after)
        if not found and wait and await subscription.wait_to_read(wait):
            found = await self._since(talk.id, after)
        return found

    async def _since(self, talk: str, after: int) -> list[Message]:
        return await self._gateway.read(lambda connection: messages.since(connection, talk, after))

    async def stream(self, request: Request) -> Response:
        """Open the event stream."""
        talk = await self._authorised(request)
        await self._gateway.write(lambda connection: conversations.keep_token(connection, talk, self._gateway.clock()))
        after = number(request, "after", MAX_SEQ)
        last = request.headers.get("last-event-id", "")
        if last.isascii() and last.isdigit() and len(last) <= 9:
            after = max(after, int(last))
        return self._stream.response(talk.id, bearer(request), after)

    async def acknowledge(self, request: Request) -> Response:
        """Note that the client has everything up to a sequence number."""
        talk = await self._authorised(request)
        seq = (await read_object(request)).get("seq")
        if isinstance(seq, bool) or not isinstance(seq, int) or not 0 <= seq <= MAX_SEQ:
            raise wrong("seq")
        now = self._gateway.clock()
        acked = await self._gateway.write(lambda connection: outbox.acknowledge(connection, talk.id, seq, now))
        return JSONResponse({"seq": acked})
