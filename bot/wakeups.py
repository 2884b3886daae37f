"""Tells the other gateways through Redis that there are news of a conversation, so that their streams bring it at once.

Only ids travel, and nothing depends on their arrival: what was said is in the database, and while Redis is away
every gateway looks there by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

from redis import asyncio as redis
from redis.exceptions import RedisError

from bot.hub import Hub
from bot.logs import log

CHANNEL = "citybridge:news"
BEAT_SECONDS = 1.0
SILENCE_SECONDS = 4.0
"""Without a beat of our own coming back for so long, the connection is taken for dead."""
RETRY_SECONDS = 1.0
_CONNECT_SECONDS = 3.0
_AT_ONCE = 200


class Silence(RedisError):
    """Nothing comes back, not even what we sent ourselves."""


class Wakeups:
    """The link of one gateway with the others.

    Args:
        url: address of Redis.
        hub: the listeners of this gateway; from now on its wake-ups are passed on.
        name: unique among the gateways.
    """

    def __init__(self, url: str, hub: Hub, name: str) -> None:
        self._url = url
        self._hub = hub
        self._name = name.replace(" ", "_")
        self._news: set[str] = set()
        self._any = asyncio.Event()
        self._lost = False
        self.is_live = False
        hub.relay = self._announce

    def _announce(self, conversation: str) -> None:
        if self.is_live:
            self._news.add(conversation)
            self._any.set()

    async def run(self) -> None:
        """Keep the link for ever; a loss is logged once, and so is the return."""
        while True:
            link = asyncio.ensure_future(self._linked())
            try:
                await asyncio.wait({link})
            finally:
                link.cancel()
                await asyncio.gather(link, return_exceptions=True)
            failure = link.exception()
            self._news.clear()
            if not self._lost:
                self._lost = True
                log().warning("redis_lost", kind=type(failure).__name__, instead="look")
            await asyncio.sleep(RETRY_SECONDS)

    async def _linked(self) -> None:
        """Publish and listen until one of both fails."""
        client = redis.from_url(
            self._url, socket_connect_timeout=_CONNECT_SECONDS, socket_timeout=SILENCE_SECONDS, socket_keepalive=True
        )
        pubsub = client.pubsub()
        try:
            await pubsub.subscribe(CHANNEL)
            tasks: list[asyncio.Future[None]] = [
                asyncio.ensure_future(work) for work in (self._listen(pubsub), self._publish(client))
            ]
            await _first_failure(tasks)
        finally:
            self.is_live = False  # before the farewell, which may take seconds: the look must begin at once
            await _quietly(pubsub.close)
            await _quietly(client.connection_pool.disconnect)

    async def _listen(self, pubsub: Any) -> None:
        heard = time.monotonic()
        while True:
            message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=BEAT_SECONDS)
            if message is not None:
                sender, *talks = message["data"].decode("ascii", "replace").split(" ")
                if sender == self._name:
                    heard = time.monotonic()
                    self._alive()
                else:
                    for talk in talks:
                        self._hub.wake_here(talk)
            if time.monotonic() - heard > SILENCE_SECONDS:
                raise Silence

    def _alive(self) -> None:
        self.is_live = True
        if self._lost:
            self._lost = False
            log().info("redis_back")

    async def _publish(self, client: Any) -> None:
        while True:
            # The first beat goes out at once: what we hear of it tells that the link is whole.
            talks = [self._news.pop() for _ in range(min(_AT_ONCE, len(self._news)))]
            await client.publish(CHANNEL, " ".join([self._name, *talks]))
            if not self._news:
                self._any.clear()
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._any.wait(), BEAT_SECONDS)


async def _first_failure(tasks: list[asyncio.Future[None]]) -> None:
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _quietly(close: Callable[[], Awaitable[Any]]) -> None:
    """Close a connection that may be broken already."""
    with contextlib.suppress(RedisError, OSError, asyncio.TimeoutError):
        await asyncio.wait_for(close(), _CONNECT_SECONDS)
