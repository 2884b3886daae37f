"""The real brain with the trained model, loaded once for all tests, on a copy of the records that a test may change."""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
import tempfile
from collections.abc import Awaitable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import actions.knowledge
from bot.brain.agent import Brain, TurnRequest, TurnResult
from knowledge.library import default_folder
from nlu import generation

T = TypeVar("T")

MODEL = Path("models/citybridge.tar.gz")


class LoadedBrain:
    """A brain that is spoken to without `await`, since one event loop must serve it from beginning to end.

    Args:
        model: file written by `make train`.
        records: folder of the records it answers from.
    """

    def __init__(self, model: Path, records: Path) -> None:
        self.records = records
        self._loop = asyncio.new_event_loop()
        self.brain: Brain = self._loop.run_until_complete(Brain.open(model, records))

    def turn(self, request: TurnRequest) -> TurnResult:
        """Answer one message."""
        return self._loop.run_until_complete(self.brain.turn(request))

    def run(self, work: Awaitable[T]) -> T:
        """Wait for anything else that the brain does."""
        return self._loop.run_until_complete(work)

    def language(self, text: str, previous: str) -> str:
        """Decide the language of a message as the gateway does."""
        return generation.current().language.decide(text, previous).language

    def put_in_place(self) -> None:
        """Let the actions and the understanding of this process use this brain's knowledge."""
        watcher = self.brain.watcher
        actions.knowledge.set_watcher(watcher)
        if generation.process.current.library is not watcher.library:
            generation.process.use(watcher.library)


@lru_cache(maxsize=1)
def _copied() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="citybridge-records-")
    shutil.copytree(
        default_folder(), folder.name, ignore=shutil.ignore_patterns("*.py", "__pycache__"), dirs_exist_ok=True
    )
    return folder


@lru_cache(maxsize=1)
def loaded() -> LoadedBrain:
    """Load the model named by MODEL, by default the one that `make train` writes; the second call is free.

    Raises:
        FileNotFoundError: there is no model.
    """
    brain = LoadedBrain(Path(os.environ.get("MODEL", str(MODEL))), Path(_copied().name))
    atexit.register(brain.brain.watcher.stop)  # before the copied records go
    return brain
