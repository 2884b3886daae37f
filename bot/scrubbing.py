"""Takes what was deleted out of the files of the database too, beside everything else that the gateway does."""

from __future__ import annotations

import asyncio

from anyio import to_thread

from bot.logs import log
from bot.supervision import settled
from desk.database import Database

_TRIES = 20
_PAUSE = 0.5


class Scrubber:
    """Scrubs a database.

    Args:
        database: the database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._under_way: set[asyncio.Task[None]] = set()

    def soon(self) -> None:
        """Scrub, but let nobody wait for it."""
        task = asyncio.get_running_loop().create_task(self.now())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def now(self) -> None:
        """Scrub; while others use the database it is tried again."""
        for _ in range(_TRIES):
            done, failure = await settled(to_thread.run_sync(self._database.scrub))
            if failure is not None:
                log().error("scrub_failed", exc_info=failure)
            if done:
                return
            await asyncio.sleep(_PAUSE)
        log().warning("scrub_postponed")
