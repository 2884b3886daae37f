"""Subjects of cooperation in a message, and how far a record names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from actions import forms, values
from actions.city_names import plain
from actions.context import Question
from actions.values import Typed
from knowledge.records import Record, Text

CLUSTER = "clusters/"
SUBJECT_OF = (CLUSTER, "cities/", "pilots/", "themes/", "sdgs/", "programmes/")
"""Records whose topics are subjects of cooperation; a scheme has its own, such as pilot projects."""


@dataclass(frozen=True)
class Subject:
    """A subject that somebody asks for.

    Args:
        key: the id of a row of subjects.yml, or the words as typed where no row has them.
        said: its name.
        form: finds it in the words of a record, in lower case.
        wider: key of the subject that stands in for it where no record names it.
    """

    key: str
    said: Typed
    form: re.Pattern[str]
    wider: str | None = None

    def of(self, words: Iterable[Text]) -> list[Text]:
        """Give those of some recorded words that name the subject in either language."""
        return [one for one in words if self.form.search(one.en.lower()) or self.form.search(one.zh)]

    def is_named(self, word: Text) -> bool:
        """Tell whether a recorded topic is the very name of the subject."""
        names = self.said.get("text") or {"en": self.key, "zh": self.key}
        return bool(word.en.lower() == names["en"] or word.zh == names["zh"])


@lru_cache(maxsize=1)
def _rows() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in forms.words("subjects")}


@lru_cache(maxsize=256)
def _form(words: tuple[str, ...]) -> re.Pattern[str]:
    """Give a pattern for words; Latin ones count from the beginning of a word, the shortest only as a whole."""
    parts = [
        rf"(?<![a-z-]){re.escape(one)}{'s?(?![a-z])' if len(one) < 4 else ''}" if one.isascii() else re.escape(one)
        for one in words
    ]
    return re.compile("|".join(parts))


def by_key(key: str) -> Subject:
    """Give a subject that a conversation remembers."""
    row = _rows().get(key)
    if row is None:
        return Subject(key, values.string(key), _form((plain(key),)))
    return Subject(key, values.text(Text(row["en"], row["zh"])), _form(tuple(row["words"])), row.get("wider"))


def read(question: Question) -> list[Subject]:
    """Give the subjects that a message names, each once, in its order; what it denies is left out."""
    text = plain(question.text)
    for one in question.denied:
        text = text.replace(plain(one.text), " ") if one.text else text
    found = _in_text(text)
    for one in question.entities:
        words = plain(one.text) if one.kind == "topic" and one.text and one.value.startswith(SUBJECT_OF) else ""
        if words and not any(by_key(key).form.search(words) for _, key in found):
            inside = _in_text(words)
            found += inside or [(text.find(words), words)]
    return [by_key(key) for key in dict.fromkeys(key for _, key in sorted(found))]


def _in_text(text: str) -> list[tuple[int, str]]:
    spans = [
        (match.start(), match.end(), key)
        for key, row in _rows().items()
        for match in _form(tuple(row["words"])).finditer(text)
    ]
    kept = []
    for start, end, key in spans:
        longer = any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)
        follows = any(e <= start and not text[e:start].strip() for _, e, other in spans if other != key)
        if not longer and not (follows and _rows()[key].get("general")):
            kept.append((start, key))
    return kept


def of_text(text: str) -> list[Subject]:
    """Give the subjects that some words of a message name.

    Args:
        text: in lower case and simplified characters.
    """
    return [by_key(key) for key in dict.fromkeys(key for _, key in sorted(_in_text(text)))]


def of_words(words: Iterable[Text]) -> list[Subject]:
    """Give the subjects that recorded words name; a general one only where they name no other."""
    texts = [(plain(one.en), one.zh) for one in words]
    keys = [
        key
        for key, row in _rows().items()
        if any(_form(tuple(row["words"])).search(side) for text in texts for side in text)
    ]
    special = [key for key in keys if not _rows()[key].get("general")]
    return [by_key(key) for key in special or keys]


def recorded(record: Record) -> list[Text]:
    """Give the topics of a record in both languages."""
    return [Text(en, zh) for en, zh in zip(record.topics.en, record.topics.zh)]


def unworded(question: Question) -> list[str]:
    """Give the clusters that came as a topic of a button, without words of the person."""
    return [one.value for one in question.entities if one.kind == "topic" and not one.text and CLUSTER in one.value]
