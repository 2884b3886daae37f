"""Runs a measurement as a verb of make: trouble is told in a sentence, and Ctrl-C ends everything that was started."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import psutil

from benchmarks.assistants import MeasurementFailed
from benchmarks.client import Unanswered
from benchmarks.plan import NoQuestions
from tools.options import UsageError

RESULTS = Path("benchmarks/results")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130
TROUBLE = (MeasurementFailed, NoQuestions, Unanswered, UsageError, psutil.NoSuchProcess)


def run(work: Coroutine[Any, Any, int]) -> int:
    """Run a measurement to its end, or until a signal comes.

    Args:
        work: the measurement; cancelled by a signal, and stops what it started.

    Returns:
        The exit code.
    """
    try:
        return asyncio.run(_until_signal(work))
    except asyncio.CancelledError:
        return INTERRUPTED
    except TROUBLE as problem:
        print(problem, file=sys.stderr)
        return 1


async def _until_signal(work: Coroutine[Any, Any, int]) -> int:
    task = asyncio.ensure_future(work)
    for number in STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    return await task
