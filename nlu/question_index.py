"""Find the record that answers a question: question against question, meaning and words together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from knowledge.library import Library
from knowledge.search import Bm25
from nlu.encoder import Encoder, Vectors
from nlu.normalise import is_han, plain
from nlu.patterns import Mention
from nlu.reading import Reader, Reading

ANCHORS = frozenset(
    {"city", "programme", "funding", "contact", "role", "method", "pilot", "policy", "sdg", "theme", "cluster"}
)
"""Kinds of names on which a question and a hit must not contradict each other."""
WORD_WEIGHT = 0.15
KEEP = 8


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
        self._words = Bm25([[w.text for w in reader.cutter.words(text)] for text in texts])

    def about(self, ref: str, related: tuple[str, ...] = ()) -> list[Question]:
        """Give the questions for a record and its facts, for related records, and those that name it."""
        return [q for q in self._questions if q.ref == ref or q.ref in related or ref in q.names]

    def centred(self, vector: Vectors, language: str) -> Vectors:
        """Give a vector as its difference from what all questions of a language have in common."""
        return _centred(vector, self._means[language])

    def search(self, reading: Reading, vector: Vectors, about: str | None = None) -> list[Hit]:
        """Find the closest questions.

        Args:
            reading: the message.
            vector: its sentence vector, names not replaced.
            about: ref of the record in context, for questions that name nothing.

        Returns:
            At most `KEEP` hits, one per (ref, fact), best first.
        """
        if not self._questions:
            return []
        language = "zh" if any(is_han(c) for c in reading.normalised.text) else "en"
        meaning = self._vectors @ _centred(vector, self._means[language])
        words = np.asarray(self._words.scores([w.text for w in reading.words]), dtype=np.float32)
        if words.size and words.max() > 0:
            words = words / words.max()
        scores = (1 - WORD_WEIGHT) * meaning + WORD_WEIGHT * words
        names = _names(reading)
        best: dict[tuple[str, str | None], Hit] = {}
        for index in np.argsort(-scores)[: KEEP * 12]:
            question = self._questions[int(index)]
            if not _agree(names, question, about):
                continue
            key = (question.ref, question.fact)
            if key not in best:
                best[key] = Hit(question.ref, question.fact, float(scores[index]), question.text)
            if len(best) == KEEP:
                break
        return list(best.values())


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
