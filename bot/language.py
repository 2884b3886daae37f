"""In which language a message is answered; the decision itself is made by nlu.language."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.logs import log

if TYPE_CHECKING:
    from knowledge.library import Library
    from knowledge.watch import Watcher
    from nlu.language import LanguageDecider

OWN_NAME = "CityBridge"
"""Says as little about the language of a message as the name of a city."""


SHORT_ANSWER = 16
"""Characters up to which an answer to a question of ours keeps the language of the conversation."""
FORM = "form"
"""What the brain says of a conversation in which any words may be the answer: names, addresses, descriptions."""


def is_answer(text: str, state: Mapping[str, Any] | None) -> bool:
    """Tell whether a message keeps the language because it may answer a question of ours.

    "Poland" or "ok" says nothing about the language, and in a form neither does the name of an organisation; a
    question that is put in the middle of one does.

    Args:
        text: the message.
        state: of the conversation, as the brain gave it.
    """
    asks = (state or {}).get("asks")
    if asks == FORM and not text.rstrip().endswith(("?", "？")):
        return True
    return bool(asks) and len(text) <= SHORT_ANSWER


class Decision(Protocol):
    """What is decided about a message."""

    @property
    def language(self) -> str:
        """The language to answer in."""

    @property
    def other(self) -> str | None:
        """The language of the message, if it is neither English nor Chinese."""


class Decider(Protocol):
    """Decides about one message."""

    def load(self) -> None:
        """Get ready; called once, off the event loop."""

    def is_ready(self) -> bool:
        """Whether `decide` answers at once."""

    def decide(self, text: str, previous: str, opening: bool = False) -> Decision:
        """Decide by the text and the language of the conversation so far; waits until it is ready."""

    def library(self) -> Library | None:
        """Return the knowledge of this moment, if there is one."""

    def close(self) -> None:
        """Let go of what `load` began."""


class KnowledgeDecider:
    """Decides with the names of the knowledge set aside, and follows every change of it.

    The gateway must take messages within a second of its start, and reading the knowledge takes longer. So it
    is read while the first messages are already stored; a decision waits until it is there.

    Args:
        folder: the knowledge; None for that of this repository.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._watcher: Watcher | None = None
        self._known: tuple[str, LanguageDecider] | None = None
        self._loaded = threading.Event()

    def load(self) -> None:
        """Read the knowledge; if it is broken decide without names, since answering is more important."""
        # Imported here: these two make up a third of the start.
        from knowledge.library import KnowledgeError, default_folder
        from knowledge.watch import Watcher

        try:
            self._watcher = Watcher(self._folder or default_folder())
            self._watcher.start()
            self._current()
        except KnowledgeError as problem:
            log().error("knowledge_refused", problems=str(problem)[:2000])
        finally:
            self._loaded.set()

    def is_ready(self) -> bool:
        """Whether the names of the present knowledge are taken in."""
        return self._known is not None and self._known[0] == self._generation()

    def _generation(self) -> str:
        return self._watcher.library.generation if self._watcher else ""

    def decide(self, text: str, previous: str, opening: bool = False) -> Decision:
        """Decide with the names known now."""
        self._loaded.wait()
        return self._current().decide(text, previous, opening)

    def _current(self) -> LanguageDecider:
        generation = self._generation()
        if self._known is None or self._known[0] != generation:
            self._known = (generation, self._build())
        return self._known[1]

    def _build(self) -> LanguageDecider:
        from knowledge import mentions
        from nlu.language import LanguageDecider

        published = self._watcher.library.published() if self._watcher else []
        records = [record for record in published if record.kind != "faq"]
        names = [name for record in records for name in (*record.names.en, *record.names.zh, *record.aliases)]
        places = mentions.latin_forms(self._watcher.library) if self._watcher else []
        return LanguageDecider([OWN_NAME, *names, *places])

    def library(self) -> Library | None:
        """Return the knowledge of this moment; None while it is read, or when it was broken from the start."""
        return self._watcher.library if self._watcher and self._loaded.is_set() else None

    def close(self) -> None:
        """Stop watching the knowledge."""
        if self._watcher:
            self._watcher.stop()
