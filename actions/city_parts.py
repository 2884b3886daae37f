"""Conditions on the parts that cities took: in which programme and round, in which year, with whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions import city_names, pairings, values
from actions.city_names import Name, form, words
from actions.pairings import Pairing, Partner
from actions.values import Typed
from knowledge.library import EU_SIDE, Library
from knowledge.records import Record, Text


@dataclass(frozen=True)
class Round:
    """A round of a programme: the cities whose part in it began in the year of the round.

    Args:
        number: 1 for the first.
        programme: ref of the programme.
        year: its year.
        facts: the names of the programme's facts that tell of it.
        span: where the message says so.
    """

    number: int
    programme: str
    year: str
    facts: tuple[str, ...]
    span: tuple[int, int]

    def holds(self, city: Record, library: Library) -> bool:
        """Tell whether a city came in with this round."""
        years = [
            one.part.period.from_[:4]
            for one in pairings.of_city(city, library)
            if one.part.programme == self.programme and one.part.period
        ]
        return bool(years) and min(years) == self.year

    def said(self, library: Library) -> Typed:
        """Name the round for the heading."""
        record = library.get(self.programme)
        name = values.names(record) if record else values.string(self.programme)
        keys = {1: "city.filter_round_1", 2: "city.filter_round_2", 3: "city.filter_round_3"}
        return values.say(keys[self.number], programme=name)


def round_spans(text: str) -> list[tuple[int, tuple[int, int]]]:
    """Give the numbers of the rounds that a message names, and where it does."""
    found = [(int(number), re.search(written, text)) for number, written in words()["rounds"].items()]
    return [(number, match.span()) for number, match in found if match]


def rounds_of(text: str, names: list[Name], library: Library) -> tuple[Round, ...]:
    """Read the rounds of a programme; without a programme, of the only one whose record tells of such rounds."""
    found = (_round_of(number, span, names, library) for number, span in round_spans(text))
    return tuple(one for one in found if one is not None)


def _round_of(number: int, span: tuple[int, int], names: list[Name], library: Library) -> Round | None:
    named = [ref for one in names if one.kind == "programme" and not one.denied for ref in one.values]
    found = []
    for programme in library.of_kind("programme"):
        facts = [fact for fact in programme.facts.values() if re.search(rf"(?:^|_)round{number}(?:_|$)", fact.name)]
        if facts and (not named or programme.ref in named):
            year = min(fact.as_of[:4] for fact in facts)
            found.append(Round(number, programme.ref, year, tuple(fact.name for fact in facts), span))
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Parts:
    """What is asked of one part: the year, the programmes, the partners; all of them of the same part.

    Args:
        programmes: refs of which each group's one is enough.
        partners: groups of names of which one is enough.
        years: the years; each must be met.
        bound: the partners must have been met in the programme ("worked with Spain in IURC").
        began: the part must have begun in the year ("joined in 2018").
    """

    programmes: tuple[tuple[str, ...], ...] = ()
    partners: tuple[tuple[Name, ...], ...] = ()
    years: tuple[str, ...] = ()
    bound: bool = False
    began: bool = False

    def holds(self, city: Record, library: Library) -> bool:
        """Tell whether the parts of a city meet all of it."""
        parts = pairings.of_city(city, library)
        return all(self._in_year(parts, year, library) for year in self.years or (None,))

    def _in_year(self, parts: list[Pairing], year: str | None, library: Library) -> bool:
        now = [
            one for one in parts if year is None or (_begins(one, parts) == year if self.began else _covers(one, year))
        ]
        taken = all(any(one.part.programme in group for one in now) for group in self.programmes)
        inside = {ref for group in self.programmes for ref in group}
        within = [one for one in now if not self.bound or one.part.programme in inside]
        met = all(any(met_by(one, group, library) for one in within) for group in self.partners)
        return taken and met and bool(now)


def _begins(one: Pairing, parts: list[Pairing]) -> str | None:
    """Give the year in which a city came into the programme of a part."""
    spans = [other.part.period for other in parts if other.part.programme == one.part.programme]
    return min((span.from_[:4] for span in spans if span is not None), default=None)


def _covers(one: Pairing, year: str) -> bool:
    span = one.part.period
    return span is not None and span.from_[:4] <= year <= (span.until or span.from_)[:4]


def met_by(one: Pairing, names: tuple[Name, ...], library: Library) -> list[Partner]:
    """Give the partners of a part that are named, or lie in a country that is named."""
    return [partner for partner in one.partners if any(is_meant(partner, name, library) for name in names)]


def is_meant(partner: Partner, name: Name, library: Library) -> bool:
    """Tell whether a partner, with or without a record, is what a name stands for."""
    if isinstance(partner, Text):
        place = city_names.place_of(partner.en)
        if place is None:
            return False
        return place.names[0] in name.values or any(is_in(place.country, code) for code in name.values)
    record = library.get(partner)
    if name.kind == "country":
        return record is not None and any(is_in(record.country, code) for code in name.values)
    return partner in name.values


def is_in(country: str | None, code: str) -> bool:
    """Tell whether a country is the one of a code; EU stands for the European side."""
    return country in EU_SIDE if code == "EU" else country == code


def bound(names: list[Name], text: str) -> bool:
    """Tell whether partners are asked for within a programme and not beside it."""
    programmes = [one for one in names if one.kind == "programme" and one.start >= 0 and not one.denied]
    return bool(programmes) and not any(form("took_part").search(text[: one.start]) for one in programmes)
