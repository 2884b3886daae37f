"""Conditions on the cities of a list, each with its part of the heading; and those that leave cities out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from actions import city_topics, labels, values
from actions.city_names import Name
from actions.city_parts import Parts, is_in
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

Holds = Callable[[Record], bool]


@dataclass(frozen=True)
class Condition:
    """One condition on a city.

    Args:
        said: its part of the heading.
        holds: whether a city meets it.
        nearly: whether a city that does not meet it is in a cluster that covers the topic; None for no topic.
    """

    said: Typed
    holds: Holds
    nearly: Holds | None = None


def named(ref: str, library: Library) -> Typed:
    """Name a record by its ref."""
    record = library.get(ref)
    return values.names(record) if record else values.string(ref)


def listed(names: Iterable[Name], library: Library) -> Typed:
    """Name countries and records in both languages; a place in the words of the message."""
    said = []
    for one in names:
        if one.kind == "country":
            said += [labels.of_country(code) for code in one.values]
        elif one.kind == "year":
            said += [values.date(year) for year in one.values]
        else:
            known = (
                [] if one.kind in ("topic", "place") else [values.names(r) for v in one.values if (r := library.get(v))]
            )
            said += known or [values.string(one.text)]
    return values.listed(said, "or")


def without(denied: list[Name], library: Library) -> list[Condition]:
    """Read what the message denies; each part of it leaves cities out."""
    found = []
    for one in denied:
        key = "city.filter_without"
        if one.partner:
            key = "city.filter_never_with"
        elif one.kind == "programme":
            key = "city.filter_not_in"
        elif one.kind == "cluster":
            key = "city.filter_not_in_cluster"
        said = values.say(key, what=listed([one], library))
        found.append(Condition(said, partial(_is_not, one=one, library=library)))
    return found


def _is_not(city: Record, one: Name, library: Library) -> bool:
    return not _is(city, one, library)


def _is(city: Record, one: Name, library: Library) -> bool:
    """Tell whether a city is what a name stands for, or takes part in it."""
    if one.partner:
        return Parts(partners=((one,),)).holds(city, library)
    if one.kind == "country":
        return any(is_in(city.country, code) for code in one.values)
    if one.kind == "cluster":
        return any(city in library.cities(cluster=ref) for ref in one.values)
    if one.kind == "programme":
        return Parts(programmes=(one.values,)).holds(city, library)
    if one.kind == "year":
        return Parts(years=one.values).holds(city, library)
    if one.kind == "topic":
        return city_topics.of([one], library).named(city)
    return city.ref in one.values
