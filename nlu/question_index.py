"""Find the record that answers a question: question against question, meaning and words together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.library import Library
from knowledge.records import Record
from nlu.encoder import Encoder, Vectors
from nlu.likely import Likely
from nlu.normalise import is_han, plain
from nlu.patterns import Mention
from nlu.reading import Reader, Reading
from nlu.word_scores import WordScores

ANCHORS = frozenset(
    {"city", "programme", "funding", "contact", "role", "method", "pilot", "policy", "sdg", "theme", "cluster"}
)
"""Kinds of names on which a question and a hit must not contradict each other."""
WORD_WEIGHT = 0.15
KEEP = 8
LIKELY = 8
"""How many times as many questions as are wanted are looked at closely."""
LATEST = 512
"""Searches that are kept: a turn searches for a sentence with one context and another, and what people ask repeats."""


@dataclass(frozen=True)
class Question:
    """One way to ask for a record or for one fact of it."""

    text: str
    ref: str
    fact: str | None
    language: str
    names: frozenset[str]


@dataclass(frozen=True)
class Hit:
    """A question of the index that is close to what was asked; score from 0 to 1."""

    ref: str
    fact: str | None
    score: float
    question: str

    def as_json(self) -> dict[str, object]:
        """Return the hit as the parts of a message that travel to actions."""
        return {"ref": self.ref, "fact": self.fact, "score": round(self.score, 4), "question": self.question}


def questions(library: Library) -> list[tuple[str, str, str | None, str]]:
    """List (text, ref, fact, language) of every question that published records answer."""
    rows: list[tuple[str, str, str | None, str]] = []
    for record in library.published():
        for language in ("en", "zh"):
            if record.question is not None:
                rows.append((getattr(record.question, language), record.ref, None, language))
            for text in getattr(record.also_asked, language):
                rows.append((text, record.ref, None, language))
            for fact in record.facts.values():
                for text in getattr(fact.asked, language):
                    rows.append((text, record.ref, fact.name, language))
    return rows


class QuestionIndex:
    """All questions of one library, searchable by meaning and words.

    Args:
        library: the records.
        reader: reads the questions with the same names as the messages.
        encoder: gives the vectors; questions already encoded are taken from its cache.
    """

    def __init__(self, library: Library, reader: Reader, encoder: Encoder, known: dict[str, Vectors]) -> None:
        rows = questions(library)
        texts = [plain(text) for text, _, _, _ in rows]
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(missing, encoder.encode(missing)))
        self._questions = [
            Question(text, ref, fact, language, _anchors(reader.gazetteer.exact(text)))
            for text, (_, ref, fact, language) in zip(texts, rows)
        ]
        vectors = np.vstack([known[text] for text in texts]) if texts else np.zeros((0, 512), dtype=np.float32)
        self._means = {
            language: _mean(vectors[[q.language == language for q in self._questions]]) for language in ("en", "zh")
        }
        self._vectors = (
            np.vstack([_centred(v, self._means[q.language]) for v, q in zip(vectors, self._questions)])
            if texts
            else vectors
        )
        self._titles = {_bare(side): one.ref for one in library.published() if one.question for side in _sides(one)}
        self._likely = Likely(self._vectors)
        self._words = WordScores([[w.text for w in reader.cutter.words(text)] for text in texts])
        self._encoder = encoder
        self._nearest = lru_cache(maxsize=LATEST)(self._scored)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, question in enumerate(self._questions):
            for ref in {question.ref, *question.names}:
                self._places[ref].append(place)

    def titled(self, text: str) -> str | None:
        """Give the ref of the practical answer whose very question a message is, such as the title of a button."""
        return self._titles.get(_bare(text))

    def about(self, ref: str, related: tuple[str, ...] = ()) -> list[Question]:
        """Give the questions for a record and its facts, for related records, and those that name it."""
        places = {*self._places.get(ref, ())}
        for other in related:
            places |= {place for place in self._places.get(other, ()) if self._questions[place].ref == other}
        return [self._questions[place] for place in sorted(places)]

    def centred(self, vector: Vectors, language: str) -> Vectors:
        """Give a vector as its difference from what all questions of a language have in common."""
        return _centred(vector, self._means[language])

    def search(self, reading: Reading, about: str | None = None) -> list[Hit]:
        """Find the closest questions.

        Args:
            reading: the message.
            about: ref of the record in context, for questions that name nothing.

        Returns:
            At most `KEEP` hits, one per (ref, fact), best first.
        """
        if not self._questions:
            return []
        names = _names(reading)
        best: dict[tuple[str, str | None], Hit] = {}
        places, scores = self._nearest(reading.normalised.text, tuple(w.text for w in reading.words))
        for place, score in zip(places.tolist(), scores.tolist()):
            question = self._questions[place]
            if not _agree(names, question, about):
                continue
            key = (question.ref, question.fact)
            if key not in best:
                best[key] = Hit(question.ref, question.fact, score, question.text)
            if len(best) == KEEP:
                break
        return list(best.values())

    def _scored(self, text: str, said: tuple[str, ...]) -> tuple[NDArray[np.int32], Vectors]:
        """Give the places of the questions nearest to a text by meaning and words, best first, with their scores."""
        language = "zh" if any(map(is_han, text)) else "en"
        vector = _centred(self._encoder.one(text), self._means[language])
        words = self._words.scores(said)
        if words.size and words.max() > 0:
            words = words / words.max()
        most = min(KEEP * 12, len(words))
        rows = self._likely.rows(vector, words * (WORD_WEIGHT / (1 - WORD_WEIGHT)), most * LIKELY)
        scores = (1 - WORD_WEIGHT) * (self._vectors[rows] @ vector) + WORD_WEIGHT * words[rows]
        best = np.argsort(-scores)[:most]
        return rows[best].astype(np.int32), scores[best]  # short and flat, since many are kept


def _bare(text: str) -> str:
    return plain(text).strip(" ?？!！.。")


def _sides(record: Record) -> tuple[str, str]:
    return (record.question.en, record.question.zh) if record.question else ("", "")


def _agree(names: frozenset[str], question: Question, about: str | None) -> bool:
    """A question about one thing never answers a question about another."""
    spoken_of = names | {about} if about else names
    if question.names - spoken_of:
        return False
    if question.fact is None:
        return True
    return question.ref in spoken_of or (not names and not question.names) or question.names == names


def _names(reading: Reading) -> frozenset[str]:
    return _anchors(reading.mentions)


def _anchors(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(mention.value for mention in mentions if mention.entity in ANCHORS)


def _mean(vectors: Vectors) -> Vectors:
    return vectors.mean(axis=0) if len(vectors) else np.zeros(512, dtype=np.float32)


def _centred(vector: Vectors, mean: Vectors) -> Vectors:
    moved = vector - mean
    length = float(np.linalg.norm(moved))
    result: Vectors = moved / length if length > 0 else moved
    return result
