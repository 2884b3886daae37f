"""The part of understanding that follows the knowledge: swapped as a whole when records change."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge import mentions
from knowledge.library import Library, default_folder, load
from nlu import pinyin
from nlu.encoder import Encoder, Vectors, shared
from nlu.language import CHINESE, LanguageDecider
from nlu.own_questions import OwnQuestions
from nlu.question_index import QuestionIndex
from nlu.reading import Reader
from nlu.vocabulary import Vocabulary


@dataclass(frozen=True)
class Generation:
    """Everything built from one state of the knowledge; never changed after it is built.

    Args:
        library: the records.
        reader: names and words.
        index: questions that records answer.
        own: questions of one record, for messages that ask on about it.
        language: decides the language of a message.
    """

    library: Library
    reader: Reader
    index: QuestionIndex
    own: OwnQuestions
    language: LanguageDecider

    def written(self, text: str, language: str) -> str:
        """Return a message as it is understood: a Chinese one that was typed in pinyin is written in characters.

        Args:
            text: as typed.
            language: in which it is answered.
        """
        typed = text.isascii() and language == CHINESE and self.language.is_pinyin(text)
        return pinyin.in_characters(text, self.reader.spelt) if typed else text

    def foresee(self, texts: Iterable[str]) -> None:
        """Read and encode sentences that will be understood one by one; together that takes less time."""
        readings = [self.reader.read(text) for text in texts]
        shared().foresee(text for one in readings for text in (one.stand_in, one.normalised.text))


class Generations:
    """Holds the current generation of a process and builds the next one.

    Args:
        encoder: gives the vectors of questions.
    """

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder
        self._current: Generation | None = None
        self._vocabulary = Vocabulary()
        self._vectors: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    @property
    def ready(self) -> bool:
        """Tell whether a generation has been built."""
        return self._current is not None

    @property
    def current(self) -> Generation:
        """Return the generation in use.

        Raises:
            LookupError: nothing has been built yet.
        """
        if self._current is None:
            raise LookupError("no knowledge is loaded; call `use(library)` first")
        return self._current

    def learn(self, vocabulary: Vocabulary) -> None:
        """Take over the words of the training phrases; they are never taken for names."""
        if vocabulary != self._vocabulary:
            self._vocabulary = vocabulary
            if self._current is not None:
                self.use(self._current.library)

    def remember(self, vectors: Mapping[str, Vectors]) -> None:
        """Take over the vectors of questions that were encoded at training."""
        self._vectors.update(vectors)

    def use(self, library: Library) -> Generation:
        """Build a generation from a library and put it in use in one step."""
        with self._lock:
            encoder = self._encoder or shared()
            reader = Reader(library, self._vocabulary)
            index = QuestionIndex(library, reader, encoder, self._vectors)
            names = [n for r in library.published() for n in (*r.names.en, *r.names.zh, *r.aliases)]
            names += mentions.latin_forms(library)
            own = OwnQuestions(reader, index, encoder, self._vectors)
            self._current = Generation(library, reader, index, own, LanguageDecider(names))
            return self._current


process = Generations()
"""The generation of this process: Rasa creates components itself, so they meet here."""


def current() -> Generation:
    """Return this process's generation, loading the repository's records on first use.

    Raises:
        KnowledgeError: the records on disk are broken.
    """
    if not process.ready:
        process.use(load(default_folder()))
    return process.current
