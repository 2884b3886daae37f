"""Places that have no record of their own, or are tied outside the programmes: where a city's record speaks of them."""

from __future__ import annotations

from actions import context, criteria, facts, profiles
from actions.answer import Answer
from knowledge import mentions
from knowledge.library import Library
from knowledge.records import Fact, Record, Text

SISTER = "sister"
"""Part of the names of facts that tell which cities are sister cities, or are not."""
Told = tuple[Record, Fact]


def names_of(record: Record) -> list[str]:
    """Give the names under which other records may speak of a record."""
    return [*record.names.en, *record.names.zh]


def speaks_of(words: Text, names: list[str]) -> list[str]:
    """Give the statements of a record's own words that hold one of some names, in both languages."""
    parts = [part for side in (words.en, words.zh) for part in criteria.clauses(side)]
    return [part for part in parts if mentions.holds(part, names)]


def sister(city: Record, names: list[str], library: Library) -> tuple[list[Told], list[Told]]:
    """Give the facts that say a city is a sister city of another, and those that say it is none.

    Args:
        city: one of the two; the records of its pilots are searched too.
        names: the names of the other.
        library: all records.
    """
    yes: list[Told] = []
    no: list[Told] = []
    pilots = [one for one in context.records(library, list(city.related)) if one.kind == "pilot"]
    for record in (city, *pilots):
        for fact in record.facts.values():
            said = speaks_of(fact.text, names) if SISTER in fact.name and fact.text and not fact.unknown else []
            own = said if record is city else [part for part in said if mentions.holds(part, names_of(city))]
            if any(criteria.denies(part) for part in said):
                no.append((record, fact))
            elif own:  # what a pilot says of one of its cities is not said of the other
                yes.append((record, fact))
    return ([], no) if no else (yes, no)


def tell(answer: Answer, city: Record, name: str, library: Library) -> bool:
    """Tell what a city's record says of a place without one; what is said of sister cities comes first.

    Returns: whether it says anything.
    """
    found, _ = sister(city, [name], library)
    if found:
        facts.tell(answer, found[0][0], found[0][1], library)
        return True
    if city.summary is not None and speaks_of(city.summary, [name]):
        profiles.summary(answer, city, library)
        return True
    for fact in facts.tellable(city):
        if fact.text is not None and not fact.unknown and speaks_of(fact.text, [name]):
            facts.tell(answer, city, fact, library)
            return True
    return False
