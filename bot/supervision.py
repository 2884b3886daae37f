"""Waits for work that may fail in any way, so that a failure is answered and never passes in silence."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


async def settled(
    work: Coroutine[Any, Any, Result] | Awaitable[Result],
) -> tuple[Result | None, BaseException | None]:
    """Wait for work and return what it gave or how it failed; only our own cancellation gets through.

    Args:
        work: what to wait for.

    Returns:
        Its result and None, or None and its failure.
    """
    task: asyncio.Future[Result] = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()
    failure = task.exception()
    return (None, failure) if failure is not None else (task.result(), None)
