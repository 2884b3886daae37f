"""What the records say of the cooperation of two cities, or of one city with all its partners."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions import context, criteria, facts, pairings, sister_ties, values
from actions.answer import Answer
from actions.pairings import Pairing
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Fact, Record, Text

KINDS = ("programme", "event")
"""Kinds of records besides those of the cities and their pilots that may tell of them."""
Told = tuple[Record, Fact]


@dataclass(frozen=True)
class Tie:
    """A cooperation that is spoken of.

    Args:
        cities: two cities of both sides, or one with all its partners; nothing for a pilot of places without records.
        pilots: the pilots in which they worked together; of one city, all of its pilots.
        parts: their common parts in programmes; of one city, all its parts.
        pilot: whether the pilot itself is asked about, and not its cities.
    """

    cities: tuple[Record, ...]
    pilots: tuple[Record, ...]
    parts: tuple[Pairing, ...]
    pilot: bool = False

    @property
    def name(self) -> Typed:
        """Name the cities; a pilot where not both of its places have a record."""
        if len(self.cities) < 2 and self.pilot:
            return values.names(self.pilots[0])
        return values.listed([values.names(city) for city in self.cities], "and")


def of_cities(cities: list[Record], library: Library) -> Tie:
    """Give the cooperation of two cities, or of one with all its partners."""
    refs = {city.ref for city in cities}
    pilots = [one for one in library.of_kind("pilot") if len(refs & set(_refs(one, "cities"))) == len(refs)]
    parts = pairings.of_city(cities[0], library)
    common = [part for part in parts if all(city.ref in part.partners for city in cities[1:])]
    return Tie(tuple(cities), tuple(pilots), tuple(common))


def of_pilot(pilot: Record, library: Library) -> Tie:
    """Give the cooperation that a pilot was."""
    cities = context.records(library, list(_refs(pilot, "cities")))
    parts = of_cities(cities, library).parts if len(cities) > 1 else ()
    return Tie(tuple(cities), (pilot,), parts, pilot=True)


def of_both(record: Record, cities: list[Record]) -> bool:
    """Tell whether a record is a pilot of two cities."""
    refs = {city.ref for city in cities}
    return record.kind == "pilot" and len(refs) > 1 and refs <= set(_refs(record, "cities"))


def _refs(record: Record, fact: str) -> tuple[str, ...]:
    found = record.facts.get(fact)
    return found.refs if found else ()


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    rows: dict[str, str] = YAML(typ="safe").load(Path(__file__).with_name("ties.yml"))
    return {name: re.compile(form) for name, form in rows.items()}


def signs(words: Text) -> bool:
    """Tell whether recorded words speak of a paper that was signed or agreed."""
    return any(_signs(part) for side in (words.en, words.zh) for part in criteria.clauses(side))


def asks_of_paper(text: str) -> bool:
    """Tell whether a message asks for a paper that was signed or agreed."""
    return _forms()["asks_signed"].search(text.lower()) is not None


def _signs(statement: str) -> bool:
    said = statement.lower()
    return _forms()["signed"].search(said) is not None and _forms()["beside"].search(said) is None


def told(tie: Tie, library: Library, unknown_too: bool = False) -> list[Told]:
    """Give the facts that tell of a cooperation, those of its pilots first, each once.

    Args:
        tie: the cooperation.
        library: all records.
        unknown_too: whether what a pilot says is not known is given as well.
    """
    found: list[Told] = [(pilot, fact) for pilot in tie.pilots for fact in _known(pilot, unknown_too)]
    if not tie.pilot:
        one, other = tie.cities[0], tie.cities[-1]
        found += _of_pair(one, other, library) if len(tie.cities) > 1 else _of_one(one, library)
    return list({(record.ref, fact.name): (record, fact) for record, fact in found}.values())


def papers(tie: Tie, library: Library) -> list[Told]:
    """Give the facts that speak of papers of a cooperation, wherever a statement names all its cities."""
    own = {record.ref for record in (*tie.cities, *tie.pilots)}
    found = [
        (record, fact)
        for record, fact in told(tie, library, unknown_too=True)
        if record.ref in own and fact.text and signs(fact.text)
    ]
    for record in (record for kind in (*KINDS, "city", "pilot") for record in library.of_kind(kind)):
        found += [(record, fact) for fact in _known(record) if fact.text and _signed_by(fact.text, tie.cities)]
    return list({(record.ref, fact.name): (record, fact) for record, fact in found}.values())


def _signed_by(words: Text, cities: tuple[Record, ...]) -> bool:
    """Tell whether one statement names all of some cities and a paper: in both languages, for either may be longer."""
    return all(_in_one_statement(Text(side, side), cities) for side in (words.en, words.zh))


def _in_one_statement(side: Text, cities: tuple[Record, ...]) -> bool:
    parts = [set(sister_ties.speaks_of(side, sister_ties.names_of(city))) for city in cities]
    common = set.intersection(*parts) if parts else set()
    return any(_signs(part) for part in common)


def _known(record: Record, unknown_too: bool = False) -> list[Fact]:
    """Give the facts of a record that say something of a cooperation in words of their own."""
    return [
        fact
        for fact in facts.tellable(record)
        if fact.text is not None and (unknown_too or not fact.unknown) and not _forms()["aside"].search(fact.name)
    ]


def _of_one(city: Record, library: Library) -> list[Told]:
    found = [(city, fact) for fact in _known(city)]
    for event in library.of_kind("event"):
        found += [(event, fact) for fact in _known(event) if fact.text and _names(fact.text, city)]
    return found


def _of_pair(one: Record, other: Record, library: Library) -> list[Told]:
    found = [(one, fact) for fact in _known(one) if fact.text and _names(fact.text, other)]
    found += [(other, fact) for fact in _known(other) if fact.text and _names(fact.text, one)]
    for record in (record for kind in KINDS for record in library.of_kind(kind)):
        found += [(record, fact) for fact in _known(record) if fact.text and _together(fact.text, one, other)]
    return found


def _names(words: Text, city: Record) -> bool:
    return bool(sister_ties.speaks_of(words, sister_ties.names_of(city)))


def _together(words: Text, one: Record, other: Record) -> bool:
    """Tell whether one statement names both cities."""
    first = sister_ties.speaks_of(words, sister_ties.names_of(one))
    return bool(set(first) & set(sister_ties.speaks_of(words, sister_ties.names_of(other))))


def tell(answer: Answer, rows: list[Told], most: int, library: Library) -> None:
    """Tell the first facts, and keep the others for "more"."""
    for record, fact in rows[:most]:
        facts.tell(answer, record, fact, library)
    answer.more += [{"ref": record.ref, "fact": fact.name} for record, fact in rows[most:]]
