"""Which brain is asked: those that answer, one after the other; one that hangs or is gone is left out until it is back.

A brain that is gone is asked for its health again and again by one task of this process, however many turns
wait for it, so that all of them go on in the moment in which it is ready.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import anyio
import httpx

from bot.logs import log

GOOD, SLOW, GONE = "good", "slow", "gone"
HEALTH_SECONDS = 1.0
STARTING_SECONDS = 60.0
"""For so long after the last brain went, a turn waits for one to come back: it is being started."""
_LOOK_SECONDS = 0.2
_LOOK_SELDOM = 1.0
_FIRST_REST = 5.0
_LONGEST_REST = 60.0


@dataclass(eq=False)
class Peer:
    """One brain, and what this process thinks of it."""

    url: str
    state: str = GOOD
    slips: int = 0
    watch: asyncio.Task[None] | None = field(default=None, repr=False)


class Brains:
    """The brains of a gateway; only to be used on the event loop.

    Args:
        urls: their addresses.
    """

    def __init__(self, urls: Sequence[str]) -> None:
        self._peers = [Peer(url.rstrip("/")) for url in urls]
        self._turn = 0
        self._back = asyncio.Event()
        self._gone_since: float | None = None
        # Not the client of the turns: when every connection waits for a brain that hangs, health must still be heard.
        self._http = httpx.AsyncClient(timeout=HEALTH_SECONDS, trust_env=False)

    async def close(self) -> None:
        """Stop looking, and close the connections."""
        watches = [peer.watch for peer in self._peers if peer.watch is not None]
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)
        await self._http.aclose()

    def next(self, tried: Collection[Peer] = ()) -> Peer | None:
        """Return the brain to ask: the next good one, otherwise one that was slow; None when all are gone.

        Args:
            tried: those that this turn has been given to in vain.
        """
        self._turn += 1
        count = len(self._peers)
        in_order = [self._peers[(self._turn + number) % count] for number in range(count)]
        usable = [peer for peer in in_order if peer.state != GONE and peer not in tried]
        return next((peer for peer in usable if peer.state == GOOD), usable[0] if usable else None)

    def has_another(self, peer: Peer) -> bool:
        """Return whether there is a good brain besides this one."""
        return any(other.state == GOOD for other in self._peers if other is not peer)

    def answered(self, peer: Peer) -> None:
        """Note that a brain has answered a turn."""
        peer.slips = 0

    def gone(self, peer: Peer) -> None:
        """Leave out a brain that cannot be reached or is not ready, until it says that it is."""
        self._leave_out(peer, GONE, 0.0)

    def slow(self, peer: Peer) -> None:
        """Leave out a brain that let a turn wait in vain: some seconds, twice as long each time in a row."""
        rest = min(_LONGEST_REST, _FIRST_REST * 2.0**peer.slips)
        peer.slips += 1
        self._leave_out(peer, SLOW, rest)

    def _leave_out(self, peer: Peer, state: str, rest: float) -> None:
        if peer.state in (state, GONE):
            return
        log().warning("brain_left_out", brain=peer.url, state=state)
        peer.state = state
        if all(each.state == GONE for each in self._peers) and self._gone_since is None:
            self._gone_since = time.monotonic()
            self._back.clear()
        if peer.watch is not None:
            peer.watch.cancel()  # of one that hung: now that it is gone it may be back before its rest is over
        peer.watch = asyncio.create_task(self._bring_back(peer, rest))

    async def _bring_back(self, peer: Peer, rest: float) -> None:
        await asyncio.sleep(rest)
        while not await self._is_ready(peer.url):
            await asyncio.sleep(_LOOK_SECONDS if self.starting_seconds else _LOOK_SELDOM)
        log().info("brain_back", brain=peer.url)
        peer.state, peer.watch, self._gone_since = GOOD, None, None
        self._back.set()

    @property
    def starting_seconds(self) -> float:
        """For how much longer a brain may be being started; 0 when all have been gone for long."""
        return 0.0 if self._gone_since is None else max(0.0, self._gone_since + STARTING_SECONDS - time.monotonic())

    async def wait(self, seconds: float) -> bool:
        """Wait until not all brains are gone.

        Args:
            seconds: how long at most; no time at all is spent on brains that have been gone for long.

        Returns:
            Whether there is one.
        """
        if self._gone_since is not None:
            with anyio.move_on_after(max(0.0, min(seconds, self.starting_seconds))):
                await self._back.wait()
        return self._gone_since is None

    async def is_ready(self) -> bool:
        """Return whether at least one brain says now that it is ready."""
        return any(await asyncio.gather(*(self._is_ready(peer.url) for peer in self._peers)))

    async def _is_ready(self, url: str) -> bool:
        try:
            response = await self._http.get(f"{url}/health")
            health = response.json() if response.status_code == httpx.codes.OK else None
        except (httpx.HTTPError, ValueError):
            return False
        return isinstance(health, dict) and health.get("ready") is True
