"""Keeps a running process up to date with the records: looks every few seconds, swaps whole generations."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import structlog

from knowledge.files import Reader, list_files
from knowledge.library import Library, load
from knowledge.problems import KnowledgeError

log = structlog.get_logger(__name__)
Signature = dict[str, tuple[int, int]]
Listener = Callable[[Library], object]


class Watcher:
    """Holds the current library of a folder and replaces it when a file changes.

    A change is loaded and checked as a whole. If it is faulty the old library stays in use, and `error` says
    what is wrong until the fault is mended.

    Args:
        folder: the knowledge folder.
        every: seconds between two looks, once `start` was called.
    Raises: KnowledgeError: the folder is faulty from the beginning.
    """

    def __init__(self, folder: Path, every: float = 2.0) -> None:
        self._folder = folder
        self._every = every
        self._reader = Reader()
        self._listeners: list[Listener] = []
        self._checking = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._seen = _signature(folder)
        self._library = load(folder, self._reader)
        self._error: str | None = None

    @property
    def library(self) -> Library:
        """The generation in use."""
        return self._library

    @property
    def error(self) -> str | None:
        """What is wrong with the files as they are now; None if they are in use."""
        return self._error

    def listen(self, listener: Listener) -> None:
        """Call a function with every new library just before it is put in use, to build what depends on it.

        It may refuse the library by raising KnowledgeError.
        """
        self._listeners.append(listener)

    def look(self) -> bool:
        """Look at the files once; return True if a new library is in use."""
        with self._checking:
            now = _signature(self._folder)
            if now == self._seen:
                return False
            self._seen = now
            return self._reload()

    def _reload(self) -> bool:
        try:
            library = load(self._folder, self._reader)
            if library.generation != self._library.generation:
                for listener in self._listeners:
                    listener(library)
        except KnowledgeError as error:
            self._error = str(error)
            log.error("knowledge_refused", kept=self._library.generation, problems=self._error)
            return False
        changed = library.generation != self._library.generation
        self._library, self._error = library, None
        if changed:
            log.info("knowledge_in_use", generation=library.generation, records=len(library.records))
        return changed

    def start(self) -> None:
        """Begin to look in a thread of its own; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="knowledge-watcher", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread, if there is one, and wait for it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._stop.clear()

    def _run(self) -> None:
        finished = False
        try:
            while not self._stop.wait(self._every):
                self.look()
            finished = True
        finally:
            if not finished:
                self._error = "the watcher has ended after a fault; restart the process to see new records"


def _signature(folder: Path) -> Signature:
    """Return modification time and size of every file; a file that vanishes meanwhile counts as gone."""
    signature: Signature = {}
    for file in list_files(folder):
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        signature[str(file)] = (status.st_mtime_ns, status.st_size)
    return signature
