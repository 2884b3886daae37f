"""Use what this machine's processor has: its cores, for training only, and its wide registers."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, MutableMapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerFailed(RuntimeError):
    """A process that did a share of the work ended without its result."""


_WIDE = frozenset({"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"})
_FEATURES = Path("/proc/cpuinfo")


def use_wide_registers(environment: MutableMapping[str, str], features: Path = _FEATURES) -> None:
    """Have numpy multiply with AVX-512 where the processor can; to be called before numpy is first imported.

    The newest numpy that Rasa allows brings an OpenBLAS that knows the wide registers of Intel's processors but takes
    newer ones of AMD for such as have none; a sentence is then encoded in a third more time. Nothing is changed where
    OPENBLAS_CORETYPE is set, or where the processor does not say what it has (not Linux).

    Args:
        environment: of this process, or of the one that is started with it.
        features: what the kernel says of the processor.
    """
    if "OPENBLAS_CORETYPE" in environment or not features.is_file():
        return
    said = next((line for line in features.read_text(errors="replace").splitlines() if line.startswith("flags")), "")
    if set(said.split()) >= _WIDE:
        environment["OPENBLAS_CORETYPE"] = "SkylakeX"


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
