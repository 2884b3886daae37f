"""How near a short question is to what one record can be asked: its facts, and the FAQ that speak of it.

"Who writes it?" is little like "who writes the U-CAP?" as long as the name stands in the one and not in the other; so
the name is put aside in both. Among the few questions of one record the question word tells them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.records import Record
from nlu import patterns
from nlu.encoder import Encoder, Vectors
from nlu.normalise import is_han, plain
from nlu.question_index import Hit, QuestionIndex
from nlu.reading import Reader, Reading

SAME_WORD = 0.15
"""What the same question word or deed adds (who, when, why; paid, signed, began …)."""
OTHER_WORD = 0.3
"""What another question word takes away: "when" is never answered by who it was."""
NO_WORD = 0.15
"""What no question word takes away where the message has one."""
NO_DEED = 0.2
"""What a deed takes away that the question does not speak of: "who paid" is not answered by who took part."""
WORDS_SHARED = 0.25
"""What the words of the message add that stand in the question too."""
ELSEWHERE = 0.15
"""What a fact of another record loses, though its question names this one."""
STAND_IN = {"en": "it", "zh": "它"}
_REPEATED = re.compile(r"\b(?:the )?it(?:(?:–|-| and | to )it\b)+|它(?:[—和与同及、-]?它)+|\bthe it\b")


@dataclass(frozen=True)
class _Own:
    ref: str
    fact: str | None
    text: str
    asks: frozenset[str]
    deeds: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=2)
def _patterns(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in patterns.data("own_questions")[part].items())


def question_words(text: str) -> frozenset[str]:
    """Tell what kind of thing a normalised question asks for: a time, a person, a reason …"""
    return frozenset(name for name, pattern in _patterns("question_words") if pattern.search(text))


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[str]:
    return frozenset(patterns.data("own_questions")["plain_words"])


def _deeds(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _patterns("deeds") if pattern.search(text))


def language_of(text: str) -> str:
    """Give the script of a text as a language."""
    return "zh" if any(is_han(character) for character in text) else "en"


@lru_cache(maxsize=1_024)
def _longest_first(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({plain(name) for name in names}, key=lambda name: (-len(name), name)))


def without_names(text: str, record: Record) -> str:
    """Put "it" in the place of the record's names."""
    for name in _longest_first((*record.names, *record.aliases)):
        if name in text:
            text = text.replace(name, STAND_IN[language_of(text)])
    return text


class OwnQuestions:
    """The questions that a record is asked, each with its name put aside.

    Args:
        reader: cuts words.
        index: knows all questions.
        encoder: gives the vectors.
        known: vectors of questions that are encoded already; what is encoded is added.
    """

    def __init__(self, reader: Reader, index: QuestionIndex, encoder: Encoder, known: dict[str, Vectors]) -> None:
        self._reader = reader
        self._index = index
        self._encoder = encoder
        self._known = known
        self._kept: dict[tuple[str, str], tuple[list[_Own], Vectors]] = {}
        self._subjects: dict[str, str | None] = {}

    def nearest(self, reading: Reading, record: Record) -> list[Hit]:
        """Give the facts of a record and the FAQ on it by nearness to a message, best first.

        A FAQ has a subject too: after "how long is an MoU valid?" the next question may be on the MoU.
        """
        found = self._nearest(reading, record)
        subject = self._reader.library.get(self._subject(record) or "")
        if subject is None:
            return found
        named = {(hit.ref, hit.fact) for hit in found}
        found += [hit for hit in self._nearest(reading, subject) if (hit.ref, hit.fact) not in named]
        return sorted(found, key=lambda hit: -hit.score)

    def _subject(self, record: Record) -> str | None:
        """Give the one record that most questions of a FAQ name."""
        if record.kind != "faq":
            return None
        if record.ref not in self._subjects:
            own = [one for one in self._index.about(record.ref) if one.ref == record.ref]
            counts = Counter(name for one in own for name in sorted(one.names))
            often = (name for name, count in counts.most_common(1) if count * 3 >= len(own))
            self._subjects[record.ref] = next(often, None)
        return self._subjects[record.ref]

    def _nearest(self, reading: Reading, record: Record) -> list[Hit]:
        text = self._plain(reading.normalised.text, record)
        language = language_of(text)
        own, vectors = self._own(record, language)
        if not own:
            return []
        meaning = vectors @ self._index.centred(self._encoder.one(text), language)
        message = self._made(record.ref, None, text)
        scores = [float(m) + _by_words(one, message) for m, one in zip(meaning, own)]
        best: dict[tuple[str, str | None], Hit] = {}
        for at in np.argsort(scores)[::-1]:
            one = own[int(at)]
            best.setdefault((one.ref, one.fact), Hit(one.ref, one.fact, min(1.0, scores[int(at)]), one.text))
        return list(best.values())

    def _own(self, record: Record, language: str) -> tuple[list[_Own], Vectors]:
        key = (record.ref, language)
        if key not in self._kept:
            own = [self._made(ref, fact, text) for ref, fact, text in self._asked(record, language)]
            missing = [text for text in dict.fromkeys(one.text for one in own) if text not in self._known]
            self._known.update(zip(missing, self._encoder.encode(missing)))
            centred = [self._index.centred(self._known[one.text], language) for one in own]
            self._kept[key] = (own, np.vstack(centred) if centred else np.zeros((0, 512), dtype=np.float32))
        return self._kept[key]

    def _asked(self, record: Record, language: str) -> list[tuple[str, str | None, str]]:
        """List (ref, fact, question with the names put aside) for a record."""
        asked = self._index.about(record.ref, record.related if record.kind == "faq" else ())
        rows = [(q.ref, q.fact, self._plain(q.text, record)) for q in asked if q.language == language]
        return rows + _of_bare_facts(record, language)

    def texts(self, record: Record) -> list[str]:
        """Give the questions of a record in both languages, as they are encoded."""
        return [text for language in STAND_IN for _, _, text in self._asked(record, language)]

    def _plain(self, text: str, record: Record) -> str:
        """Put the names of the record and its cities aside, and documents under one name (MoU, memorandum)."""
        text = without_names(text, record)
        language = language_of(text)
        for mention in sorted(self._reader.gazetteer.exact(text), key=lambda m: -m.start):
            named = self._reader.library.get(mention.value)
            if named is None or (named.ref != record.ref and mention.entity not in ("method", "city")):
                continue
            inside = named.ref == record.ref or (record.kind in ("pilot", "event") and mention.entity == "city")
            names = named.names.in_(language) if mention.entity == "method" else ()
            name = STAND_IN[language] if inside else plain(names[0]) if names else mention.text
            text = text[: mention.start] + name + text[mention.end :]
        return _REPEATED.sub(STAND_IN[language], text)

    def _made(self, ref: str, fact: str | None, text: str) -> _Own:
        words = frozenset(word.text for word in self._reader.cutter.words(text)) - _plain_words()
        return _Own(ref, fact, text, question_words(text), _deeds(text), words)


def _of_bare_facts(record: Record, language: str) -> list[tuple[str, str | None, str]]:
    """Give questions for the facts that need none of their own: its date, its cities, its clusters …"""
    data = patterns.data("own_questions")
    told_better = data["never_bare"].get(record.kind, ())
    names = [name for name in data["fact_questions"] if name in record.facts and name not in told_better]
    names += data["always_has"].get(record.kind, ())
    return [(record.ref, name, plain(text)) for name in names for text in data["fact_questions"][name][language]]


def _by_words(one: _Own, message: _Own) -> float:
    score = -ELSEWHERE if one.fact is not None and one.ref != message.ref else 0.0
    if message.asks:
        score += SAME_WORD if message.asks & one.asks else -OTHER_WORD if one.asks else -NO_WORD
    if message.deeds:
        score += SAME_WORD if message.deeds & one.deeds else -NO_DEED
    if message.words:
        score += WORDS_SHARED * len(message.words & one.words) / len(message.words)
    return score
