"""What stands in a record, in both languages, with its proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desk.console.ports import Desk
from desk.console.words import Words
from desk.staff.accounts import LANGUAGES
from knowledge.integrity import fact_sources
from knowledge.library import Library
from knowledge.records import Claim, Fact, Record, Source
from knowledge.telling import Teller

Both = dict[str, str]
"""Language → words."""


@dataclass(frozen=True)
class Told:
    """A fact.

    Args:
        name: of the fact, as in the file.
        title: what it is called.
        said: what it says.
        sure: how sure it is.
        as_of: of when the evidence is.
        sources: keys of its sources.
        claims: what each side says where sources disagree, with the keys of its sources.
    """

    name: str
    title: Both
    said: Both
    sure: str
    as_of: str
    sources: tuple[str, ...]
    claims: tuple[tuple[Both, tuple[str, ...], str], ...]


class Facts:
    """Reads a record for its page.

    Args:
        library: the records.
        record: which.
        desk: says what facts are called and how numbers are written.
    """

    def __init__(self, library: Library, record: Record, desk: Desk) -> None:
        self._library = library
        self._record = record
        self._desk = desk
        self._tellers = {language: _teller(library, language, desk) for language in LANGUAGES}

    def own_words(self) -> list[tuple[str, Both]]:
        """Return what the record says as a whole: name of the part → words."""
        record = self._record
        parts = {name: getattr(record, name) for name in ("withdrawn", "question", "answer", "summary")}
        return [
            (name, {language: self._tellers[language].fill(text.in_(language), record) for language in LANGUAGES})
            for name, text in parts.items()
            if text is not None
        ]

    def told(self) -> list[Told]:
        """Return the facts."""
        return [self._told(fact) for fact in self._record.facts.values()]

    def _told(self, fact: Fact) -> Told:
        said = {language: teller.fact(self._record, fact) for language, teller in self._tellers.items()}
        claims = tuple((self._claimed(claim), claim.sources, claim.as_of) for claim in fact.claims)
        keys = tuple(dict.fromkeys(key for _, key in fact_sources(fact)))
        title = {language: self._desk.record_words.fact_name(fact, language) for language in LANGUAGES}
        return Told(fact.name, title, said, fact.sure, fact.as_of, keys, claims)

    def _claimed(self, claim: Claim) -> Both:
        if claim.text is not None:
            return {language: claim.text.in_(language) for language in LANGUAGES}
        if isinstance(claim.value, int | float):
            amount = self._desk.record_words.amount
            return {language: amount(claim.value, claim.unit, language) for language in LANGUAGES}
        return dict.fromkeys(LANGUAGES, str(claim.value))

    def sources(self) -> list[Source]:
        """Return the sources of the record and its facts, each once."""
        record = self._record
        keys = [*record.sources, *(record.state.sources if record.state else ())]
        keys += [key for fact in record.facts.values() for _, key in fact_sources(fact)]
        return [found for key in dict.fromkeys(keys) if (found := self._library.sources.get(key))]

    def asked(self) -> Iterator[str]:
        """Return the questions that lead to the record, in both languages."""
        yield from self._record.also_asked
        for fact in self._record.facts.values():
            yield from fact.asked


def _teller(library: Library, language: str, desk: Desk) -> Teller:
    words = Words(language)

    def amount(number: float, unit: str | None) -> str:
        return desk.record_words.amount(number, unit, language)

    return Teller(library, language, lambda key, **values: words(f"telling.{key}", **values), amount)
