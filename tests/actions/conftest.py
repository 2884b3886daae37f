"""The real knowledge, loaded once, and conversations over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import Library, load
from tests.actions.asking import Talk
from tests.import_graph import ROOT


@pytest.fixture(scope="session")
def library() -> Library:
    """The knowledge of this repository."""
    return load(ROOT / "knowledge")


@pytest.fixture
def talk(library: Library) -> Talk:
    """A new conversation over the real knowledge."""
    return Talk(library)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place for made-up records."""
    return tmp_path / "knowledge"
