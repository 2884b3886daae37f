"""The web channel: messages, long poll, acknowledgement; sessions are in visit.py, the stream in stream.py."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.capacity import Places
from bot.channels.channel import Capabilities
from bot.channels.door import Door
from bot.channels.personal import PersonalData
from bot.channels.public import message_view, state_view
from bot.channels.stream import Stream
from bot.channels.visit import CHANNEL, Visit
from bot.endpoint import (
    ApiError,
    bearer,
    message_text,
    network_of,
    number,
    read_object,
    take_in,
    wrong,
)
from bot.gateway import Gateway
from bot.incoming import InboundMessage
from bot.settings import Settings
from desk import buttons, conversations, messages, outbox, presence
from desk.conversations import ASSISTANT, Conversation
from desk.messages import Message
from desk.turns import Incoming

MAX_WAIT = 30
MAX_SEQ = 2**31 - 1


@dataclass(frozen=True)
class _Page:
    talk: Conversation
    messages: list[Message]


class WebChannel:
    """The HTTP interface of the chat page.

    Args:
        gateway: takes the messages.
        settings: names, limits.
        places: for lines that are kept open.
    """

    name = CHANNEL
    capabilities = Capabilities(pushes=False, buttons=True, greets=True)

    def __init__(self, gateway: Gateway, settings: Settings, places: Places) -> None:
        self._gateway = gateway
        self._settings = settings
        self.door = Door(gateway, settings)
        self._places = places
        self._stream = Stream(gateway, places)

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            *Visit(self._gateway, self._settings, self.door).routes(),
            *PersonalData(self._gateway, self._settings, self.door).routes(),
            Route("/api/messages", self.post_message, methods=["POST"]),
            Route("/api/messages", self.list_messages, methods=["GET"]),
            Route("/api/stream", self.stream, methods=["GET"]),
            Route("/api/ack", self.acknowledge, methods=["POST"]),
            Route("/api/typing", self.typing, methods=["POST"]),
        ]

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
        talk = await self.door.writing(request)
        inbound = self.parse(await read_object(request))
        incoming = await self._resolved(talk, inbound)
        accepted = await take_in(self._gateway, talk.id, incoming, network_of(request))
        self._gateway.metrics.accepted(self.name, accepted)
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
        talk = await self.door.asking(request)
        after, wait = number(request, "after", MAX_SEQ), number(request, "wait", MAX_WAIT)
        with self._line(request, talk.id) if wait else nullcontext(), self._gateway.hub.subscribe(talk.id) as news:
            news.seen = (talk.next_seq, talk.epoch, True)
            found = await self._since(request, after)
            if not found.messages and wait and not self._gateway.hub.is_closing and await news.wait_to_read(wait):
                found = await self._since(request, after)
        views = [message_view(each) for each in found.messages]
        return JSONResponse({"messages": views, "state": state_view(found.talk)})

    @contextmanager
    def _line(self, request: Request, talk: str) -> Iterator[None]:
        network = network_of(request)
        self._stream.enter(talk, network)
        try:
            yield
        finally:
            self._places.leave(network)

    async def _since(self, request: Request, after: int) -> _Page:
        """Read state and messages at once: between two reads a thousand visitors would hold theirs in memory."""

        def read(connection: Connection, talk: Conversation) -> _Page:
            return _Page(talk, messages.since(connection, talk.id, after))

        return await self.door.reading(request, read)

    async def stream(self, request: Request) -> Response:
        """Open the event stream."""
        talk = await self.door.asking(request)
        await self._gateway.write(lambda connection: conversations.keep_token(connection, talk, self._gateway.clock()))
        after = number(request, "after", MAX_SEQ)
        last = request.headers.get("last-event-id", "")
        if last.isascii() and last.isdigit() and len(last) <= 9:
            after = max(after, int(last))
        return self._stream.response(talk.id, bearer(request), after, network_of(request))

    async def acknowledge(self, request: Request) -> Response:
        """Note that the client has everything up to a sequence number; seen: true says that a person had it open."""
        talk = await self.door.asking(request)
        body = await read_object(request)
        seq, seen = body.get("seq"), body.get("seen", False)
        if isinstance(seq, bool) or not isinstance(seq, int) or not 0 <= seq <= MAX_SEQ:
            raise wrong("seq")
        if not isinstance(seen, bool):
            raise wrong("seen")
        now = self._gateway.clock()

        def note(connection: Connection) -> int:
            acked = outbox.acknowledge(connection, talk.id, seq, now)
            if seen:
                presence.see(connection, talk.id, min(seq, acked))
            return acked

        return JSONResponse({"seq": await self._gateway.write(note)})

    async def typing(self, request: Request) -> Response:
        """Note that the visitor is writing (on) or has stopped; it matters only to staff who have or await the word."""
        talk = await self.door.asking(request)
        on = (await read_object(request)).get("on")
        if not isinstance(on, bool):
            raise wrong("on")
        at = self._gateway.clock() if on else None
        if talk.owner != ASSISTANT:
            await self._gateway.write(lambda held: presence.types(held, talk.id, presence.VISITOR, at))
        return Response(status_code=204)
