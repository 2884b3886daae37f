"""Programs that some tests need beside Python: nginx and a Redis server."""

from __future__ import annotations

import os
import shutil

import pytest


def needed(*names: str) -> None:
    """Skip a test where a program is missing, but never in continuous integration."""
    missing = [name for name in names if shutil.which(name) is None]
    if not missing:
        return
    reason = f"not installed here: {', '.join(missing)}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
