"""The event stream of one conversation: resumes after a sequence number, so nothing is missed or doubled."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import StreamingResponse

from bot.channels.public import message_view, state_view
from bot.endpoint import ApiError
from bot.gateway import Gateway
from bot.hub import Subscription
from desk import conversations, messages
from desk.conversations import Conversation
from desk.errors import UnknownConversation
from desk.messages import Message

HEARTBEAT = 15.0
MAX_STREAMS = 10
_PAGE = 200
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Encoding": "identity",
    # nginx would otherwise hold the events back until its buffer is full.
    "X-Accel-Buffering": "no",
}


class Stream:
    """Makes event streams.

    Args:
        gateway: gives the messages and the news.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def response(self, conversation: str, token: str, after: int) -> StreamingResponse:
        """Return the stream of a conversation.

        Args:
            conversation: whose.
            token: looked at again with every news, so that a revoked one ends the stream.
            after: the last sequence number the client has.

        Raises:
            ApiError: too many streams of this conversation are open.
        """
        if self._gateway.hub.count(conversation) >= MAX_STREAMS:
            raise ApiError("streams")
        events = self._events(conversation, token, after)
        return StreamingResponse(events, media_type="text/event-stream", headers=_HEADERS)

    async def _events(self, conversation: str, token: str, after: int) -> AsyncIterator[str]:
        told: dict[str, str] | None = None
        typing, to_read = False, True
        with self._gateway.hub.subscribe(conversation) as news:
            while True:
                if to_read:
                    page = await self._page(token, after, news)
                    if page is None:
                        return
                    talk, found = page
                    to_read = len(found) == _PAGE
                    if told != state_view(talk):
                        told = state_view(talk)
                        yield event("state", told)
                    for message in found:
                        after = message.seq
                        yield event("message", message_view(message), after)
                if typing != news.typing:
                    typing = news.typing
                    yield event("typing", {"on": typing})
                if not to_read and not await news.wait(HEARTBEAT):
                    yield event("ping", {})
                to_read = news.take_to_read() or to_read

    async def _page(self, token: str, after: int, news: Subscription) -> tuple[Conversation, list[Message]] | None:
        now = self._gateway.clock()

        def look(connection: Connection) -> tuple[Conversation, list[Message]]:
            talk = conversations.by_token(connection, token, now)
            return talk, messages.since(connection, talk.id, after, _PAGE)

        try:
            talk, found = await self._gateway.read(look)
        except UnknownConversation:
            return None
        news.seen = (talk.next_seq, talk.epoch, True)
        return talk, found


def event(name: str, data: Any, identity: int | None = None) -> str:
    """Return one event in the form of server-sent events."""
    head = f"id: {identity}\n" if identity is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
