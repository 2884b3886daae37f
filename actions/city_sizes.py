"""How many people live in the cities of a list: limits and orders that a message asks for, figures with their notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from actions import figures, values
from actions.city_names import Name, form, plain, words
from actions.figures import Figure
from actions.sums import Number, numbers
from actions.values import Typed
from knowledge.records import Record

NEARLY = 0.3
"""How far from "about 500,000" a figure may be, as a share of it."""


@dataclass(frozen=True)
class Size:
    """What a message says about the number of inhabitants.

    Args:
        least: lower limit; None where there is none.
        most: upper limit; None where there is none.
        largest_first: the order that is asked for; None where none is.
        extreme: only the first of that order is asked for ("the biggest").
        spans: where in the message it says so.
    """

    least: float | None = None
    most: float | None = None
    largest_first: bool | None = None
    extreme: bool = False
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def limited(self) -> bool:
        """Tell whether there is a limit."""
        return self.least is not None or self.most is not None

    @property
    def asked(self) -> bool:
        """Tell whether the message asks for sizes at all."""
        return self.limited or self.largest_first is not None

    def fits(self, value: float) -> bool:
        """Tell whether a figure lies within the limits."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def said(self) -> list[Typed]:
        """Name the limits for the heading."""
        low, high = (None if one is None else values.number(round(one)) for one in (self.least, self.most))
        if low and high:
            return [values.say("city.filter_between", least=low, most=high)]
        if low:
            return [values.say("city.filter_over", least=low)]
        return [values.say("city.filter_under", most=high)] if high else []


def read(text: str, names: list[Name], side: str = "EU") -> Size:
    """Read limits and order out of a message.

    Args:
        text: the message.
        names: what it names; a number inside a name is none of inhabitants.
        side: CN or EU, where the cities lie: what is a big city there is not one here.
    """
    text = plain(text)
    for start, end in own_spans(text):  # how big the city of those who ask is, is no condition for the others
        text = text[:start] + " " * (end - start) + text[end:]
    unwanted = form("not_big").search(text)
    if unwanted:
        return Size(most=float(words()["sizes"]["big"][side]), spans=(unwanted.span(),))
    found = _limits(text, [one for one in numbers(text) if not any(name.covers(one.start, one.end) for name in names)])
    size = found or Size()
    for name, largest, extreme in (
        ("largest", True, True),
        ("smallest", False, True),
        ("large", True, False),
        ("small", False, False),
    ):
        match = form(name).search(text)
        if match:
            spans = (*size.spans, match.span())
            return Size(size.least, size.most, largest, extreme and not size.limited, spans)
    return size


def own_spans(text: str) -> list[tuple[int, int]]:
    """Give where a message says how big the city of those who ask is, with its name, and from where they write.

    Args:
        text: in lower case and simplified characters.
    """
    found = [form(name).search(text) for name in ("own_size", "own_place")]
    return [one.span(name) for one in found if one for name, said in one.groupdict().items() if said]


def not_big(text: str) -> bool:
    """Tell whether a message wants no big city, without a number.

    Args:
        text: in lower case and simplified characters.
    """
    return form("not_big").search(text) is not None


@lru_cache(maxsize=1)
def _forms() -> dict[str, Any]:
    raw = words()["sizes"]
    return {name: [re.compile(one) for one in raw[name]] for name in ("below", "above", "about")}


def _limits(text: str, found: list[Number]) -> Size | None:
    raw = words()["sizes"]
    found = [one for one in found if not re.match(raw["other"], text[one.end :])]
    for first, last in zip(found, found[1:]):
        if re.fullmatch(raw["range"], text[first.end : last.start]) and last.value >= raw["least"]:
            low = first.value * last.scale if first.scale == 1 and first.value < raw["least"] else first.value
            return Size(low, last.value, spans=((first.start, last.end),))
    limits = [one for one in (_limit(text, number) for number in found if number.value >= raw["least"]) if one]
    if not limits:
        return None
    least, most = (
        next((getattr(one, side) for one in limits if getattr(one, side)), None) for side in ("least", "most")
    )
    return Size(least, most, spans=tuple(span for one in limits for span in one.spans))


def _limit(text: str, number: Number) -> Size | None:
    """Read one number as a limit: "under 200,000", "200万以上", "about 500,000"."""
    here = ((number.start, number.end),)
    for kind, (before, after) in _forms().items():
        if not (before.search(text[: number.start]) or after.match(text, number.end)):
            continue
        if kind == "below":
            return Size(most=number.value, spans=here)
        if kind == "above":
            return Size(least=number.value, spans=here)
        return Size(number.value * (1 - NEARLY), number.value * (1 + NEARLY), spans=here)
    return None


def narrowest_first(city: Record) -> list[Figure]:
    """Give the figures of a city that are known, the narrowest area first."""
    return figures.of_city(city)[::-1]


def fitting(city: Record, size: Size) -> Figure | None:
    """Give the figure of a city that lies within the limits; None if none does or none is known."""
    return next((one for one in narrowest_first(city) if any(size.fits(value) for value in one.numbers)), None)


def ordered(found: list[Record], size: Size) -> list[Record]:
    """Put cities into the order asked for; those of unknown size come last."""
    if not size.asked:
        return found
    first = size.largest_first is not False and (size.largest_first or size.least is not None)
    known = [(city, figure) for city in found if (figure := fitting(city, size))]
    known.sort(key=lambda row: max(row[1].numbers), reverse=bool(first))
    return [city for city, _ in known] + [city for city in found if all(city is not one for one, _ in known)]


def counted(shown: list[Record], size: Size) -> Typed | None:
    """Give what most of the shown figures count, to be said once below the list."""
    notes = [figure.fact.note for city in shown if (figure := fitting(city, size)) and figure.fact.note is not None]
    common = max(notes, key=notes.count, default=None)
    return values.text(common) if common is not None and notes.count(common) > 1 else None
