"""The event stream of one conversation: resumes after a sequence number, so nothing is missed or doubled."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.capacity import Crowded, Places
from bot.channels.public import message_view, state_view
from bot.endpoint import ApiError
from bot.gateway import Gateway
from bot.hub import Subscription
from desk import conversations, messages, presence
from desk.conversations import Conversation
from desk.errors import UnknownConversation
from desk.messages import Message

HEARTBEAT = 15.0
MAX_STREAMS = 10
COME_BACK = 500
"""Milliseconds after which a client may come back to another gateway: from once to twice that, not all at once."""
_PAGE = 200
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Encoding": "identity",
    # nginx would otherwise hold the events back until its buffer is full.
    "X-Accel-Buffering": "no",
}


class Line(StreamingResponse):
    """A stream that has a place for as long as it is open.

    Args:
        events: what is sent.
        leave: gives the place back.
    """

    def __init__(self, events: AsyncIterator[str], leave: Callable[[], None]) -> None:
        super().__init__(events, media_type="text/event-stream", headers=_HEADERS)
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send. A stream whose client is gone before it began never runs its events, so the place is left here."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()


class Stream:
    """Makes event streams.

    Args:
        gateway: gives the messages and the news.
        places: how many may be open.
    """

    def __init__(self, gateway: Gateway, places: Places) -> None:
        self._gateway = gateway
        self._places = places

    def enter(self, conversation: str, network: str) -> None:
        """Take a place for a line of a conversation.

        Raises:
            ApiError: too many lines are open, of this conversation, from this network, or at all.
        """
        if self._gateway.hub.count(conversation) >= MAX_STREAMS:
            raise ApiError("streams")
        try:
            self._places.take(network)
        except Crowded as problem:
            raise ApiError("lines", retry_after=problem.seconds) from problem

    def response(self, conversation: str, token: str, after: int, network: str) -> StreamingResponse:
        """Return the stream of a conversation.

        Args:
            conversation: whose.
            token: looked at again with every news, so that a revoked one ends the stream.
            after: the last sequence number the client has.
            network: where the line comes from.

        Raises:
            ApiError: too many lines are open.
        """
        self.enter(conversation, network)
        return Line(self._events(conversation, token, after), lambda: self._places.leave(network))

    async def _events(self, conversation: str, token: str, after: int) -> AsyncIterator[str]:
        told: dict[str, str] | None = None
        typing, delayed, to_read = False, False, True
        streams = self._gateway.metrics.streams
        with self._gateway.hub.subscribe(conversation) as news, streams.track_inprogress():
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
                if self._gateway.hub.is_closing:
                    yield f"retry: {COME_BACK + int(random.random() * COME_BACK)}\n\n"
                    return
                left = self._typing_left(news)
                if typing != (news.typing or left > 0):
                    typing = not typing
                    yield event("typing", {"on": typing})
                if delayed != news.delayed:
                    delayed = news.delayed
                    yield event("delayed", {"on": delayed})
                if not to_read and not await news.wait(min(HEARTBEAT, left) if left > 0 else HEARTBEAT) and left <= 0:
                    yield event("ping", {})
                to_read = news.take_to_read() or to_read

    def _typing_left(self, news: Subscription) -> float:
        """Return for how many seconds a member of staff counts as writing."""
        at = news.seen[3] if news.seen is not None and len(news.seen) > 3 else None
        if not isinstance(at, datetime):
            return 0.0
        return max(0.0, (at + presence.TYPING_LASTS - self._gateway.clock()).total_seconds())

    async def _page(self, token: str, after: int, news: Subscription) -> tuple[Conversation, list[Message]] | None:
        now = self._gateway.clock()

        def look(connection: Connection) -> tuple[Conversation, list[Message], datetime | None]:
            talk = conversations.by_token(connection, token, now)
            found = messages.since(connection, talk.id, after, _PAGE)
            return talk, found, presence.of(connection, talk.id).staff_typing

        try:
            talk, found, typed = await self._gateway.read(look)
        except UnknownConversation:
            return None
        news.seen = (talk.next_seq, talk.epoch, True, typed)
        return talk, found


def event(name: str, data: Any, identity: int | None = None) -> str:
    """Return one event in the form of server-sent events."""
    head = f"id: {identity}\n" if identity is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
