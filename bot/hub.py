"""Wakes whoever waits for news of a conversation in this process.

A wake-up carries no content: the waiting side reads the database, which alone knows what was said. So a
lost or doubled wake-up harms nobody. Other processes wake through Redis (`bot.wakeups`), or are found out by
the periodic look at the database (`bot.rounds.look`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import anyio

from desk.conversations import Position


class Subscription:
    """One waiting stream, long poll or request."""

    def __init__(self) -> None:
        self.typing = False
        self.delayed = False
        self.seen: tuple[object, ...] | None = None  # as much of a position as this one wants news of
        self._news = asyncio.Event()
        self._to_read = False

    async def wait(self, seconds: float) -> bool:
        """Wait for news.

        Args:
            seconds: how long at most.

        Returns:
            Whether there are news.
        """
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except asyncio.TimeoutError:
            return False
        self._news.clear()
        return True

    async def wait_to_read(self, seconds: float) -> bool:
        """Wait until there is something to read in the database, as opposed to somebody typing.

        Returns:
            Whether there is, within that time.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not self.take_to_read():
            if not await self.wait(max(0.0, end - loop.time())):
                return False
        return True

    def take_to_read(self) -> bool:
        """Return whether there is something to read in the database, and forget it."""
        to_read, self._to_read = self._to_read, False
        return to_read

    def wake(self, to_read: bool = True) -> None:
        """End the present or the next wait.

        Args:
            to_read: whether there is something to read.
        """
        self._to_read = self._to_read or to_read
        self._news.set()


class Hub:
    """The subscriptions of this process; only to be used on the event loop."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, set[Subscription]] = {}
        self._typing: set[str] = set()
        self._delayed: set[str] = set()
        self.relay: Callable[[str], None] | None = None
        self._closing = asyncio.Event()

    @property
    def is_closing(self) -> bool:
        """Whether this process ends."""
        return self._closing.is_set()

    async def pause(self, seconds: float) -> bool:
        """Wait, but not for the end of this process.

        Args:
            seconds: how long.

        Returns:
            Whether the process goes on.
        """
        with anyio.move_on_after(seconds):
            await self._closing.wait()
        return not self.is_closing

    @contextmanager
    def subscribe(self, conversation: str) -> Iterator[Subscription]:
        """Listen to a conversation for as long as the block runs."""
        subscription = Subscription()
        subscription.typing = conversation in self._typing
        subscription.delayed = conversation in self._delayed
        group = self._subscriptions.setdefault(conversation, set())
        group.add(subscription)
        try:
            yield subscription
        finally:
            group.discard(subscription)
            if not group:
                self._subscriptions.pop(conversation, None)

    def count(self, conversation: str) -> int:
        """Return how many listen to a conversation here."""
        return len(self._subscriptions.get(conversation, ()))

    def watched(self) -> list[str]:
        """Return the conversations that somebody listens to here."""
        return list(self._subscriptions)

    def wake(self, conversation: str) -> None:
        """Tell all listeners of a conversation that there are news, also those of other processes."""
        self.wake_here(conversation)
        if self.relay is not None:
            self.relay(conversation)

    def wake_here(self, conversation: str) -> None:
        """Tell the listeners in this process that there are news."""
        for subscription in self._subscriptions.get(conversation, ()):
            subscription.wake()

    def close(self) -> None:
        """Let go of everybody who listens, because this process ends; what they wait for comes from another one."""
        self._closing.set()
        for conversation in self.watched():
            self.wake_here(conversation)

    def wake_if_moved(self, conversation: str, position: Position) -> None:
        """Wake the listeners that have not yet seen this position."""
        for subscription in self._subscriptions.get(conversation, ()):
            if subscription.seen is not None and subscription.seen != position[: len(subscription.seen)]:
                subscription.wake()

    def set_typing(self, conversation: str, on: bool) -> None:
        """Tell the listeners whether an answer is being prepared."""
        (self._typing.add if on else self._typing.discard)(conversation)
        for subscription in self._subscriptions.get(conversation, ()):
            subscription.typing = on
            subscription.wake(to_read=False)

    def set_delayed(self, conversation: str, on: bool) -> None:
        """Tell the listeners whether an answer cannot be given yet, because the database is away."""
        if on == (conversation in self._delayed):
            return
        (self._delayed.add if on else self._delayed.discard)(conversation)
        for subscription in self._subscriptions.get(conversation, ()):
            subscription.delayed = on
            subscription.wake(to_read=False)
