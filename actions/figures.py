"""Figures of inhabitants: how many, what is counted, and of when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions import forms, values
from actions.values import Typed
from knowledge.records import Fact, Record

UNSTATED = "unstated"
"""The source does not say what it counts: such a figure is like no other, not even of the same kind."""
CORE = "core"
"""Only the main city of a region: the note itself says which."""
FACTS = ("population", "population_city")
"""The figure of a city, and that of the city alone where the first counts more than it."""
PERSON = "person"
KINDS = ("whole", "metro", "borough", "city", UNSTATED)
"""What is counted, where the wording has a short name for it."""


@dataclass(frozen=True)
class Figure:
    """How many people live in a city, by one way of counting.

    Args:
        city: the city.
        fact: the fact that holds the figure.
        numbers: the number; two where sources disagree.
        counts: what is counted (whole, metro, borough, core, city, unstated); None where the note is not understood.
        as_of: of when the figure is; None where its source does not say.
    """

    city: Record
    fact: Fact
    numbers: tuple[int | float, ...]
    counts: str | None
    as_of: str | None

    @property
    def number(self) -> Typed:
        """The number, both in one unit where sources disagree."""
        if len(self.numbers) == 1:
            return values.number(self.numbers[0], PERSON)
        return values.listed([{**values.number(one, PERSON), "exact": True} for one in self.numbers], "or")

    @property
    def counted(self) -> Typed | None:
        """What is counted, in short."""
        note = self.fact.note
        if self.counts in KINDS:
            return values.say(f"city.counts_{self.counts}")
        return {"text": {"en": _first(note.en), "zh": _first(note.zh)}} if note is not None else None

    @property
    def notes(self) -> Typed:
        """What is counted and of when."""
        dated = values.say("city.figure_undated")
        if self.as_of:
            dated = values.say("city.figure_dated", as_of=values.date(self.as_of))
        return values.listed([one for one in (self.counted, dated) if one is not None], "semicolon")

    @property
    def noted(self) -> Typed:
        """The number with what is counted and of when beside it."""
        return values.say("city.figure", population=self.number, notes=self.notes)


def _first(note: str) -> str:
    return re.split("[;\uff1b]", note)[0]


def of_city(city: Record) -> list[Figure]:
    """Give the figures of a city: the one it is told by, then that of the city alone."""
    return [one for name in FACTS if name in city.facts for one in _of_fact(city, city.facts[name])]


def main(city: Record) -> Figure | None:
    """Give the figure that a city is told by."""
    return next((one for one in of_city(city) if one.fact.name == FACTS[0]), None)


def _of_fact(city: Record, fact: Fact) -> list[Figure]:
    told = [one.value for one in fact.claims] or [fact.value]
    numbers = tuple(one for one in told if isinstance(one, (int, float)))
    if fact.unknown or not numbers:
        return []
    return [Figure(city, fact, numbers, _counts(city, fact), None if undated(fact) else fact.as_of)]


def undated(fact: Fact) -> bool:
    """Tell whether a figure comes from a source that gives no year."""
    return fact.note is not None and re.search(forms.words("figures")["undated"], fact.note.en) is not None


def _counts(city: Record, fact: Fact) -> str | None:
    if fact.note is None:
        kind: str | None = forms.words("figures")["without_note"].get(city.country)
        return kind
    return next(
        (kind for kind, form in forms.words("figures")["counts"].items() if re.search(form, fact.note.en)), None
    )


def alike(figures: list[Figure]) -> bool:
    """Tell whether figures count the same thing, so that they may be compared."""
    kinds = {one.counts for one in figures}
    return len(kinds) == 1 and not kinds & {UNSTATED, CORE, None}


def to_compare(found: list[Record]) -> list[Figure]:
    """Give one figure for each city that has any: figures that count the same thing, if there are such."""
    every = [figures for city in found if (figures := of_city(city))]
    for kind in dict.fromkeys(one.counts for figures in every for one in figures):
        same = [next((one for one in figures if one.counts == kind), None) for figures in every]
        chosen = [one for one in same if one is not None]
        if len(chosen) == len(every) and alike(chosen):
            return chosen
    return [figures[0] for figures in every]
