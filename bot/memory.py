"""Keeps a process small, where the C library lets it (glibc); elsewhere nothing happens."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_ARENA_MAX = -8
"""M_ARENA_MAX of malloc.h."""
_ARENAS = 2


def _library(name: str) -> Any:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None


def share_arenas() -> None:
    """Let threads share heaps, for each keeps what its threads once needed; to be called before any is started."""
    set_option = _library("mallopt")
    if set_option is not None:
        set_option(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return to the system what loading needed for a moment: some 20 MB."""
    trim = _library("malloc_trim")
    if trim is not None:
        trim(0)
