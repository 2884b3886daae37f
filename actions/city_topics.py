"""Which cities' records name a topic, and which are merely in a cluster that covers it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from actions import values
from actions.city_names import Name, plain, words
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record


@dataclass(frozen=True)
class Topic:
    """Some topics of which one is enough.

    Args:
        said: how the message names them.
        named: whether a city's own record names one of them.
        covered: whether the city is in a cluster that covers one of them.
    """

    said: Typed
    named: Callable[[Record], bool]
    covered: Callable[[Record], bool]


def of(group: list[Name], library: Library) -> Topic:
    """Read a group of topics.

    Args:
        group: the names; a topic that came with a button has no words, only the records behind it.
        library: all records.
    """
    refs = {ref for one in group for ref in one.values}
    clusters = sorted(ref for ref in refs if ref.startswith("clusters/"))
    members = {city.ref for ref in clusters for city in library.cities(cluster=ref)}
    said = [values.string(one.text) for one in group if one.text]
    if not said:
        named = [values.names(record) for ref in clusters if (record := library.get(ref))]
        return Topic(values.listed(named, "or"), lambda city: city.ref in members | refs, lambda city: False)
    forms = tuple(form(plain(one.text)) for one in group)
    return Topic(
        values.listed(said, "or"),
        lambda city: city.ref in refs or any(one.search(_told(city, library)) for one in forms),
        lambda city: city.ref in members,
    )


@lru_cache(maxsize=256)
def form(topic: str) -> re.Pattern[str]:
    """Give a topic as it may be written in a record: by its own words, or by those that mean the same."""
    rows = [row for row in words()["alike"] if any(_at_word(one).search(topic) for one in row)]
    alike = [topic, *(one for row in rows for one in row)] if len(rows) == 1 else [topic]
    return re.compile("|".join(_at_word(one).pattern for one in alike))


def _at_word(words_: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){re.escape(words_)}")


def _told(city: Record, library: Library) -> str:
    """Give what the records name as topics of a city, of the parts that it took and of its pilot projects."""
    parts = [part.topics for fact in city.facts.values() for part in fact.cooperation if part.topics]
    pilots = [pilot for pilot in library.of_kind("pilot") if (of := pilot.facts.get("cities")) and city.ref in of.refs]
    topics = [topic for pilot in pilots for topic in pilot.topics]
    return plain("; ".join([*city.topics, *topics, *(part.en for part in parts), *(part.zh for part in parts)]))


def clusters_of(city: Record, library: Library) -> list[str]:
    """Give the clusters that a city is in, said in either record."""
    return [one.ref for one in library.of_kind("cluster") if city in library.cities(cluster=one.ref)]
