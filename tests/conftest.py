"""Leaves out the tests that need Rasa where Rasa cannot be (Python 3.11 and newer), and says so."""

from __future__ import annotations

import asyncio
import platform
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from httpx._transports import default as transports

from desk.staff import secrets
from tests.import_graph import BRAIN_ONLY, reaches

transports.create_ssl_context = lru_cache(transports.create_ssl_context)
"""Each client reads all certificates of the system anew, a third of what many tests cost; here they share them."""
secrets._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Tests sign in thousands of times, and a password costs 64 MB and 0.2 s of processor each time, as it must."""
HAS_RASA = find_spec("rasa") is not None
LONGEST = ("tools/test_scale", "understanding/", "faults/", "order/", "bot/channels/", "conversations/")
"""Files that take minutes begin first: the last one to begin decides when several processes have ended."""
_left_out: set[str] = set()


@pytest.fixture(scope="session")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """The loop that the programs use: Rasa's server brings another one, which loses sight of processes that end."""
    return asyncio.DefaultEventLoopPolicy()


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to pass half of the tests for the whole."""
    if not HAS_RASA and sys.version_info < (3, 11):
        raise pytest.UsageError("Rasa is not installed in this environment: run `make install`, then `make test`.")


def pytest_report_header() -> str:
    """Say which Python runs the tests, and which part of them."""
    which = "every test" if HAS_RASA else "the tests that need no Rasa"
    return f"CityBridge: Python {platform.python_version()}, {which}"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out a test file whose imports lead to a package of the brain."""
    if HAS_RASA or collection_path.suffix != ".py" or not collection_path.name.startswith("test_"):
        return None
    if reaches(collection_path) & BRAIN_ONLY:
        _left_out.add(collection_path.parent.name + "/" + collection_path.name)
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long files first, and leave out single tests marked `rasa`."""
    items.sort(
        key=lambda item: next((place for place, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST))
    )
    if HAS_RASA:
        return
    marked = [item for item in items if item.get_closest_marker("rasa")]
    if marked:
        config.hook.pytest_deselected(items=marked)
        items[:] = [item for item in items if item not in marked]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that were left out."""
    if _left_out:
        names = ", ".join(sorted(_left_out))
        terminalreporter.write_line(f"left out, they need Rasa ({len(_left_out)} files): {names}")
