"""What a gateway does again and again beside the turns: look after its leases, and look for news."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.gateway import Gateway
from bot.logs import log
from bot.supervision import settled
from desk import conversations

SWEEP_SECONDS = 1.0
_PAGE = 500
_SKIP = 4


async def every(seconds: float, name: str, work: Callable[[], Awaitable[object]]) -> None:
    """Do something for ever, with a pause after each time; a failure is logged and the next time is tried.

    Args:
        seconds: the pause.
        name: for the log.
        work: what to do.
    """
    while True:
        _, failure = await settled(work())
        if failure is not None:
            log().error("round_failed", round=name, exc_info=failure)
        await asyncio.sleep(seconds)


async def sweep(gateway: Gateway) -> None:
    """Keep the leases of this gateway and take over what a dead one left behind, for ever."""

    async def once() -> None:
        await gateway.keep_leases()
        await gateway.take_over()

    await every(SWEEP_SECONDS, "sweep", once)


async def look(gateway: Gateway, seconds: float, is_told: Callable[[], bool] = lambda: False) -> None:
    """Wake local listeners for what other processes wrote, for ever.

    Args:
        gateway: gives the database and the listeners.
        seconds: the pause between two looks.
        is_told: whether the others tell us by themselves; then only every fifth look is made, in case one was missed.
    """
    left = 0

    async def once() -> None:
        nonlocal left
        # The first round in which we are told is never left out: something may have been told before we listened.
        told = is_told()
        left = left - 1 if told else 0
        if left > 0:
            return
        left = _SKIP + 1 if told else 0
        watched = gateway.hub.watched()
        for start in range(0, len(watched), _PAGE):
            talks = watched[start : start + _PAGE]
            await _look_at(gateway, talks)

    await every(seconds, "look", once)


async def _look_at(gateway: Gateway, talks: list[str]) -> None:
    found = await gateway.read(lambda connection: conversations.positions(connection, talks))
    for talk, position in found.items():
        gateway.hub.wake_if_moved(talk, position)
