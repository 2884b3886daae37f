"""How long the steps of a turn take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def timed(steps: dict[str, float], step: str) -> Iterator[None]:
    """Note how many seconds the block takes, also when it fails."""
    began = time.perf_counter()
    try:
        yield
    finally:
        steps[step] = time.perf_counter() - began
