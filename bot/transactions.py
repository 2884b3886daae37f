"""Transactions off the event loop: each ends within seconds, done or given up, whatever the database does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from anyio import CapacityLimiter, fail_after, to_thread
from sqlalchemy.engine import Connection
from sqlalchemy.exc import TimeoutError as WaitedTooLong

from desk.database import Database

LIMIT_SECONDS = 10.0
"""After so long a request is refused, and the page sends it again."""
_THREADS = 16
Result = TypeVar("Result")


class Transactions:
    """Runs functions in transactions of a database.

    Args:
        database: the database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        # Apart, so that what is stored can be read while writers wait for a lock.
        self._readers, self._writers = CapacityLimiter(_THREADS), CapacityLimiter(_THREADS)
        # A flood of requests must not keep a gateway from renewing its claims.
        self._carers = CapacityLimiter(1)

    async def read(self, query: Callable[[Connection], Result]) -> Result:
        """Run a function in a read transaction.

        Raises:
            SQLAlchemyError: the database does not take it, or is away.
        """
        return await self._in_thread(self._readers, self._database.read, query)

    async def write(self, change: Callable[[Connection], Result], care: bool = False) -> Result:
        """Run a function in a write transaction.

        One that is given up may still be stored: client ids and turn ids make its repetition harmless.

        Args:
            change: the function.
            care: whether it does not queue behind requests.

        Raises:
            SQLAlchemyError: the database does not take it, or is away.
        """
        return await self._in_thread(self._carers if care else self._writers, self._database.write, change)

    @staticmethod
    async def _in_thread(
        limiter: CapacityLimiter, transaction: Callable[[], Any], work: Callable[[Connection], Result]
    ) -> Result:
        def run() -> Result:
            with transaction() as connection:
                return work(connection)

        try:
            with fail_after(LIMIT_SECONDS):
                return await to_thread.run_sync(run, limiter=limiter, abandon_on_cancel=True)
        except TimeoutError as problem:
            raise WaitedTooLong(f"no answer of the database within {LIMIT_SECONDS:.0f} s") from problem
