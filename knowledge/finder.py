"""Finds the records that a few words are about, in both languages, without a model: by name, then by shared words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.records import Record
from knowledge.search import Bm25

_LATIN = re.compile("[a-z0-9]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_LEAST_SHARE = 0.45
"""What scores less than this share of the best is about something else."""
_SHORTEST_NAME = 2
_NAME_WEIGHT = 3
"""A word of a name says more of what a record is about than a word of a question on it."""


@dataclass(frozen=True)
class Found:
    """A record, and the fact that the words ask for, if they ask for one of it."""

    record: Record
    fact: str | None


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Cut a text into what is compared: Latin words without accents, pairs of neighbouring Han characters."""
    folded = _folded(text)
    pairs = [run[at : at + 2] for run in _HAN.findall(folded) for at in range(max(1, len(run) - 1))]
    return _LATIN.findall(folded) + pairs


def _spelt(text: str) -> str:
    """Give a text so that a name inside it is a part of it: Latin words between blanks, Han characters without."""
    return " " + "  ".join(re.findall("[a-z0-9]+|[^a-z0-9\\s\\W]+", _folded(text))) + " "


class Finder:
    """An index over one library.

    Args:
        library: the records; only published ones are found.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._entries: list[Found] = []
        documents: list[list[str]] = []
        for record in library.published():
            for fact, texts in _texts(record):
                self._entries.append(Found(record, fact))
                documents.append([word for text in texts for word in words(text)])
        self._index = Bm25(documents)
        named = [record for record in library.published() if record.question is None]
        forms = [(_form(name), record) for record in named for name in _called(record)]
        self._names = [(form, record) for form, record in forms if len(form.strip()) >= _SHORTEST_NAME]

    def search(self, text: str, most: int = 8, kinds: Collection[str] = ()) -> list[Found]:
        """Return records, best first: of this id or name, named, sharing the rarest words.

        Args:
            text: what somebody typed or wrote.
            most: how many at most.
            kinds: only these; empty for all.
        """
        wanted = text.strip()
        exact = [record for record in self._library.published() if wanted in (record.id, record.ref)]
        named = [*exact, *self._library.find(wanted), *self._named(wanted)]
        found = {record.ref: Found(record, None) for record in named}
        for entry in self._ranked(wanted):
            found.setdefault(entry.record.ref, entry)
        fitting = [entry for entry in found.values() if not kinds or entry.record.kind in kinds]
        return fitting[:most]

    def _named(self, text: str) -> list[Record]:
        spelt = _spelt(text)
        return [record for form, record in self._names if form in spelt]

    def _ranked(self, text: str) -> Iterator[Found]:
        scores = self._index.scores(words(text))
        best = max(scores, default=0.0)
        order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
        return (self._entries[at] for at in order if best > 0 and scores[at] >= best * _LEAST_SHARE)


def _called(record: Record) -> Iterable[str]:
    """Give the words that mean a record; a cluster is also meant by each of its topics."""
    return (*record.names, *record.aliases, *(record.topics if record.kind == "cluster" else ()))


def _form(name: str) -> str:
    """Give a name as it stands in `_spelt`; one in Han characters may have neighbours."""
    spelt = _spelt(name)
    return spelt.strip() if _HAN.search(spelt) else spelt


def _texts(record: Record) -> Iterable[tuple[str | None, list[str]]]:
    """Give what a record and each of its facts are asked with."""
    names = [*record.names, *record.aliases]
    question = [record.question.en, record.question.zh] if record.question else []
    yield None, [*names * _NAME_WEIGHT, *record.topics, *question, *record.also_asked]
    for fact in record.facts.values():
        if list(fact.asked):
            yield fact.name, [*names, *fact.asked]
