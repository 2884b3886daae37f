"""Groups of questions that the assistant could not answer, masked, with what was decided about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from anyio import to_thread
from sqlalchemy.engine import Connection

from desk import figures, unanswered, unanswered_marks
from desk.console.ports import Desk
from desk.console.records import Records
from desk.person_masks import without_people
from desk.question_groups import groups
from desk.question_meanings import Meaning, Reader
from desk.unanswered import NEAR, Asked
from desk.unanswered_marks import OPEN, Mark
from knowledge import mentions
from knowledge.library import Library
from knowledge.records import plain_name

DAYS = 90
"""So far back questions are read and grouped, whatever period is looked at: a group must not change with it."""
_OWN = ("city", "programme", "funding", "pilot", "event", "contact", "policy")
"""Kinds of records that are one thing each: questions that name two of them are two questions."""
_MASK = re.compile(r"\[(?:name|e-mail|phone|token)\]")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Question:
    """One question as editors see it.

    Args:
        asked: as it was stored; its text is never shown.
        text: masked.
        meaning: what it is about.
    """

    asked: Asked
    text: str
    meaning: Meaning

    @property
    def is_masked(self) -> bool:
        """Whether something of it is hidden, so that it is no phrase to learn from."""
        return _MASK.search(self.text) is not None

    @property
    def is_whole(self) -> bool:
        """Whether it ends like a question, and not like a bare word."""
        return self.text.rstrip().endswith(("?", "\uff1f"))

    @property
    def written(self) -> str:
        """The language in which it is written, whatever it was answered in."""
        return "zh" if _HAN.search(self.text) else "en"


@dataclass(frozen=True)
class Group:
    """Questions with one meaning.

    Args:
        questions: the newest first; never none.
        mark: what was decided about it.
    """

    questions: tuple[Question, ...]
    mark: Mark | None = None

    @property
    def key(self) -> str:
        """The key of its most frequent meaning; of each other meaning in it the key leads here too."""
        number = Counter(question.meaning.key for question in self.questions)
        return min(number, key=lambda key: (-number[key], key))

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all its meanings."""
        return frozenset(question.meaning.key for question in self.questions)

    @property
    def number(self) -> int:
        """How many different conversations asked."""
        return len({question.asked.conversation for question in self.questions})

    @property
    def again(self) -> int:
        """How many questions came since it was decided about."""
        return sum(self.mark is not None and question.asked.at > self.mark.at for question in self.questions)

    @property
    def state(self) -> str:
        """What is to be shown of it: what was decided, or OPEN again when it was asked since."""
        return OPEN if self.mark is None or self.again else self.mark.state

    def reasons(self) -> dict[str, int]:
        """Return reason → how many questions, the most frequent first."""
        return _counted(reason for question in self.questions for reason in question.asked.reasons)

    def languages(self) -> dict[str, int]:
        """Return language of the answer → how many questions, the most frequent first."""
        return _counted(question.asked.language for question in self.questions)

    def channels(self) -> dict[str, int]:
        """Return channel → how many questions, the most frequent first."""
        return _counted(question.asked.channel for question in self.questions)

    def wordings(self) -> dict[str, list[Question]]:
        """Return language → one question for each wording in it: the most frequent first, then whole questions."""
        number = Counter(plain_name(question.text) for question in self.questions)
        once = {plain_name(question.text): question for question in reversed(self.questions)}
        found = sorted(
            once.values(),
            key=lambda one: (-number[plain_name(one.text)], one.is_masked, not one.is_whole, len(one.text)),
        )
        return {language: [one for one in found if one.written == language] for language in ("en", "zh")}

    def example(self, language: str) -> Question:
        """Return a wording that tells what is asked, in a language if somebody asked in it."""
        both = self.wordings()
        other = "zh" if language == "en" else "en"
        return (both[language] or both[other])[0]

    def since(self, first: date) -> Group | None:
        """Return the group as it was asked since a day; None if nobody did."""
        kept = tuple(question for question in self.questions if question.asked.day >= first)
        return replace(self, questions=kept) if kept else None


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


class Questions:
    """Reads and groups; keeps no words between two requests.

    Args:
        desk: what the process gives.
        records: knows the names.
    """

    def __init__(self, desk: Desk, records: Records) -> None:
        self._desk = desk
        self._records = records
        self._reader: tuple[Library | None, Reader] | None = None

    def first_day(self, days: int = DAYS) -> date:
        """Return the first day (UTC) of a period that ends today."""
        return figures.day_of(self._desk.clock()) - timedelta(days=days - 1)

    async def groups(self) -> list[Group]:
        """Return all groups, those that most conversations asked first, then the newest."""
        first = self.first_day()

        def read(connection: Connection) -> tuple[list[Asked], Mapping[str, tuple[str, ...]]]:
            asked = unanswered.read(connection, first)
            return asked, unanswered.people(connection, (one.conversation for one in asked))

        asked, people = await self._desk.database.read(read)
        found = await to_thread.run_sync(self._grouped, asked, people)
        keys = {key for group in found for key in group.keys}
        marks = await self._desk.database.read(lambda connection: unanswered_marks.of(connection, keys))
        decided = [replace(group, mark=_newest(group, marks)) for group in found]
        return sorted(decided, key=lambda one: (-one.number, -one.questions[0].asked.at.timestamp(), one.key))

    async def group(self, key: str) -> Group | None:
        """Return the group in which a meaning is; None if nobody asked it lately."""
        return next((group for group in await self.groups() if key in group.keys), None)

    def _grouped(self, asked: Sequence[Asked], people: Mapping[str, tuple[str, ...]]) -> list[Group]:
        reader = self._reader_of(self._records.library())
        questions = [self._question(one, people.get(one.conversation, ()), reader) for one in asked]
        kept = [one for one in questions if one is not None]
        places = groups([one.meaning for one in kept])
        return [Group(tuple(kept[place] for place in each)) for each in places]

    def _question(self, asked: Asked, known: Sequence[str], reader: Reader) -> Question | None:
        text = without_people(self._desk.mask(asked.text), known)
        meaning = reader.meaning(_MASK.sub(" ", text))
        if NEAR in asked.reasons and not _is_near(meaning):
            reasons = tuple(reason for reason in asked.reasons if reason != NEAR)
            if not reasons:
                return None
            asked = replace(asked, reasons=reasons)
        return None if meaning.is_empty else Question(asked, text, meaning)

    def _reader_of(self, library: Library | None) -> Reader:
        """Return what reads questions with the names of a generation of records; made once for each."""
        known = self._reader
        if known is None or known[0] is not library:
            known = self._reader = (library, Reader(*_names(library)))
        return known[1]


def _is_near(meaning: Meaning) -> bool:
    """Whether a question names one of our records, by name or by subject."""
    return any("/" in said for said in (*meaning.names, *meaning.words))


def _newest(group: Group, marks: Mapping[str, Mark]) -> Mark | None:
    own = [marks[key] for key in group.keys if key in marks]
    return max(own, key=lambda mark: (mark.at, mark.key), default=None)


def _names(library: Library | None) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return names with what they mean: things by their own name, and words for subjects."""
    named = [one for one in (library.published() if library else ()) if one.question is None]
    pairs = [(name, one) for one in named for name in (*one.names, *one.aliases)]
    own = [(name, one.ref) for name, one in pairs if one.kind in _OWN]
    places = mentions.places(library) if library else []
    own += [(form, f"place:{place.name.en}") for place in places for form in place.forms]
    return own, [(name, one.ref) for name, one in pairs if one.kind not in _OWN]
