"""Cut a normalised text into words: Han runs by jieba with our names, the rest by Latin word rules."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import jieba

from nlu.normalise import is_han

jieba.setLogLevel(logging.WARNING)

_LATIN = re.compile(r"[a-z0-9]+(?:['’+&./_-][a-z0-9]+)*\+?", re.IGNORECASE)
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\u3400-\u4dbf\u4e00-\u9fff]+")

RUNS = 1024
"""Runs of Han characters whose words are kept: the halves of a sentence have its runs."""


@dataclass(frozen=True)
class Word:
    """A word with its place in the normalised text (end exclusive)."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1)
def dictionary() -> jieba.Tokenizer:
    """Return jieba's dictionary, loaded once: it takes half a second and 75 MB, and nobody may change it."""
    tokenizer = jieba.Tokenizer()
    tokenizer.cache_file = None
    tokenizer.initialize()
    return tokenizer


def is_word(text: str) -> bool:
    """Tell whether a text stands in the dictionary as a word of its own."""
    return bool(dictionary().FREQ.get(text))


class WordCutter:
    """Cuts text into words; knows the names of one generation of the knowledge.

    Args:
        names: surface forms that must stay whole, normalised; only those with Han characters matter.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        base = self._jieba = dictionary()
        self._cut = lru_cache(maxsize=RUNS)(self._cut_run)
        han = [name for name in names if name and all(is_han(character) for character in name)]
        if not han:
            return  # nothing to add, so no copy: it takes 20 MB
        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ = dict(base.FREQ)
        self._jieba.total = base.total
        self._jieba.user_word_tag_tab = {}
        self._jieba.initialized = True
        for name in han:
            self._jieba.add_word(name, freq=50_000)

    def words(self, text: str) -> list[Word]:
        """Cut a normalised text; spaces and punctuation give no words."""
        return list(self._words(text))

    def _words(self, text: str) -> Iterator[Word]:
        for run in _RUN.finditer(text):
            if is_han(run.group()[0]):
                position = run.start()
                for piece in self._cut(run.group()):
                    yield Word(piece, position, position + len(piece))
                    position += len(piece)
            else:
                for match in _LATIN.finditer(run.group()):
                    yield Word(match.group(), run.start() + match.start(), run.start() + match.end())

    def _cut_run(self, run: str) -> tuple[str, ...]:
        return tuple(self._jieba.cut(run, HMM=True))
