"""The programmes of a city, each named once with all its years."""

from __future__ import annotations

from actions import values
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Cooperation, Period

YEAR = len("2017")


def once(parts: list[Cooperation], library: Library) -> list[Typed]:
    """Name each programme of some parts once, with its years: those that touch are told as one time."""
    found: dict[str, list[Period]] = {}
    for part in parts:
        found.setdefault(part.programme, [])
        if part.period is not None:
            found[part.programme].append(part.period)
    return [_row(programme, joined(periods), library) for programme, periods in found.items()]


def _row(programme: str, periods: list[Period], library: Library) -> Typed:
    record = library.get(programme)
    named = values.names(record) if record else values.string(programme)
    if not periods:
        return named
    return values.say("city.round", programme=named, period=values.listed([values.period(one) for one in periods]))


def joined(periods: list[Period]) -> list[Period]:
    """Put together times in whole years that overlap or follow each other; others stay as they are."""
    whole = [one for one in periods if len(one.from_) == YEAR and one.until and len(one.until) == YEAR]
    found: list[Period] = []
    for one in sorted(whole, key=lambda period: period.from_):
        last = found[-1] if found else None
        if last and last.until and one.until and int(one.from_) <= int(last.until) + 1:
            found[-1] = Period(last.from_, max(last.until, one.until))
        else:
            found.append(one)
    others = [one for place, one in enumerate(periods) if one not in whole and one not in periods[:place]]
    return sorted([*found, *others], key=lambda period: period.from_)
