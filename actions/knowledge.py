"""The generation of the knowledge that answers are composed from."""

from __future__ import annotations

from typing import Protocol

from knowledge.library import Library


class Watcher(Protocol):
    """Something that holds the current generation, such as `knowledge.watch.Watcher`."""

    @property
    def library(self) -> Library:
        """The current generation."""


class NoKnowledgeError(RuntimeError):
    """An answer was asked for before the process said where its knowledge is."""


_watcher: Watcher | None = None


def set_watcher(watcher: Watcher | None) -> None:
    """Tell where the knowledge comes from; the process calls this once at its start."""
    global _watcher
    _watcher = watcher


def current() -> Library:
    """Return the current generation.

    Raises:
        NoKnowledgeError: `set_watcher` was never called.
    """
    if _watcher is None:
        raise NoKnowledgeError("no knowledge: call actions.knowledge.set_watcher before the first turn")
    return _watcher.library
