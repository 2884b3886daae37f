"""The generation of the knowledge that answers are composed from."""

from __future__ import annotations

from typing import Protocol

from knowledge.library import Library, default_folder
from knowledge.watch import Watcher as FolderWatcher


class Watcher(Protocol):
    """Something that holds the current generation, such as `knowledge.watch.Watcher`."""

    @property
    def library(self) -> Library:
        """The current generation."""


_watcher: Watcher | None = None


def set_watcher(watcher: Watcher | None) -> None:
    """Tell where the knowledge comes from; the process calls this once at its start."""
    global _watcher
    _watcher = watcher


def current() -> Library:
    """Return the current generation.

    The brain sets its watcher; under `rasa run actions` nobody does, and the repository's records are followed.

    Raises:
        KnowledgeError: the repository's records are broken.
    """
    if _watcher is None:
        own = FolderWatcher(default_folder())
        own.start()
        set_watcher(own)
        return own.library
    return _watcher.library
