"""The names in a message that asks for a list of cities, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from opencc import OpenCC

from actions import forms
from actions.context import Entity, Question

NOWHERE = -1
"""The start of a name that came with a button or from an earlier message."""
SIDED = frozenset({"country", "city", "place"})
"""Kinds of names that can be a partner."""
NARROWING = frozenset({"country", "city", "cluster", "programme", "topic", "year"})


@dataclass(frozen=True)
class Name:
    """One name in a message.

    Args:
        kind: country, city, place (a partner without a record), cluster, programme, topic or year.
        values: codes or refs; a topic has one for each record that names it.
        text: as it was written.
        start: its place in the message.
        denied: the message says that it does not mean it.
        partner: the listed cities are asked to have worked with it.
    """

    kind: str
    values: tuple[str, ...]
    text: str = ""
    start: int = NOWHERE
    denied: bool = False
    partner: bool = False

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.start + len(self.text)

    def covers(self, start: int, end: int) -> bool:
        """Tell whether the name stands at a part of the message."""
        return self.start < end and start < self.end and self.start >= 0


def words() -> dict[str, Any]:
    """Give the words of city_words.yml."""
    loaded: dict[str, Any] = forms.words("city_words")
    return loaded


def form(name: str) -> re.Pattern[str]:
    """Give one form of city_words.yml."""
    return forms.form("city_words", name)


@dataclass(frozen=True)
class Place:
    """A partner that the records name without a record of its own."""

    names: tuple[str, ...]
    country: str


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Give the places of partner_places.yml."""
    rows = forms.words("partner_places")
    return tuple(Place(tuple(plain(name) for name in row["names"]), row["country"]) for row in rows)


def place_of(partner: str) -> Place | None:
    """Give the place of a partner by its name in the records, such as "Lazio Region"."""
    return next((place for place in places() if any(name in plain(partner) for name in place.names)), None)


def plain(text: str) -> str:
    """Give a message in lower case and simplified characters, each character in its place."""
    return "".join(_plain_character(one) for one in text)


@lru_cache(maxsize=8_192)
def _plain_character(character: str) -> str:
    simple = _converter().convert(character).lower()
    return simple if len(simple) == 1 else character


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def found(question: Question) -> list[Name]:
    """Give the names of a message in their order; a place without a record is always a partner."""
    text = plain(question.text)
    named = list(_named(question.entities, text, False))
    meant = {(one.kind, one.text, one.start) for one in named}
    denied = _named(question.denied, text, True)
    named += [one for one in denied if (one.kind, one.text, one.start) not in meant or not one.text]
    inside = sorted([*named, *_places(question.text, text)], key=lambda one: (one.start, -one.end))
    return _as_clusters(_without_doubles(inside), text)


def _named(entities: tuple[Entity, ...], text: str, denied: bool) -> Iterator[Name]:
    groups: dict[tuple[str, str, int], list[str]] = {}
    for one in entities:
        if one.kind not in NARROWING:
            continue
        start = one.start if one.start is not None else NOWHERE
        if not one.text or text[start : start + len(one.text)] != plain(one.text) or start < 0:
            start = NOWHERE
        key = (one.kind, one.text if one.kind == "topic" or start >= 0 else one.value, start)
        groups.setdefault(key, []).append(one.value)
    for (kind, words_, start), values in groups.items():
        yield Name(kind, tuple(values), words_ if start >= 0 or kind == "topic" else "", start, denied)


def _places(written: str, text: str) -> Iterator[Name]:
    for place in places():
        for name in place.names:
            for match in re.finditer(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text):
                start, end = match.span()
                yield Name("place", (place.names[0],), written[start:end], start, partner=True)


def _without_doubles(found: list[Name]) -> list[Name]:
    """Leave out a shorter place inside a longer one, and a cluster whose name is there as a topic too."""
    kept: list[Name] = []
    for one in found:
        around = [other for other in found if one.start >= 0 and other.start <= one.start and one.end <= other.end]
        longer = any(other.kind == "place" and len(other.text) > len(one.text) for other in around)
        doubled = one.kind == "cluster" and not form("cluster").search(one.text)
        if (one.kind == "place" and longer) or (doubled and any(other.kind == "topic" for other in around)):
            continue
        kept.append(one)
    return kept


def _as_clusters(found: list[Name], text: str) -> list[Name]:
    """Take a topic for its cluster where the message says so: "smart city cluster", "culture and health clusters"."""
    result: list[Name] = []
    for one in reversed(found):
        refs = tuple(ref for ref in one.values if ref.startswith("clusters/"))
        follows = bool(result) and result[0].kind == "cluster" and joined(one, result[0], text)
        if one.kind == "topic" and one.start >= 0 and refs and (form("cluster").match(text, one.end) or follows):
            one = replace(one, kind="cluster", values=refs[:1])
        result.insert(0, one)
    return result


def joined(first: Name, last: Name, text: str) -> bool:
    """Tell whether only "and", "or" or a comma stands between two names."""
    if not 0 <= first.end <= last.start:
        return False
    between = form("cluster").sub("", text[first.end : last.start])
    return form("joint").fullmatch(between) is not None
