"""What the records offer for a case: answers with their source ready for insertion, cities and schemes to suggest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk.console.words import Words
from knowledge import matching
from knowledge.finder import Finder, Found
from knowledge.library import Library, default_folder
from knowledge.matching import Suggestion, Wish
from knowledge.records import Fact, Point, Record, Source, Text

MOST = 8
_MOST_BY_WORDS = 5
_MOST_FOUND = 12


@dataclass(frozen=True)
class Proposal:
    """A record that may help to answer, in the language of the case.

    Args:
        ref: of the record.
        kind: of the record.
        title: its name or question.
        text: what it says, for insertion; empty when it has no short text.
        source: name and date of its source; empty where the help desk gives advice of its own.
    """

    ref: str
    kind: str
    title: str
    text: str
    source: str

    @property
    def insertion(self) -> str:
        """What one click puts into an answer: text and source."""
        return "\n".join(part for part in (self.text, self.source) if part)


@dataclass(frozen=True)
class Advice:
    """A city or scheme to suggest.

    Args:
        proposal: the record, ready for insertion.
        reasons: codes of what speaks for it.
        topics: the recorded words behind them, joined.
    """

    proposal: Proposal
    reasons: tuple[str, ...]
    topics: str


class Records:
    """Proposes records.

    Args:
        library: returns the knowledge of this moment; None while it is read or broken.
        folder: where its files are; they are only read.
    """

    def __init__(self, library: Callable[[], Library | None], folder: Path | None = None) -> None:
        self._library = library
        self._folder = folder or default_folder()
        self._finder: tuple[Library, Finder] | None = None

    def library(self) -> Library | None:
        """Return the knowledge of this moment; None while it is read or broken."""
        return self._library()

    def _index(self, library: Library) -> Finder:
        """Return the index of a generation; made once for each."""
        known = self._finder
        if known is None or known[0] is not library:
            known = self._finder = (library, Finder(library))
        return known[1]

    def propose(self, refs: Sequence[str], words: str, language: str) -> list[Proposal]:
        """Return what published records say: those that were understood, then those that share words with a question.

        Args:
            refs: such as cities/chongqing; what is unknown or not published is left out.
            words: what the person asks; empty for nothing more.
            language: "en" or "zh".
        """
        library = self._library()
        if library is None:
            return []
        understood = [
            record for record in map(library.get, refs) if record is not None and record.status == "published"
        ]
        found = [Found(record, None) for record in understood]
        found += self._index(library).search(words, _MOST_BY_WORDS) if words.strip() else []
        return list(_each_once(_proposal(library, one, language) for one in found))[:MOST]

    def search(self, words: str, language: str) -> list[Proposal]:
        """Return the records of an id, a name or words that a member of staff typed, in either language."""
        library = self._library()
        if library is None or not words.strip():
            return []
        found = self._index(library).search(words[:200], _MOST_FOUND)
        return list(_each_once(_proposal(library, one, language) for one in found))

    def nearest(self, words: str, kinds: Sequence[str] = ()) -> Record | None:
        """Return the record that words are most likely about; None if they share nothing with any.

        Args:
            words: what somebody asks, in either language.
            kinds: only these; empty for all.
        """
        library = self._library()
        found = self._index(library).search(words[:200], 1, kinds) if library and words.strip() else []
        return found[0].record if found else None

    def file(self, ref: str) -> str | None:
        """Return the file of a record as it is; None if there is no such record."""
        library = self._library()
        if library is None or library.get(ref) is None:
            return None
        return (self._folder / f"{ref}.yml").read_text("utf-8")

    def advice(self, wish: Wish, today: date, language: str) -> dict[str, list[Advice]]:
        """Return partner cities and funding schemes that staff may suggest for a request."""
        library = self._library()
        if library is None:
            return {"partners": [], "schemes": []}
        found = {"partners": matching.partners(wish, library), "schemes": matching.schemes(wish, library, today)}
        return {name: [_advice(library, one, language) for one in ones] for name, ones in found.items()}

    def names(self, refs: Sequence[str], language: str) -> dict[str, str]:
        """Return the names of records; a ref without one is its own name."""
        library = self._library()
        known = {ref: library.get(ref) for ref in refs} if library else {}
        return {ref: record.name.in_(language) if (record := known.get(ref)) else ref for ref in refs}

    def points(self, language: str) -> dict[str, tuple[str, Point]]:
        """Return ref, name and place of every city whose place is known."""
        library = self._library()
        cities = library.of_kind("city") if library else []
        placed = ((city, fact.point) for city in cities for fact in city.facts.values())
        return {city.ref: (city.name.in_(language), point) for city, point in placed if point is not None}

    def clusters(self, language: str) -> dict[str, str]:
        """Return ref and name of every cluster, to choose from."""
        library = self._library()
        return {one.ref: one.name.in_(language) for one in library.of_kind("cluster")} if library else {}


def _each_once(proposals: Iterator[Proposal]) -> Iterator[Proposal]:
    seen: set[str] = set()
    for proposal in proposals:
        if proposal.ref not in seen:
            seen.add(proposal.ref)
            yield proposal


def _advice(library: Library, one: Suggestion, language: str) -> Advice:
    topics = (", " if language == "en" else "\u3001").join(topic.in_(language) for topic in one.topics)
    return Advice(_proposal(library, Found(one.record, None), language), one.reasons, topics)


def _proposal(library: Library, found: Found, language: str) -> Proposal:
    record, fact = found.record, found.record.facts.get(found.fact or "")
    said = _said(fact, language) if fact else ""
    text = said or _text(record.answer or record.summary, language)
    keys = fact.sources if fact and said else record.sources or _sources(record)
    source = library.sources.get(keys[0]) if keys else None
    named = _named(source, language) if source else ""
    return Proposal(record.ref, record.kind, record.name.in_(language), text, named)


def _named(source: Source, language: str) -> str:
    place = source.url or source.publisher
    return Words(language)("case.source", title=source.title, place=place, read=source.read)


def _sources(record: Record) -> tuple[str, ...]:
    return next((fact.sources for fact in record.facts.values()), ())


def _text(text: Text | None, language: str) -> str:
    return text.in_(language).strip() if text else ""


def _said(fact: Fact, language: str) -> str:
    """Give the words of a fact; figures and dates are told by the summary, which says what they count."""
    if fact.items:
        return "\n".join(f"- {item.in_(language)}" for item in fact.items)
    return _text(fact.text, language)
