"""Share work among the cores of this machine; for training only."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerFailed(RuntimeError):
    """A process that did a share of the work ended without its result."""


def available() -> int:
    """Return how many processes may share work: one where a process cannot simply be split in two (not Linux)."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def shared(work: Callable[[Sequence[Item]], Result], items: Sequence[Item], cores: int) -> list[Result]:
    """Do a piece of work on shares of many items.

    Args:
        work: what is done with a share; it finds everything that this process has loaded.
        items: all of them.
        cores: number of shares, each with a process of its own but the first, which is done here.

    Returns:
        What each share gave, in the order of the items.

    Raises:
        WorkerFailed: a process ended early; its own error stands in the log before.
    """
    size = -(-len(items) // max(1, cores))
    shares = [items[start : start + size] for start in range(0, len(items), size)] if size else [items]
    if len(shares) == 1:
        return [work(shares[0])]
    context = multiprocessing.get_context("fork")  # the others know the names, words and weights without loading them
    running = []
    for share in shares[1:]:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(theirs, work, share), daemon=True)
        process.start()
        theirs.close()
        running.append((process, ours))
    found = [work(shares[0])]
    for process, ours in running:
        try:
            found.append(ours.recv())
        except EOFError as problem:
            raise WorkerFailed("a training process ended without its result; see the log above") from problem
        process.join()
    return found


def _send(pipe: Connection, work: Callable[[Sequence[Item]], Result], share: Sequence[Item]) -> None:
    pipe.send(work(share))
    pipe.close()
