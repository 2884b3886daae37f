"""Places that have no record of their own: which ones stand in the records, and in which sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from knowledge.library import Library
from knowledge.records import Cooperation, Fact, Record, Text, plain_name

_WHERE_EN = re.compile(r"\b(?:in|at|to|from)\s+$")
_WHERE_ZH = re.compile(r"(?:在|于|赴)$")
ORDER = ("programme", "city", "pilot", "event", "cluster", "policy", "method", "funding", "contact", "theme", "role")
"""Kinds of records by how much their sentences tell of a place; practical questions come last."""


@dataclass(frozen=True)
class Place:
    """A place by its names.

    Args:
        name: the name that is shown.
        also: further forms by which it is recognised.
        country: ISO code, where it is known.
        part_of: ref of the city that it is a part of.
    """

    name: Text
    also: tuple[str, ...] = ()
    country: str | None = None
    part_of: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms of its name."""
        return (self.name.en, self.name.zh, *self.also)


@dataclass(frozen=True)
class Naming:
    """A sentence of a record that names a place.

    Args:
        record: the record.
        fact: the fact; None where the summary or the answer of the record names the place.
        items: of a list, the lines that name it.
        part: the part of a city in a programme whose partner it was.
    """

    record: Record
    fact: Fact | None
    items: tuple[Text, ...] = ()
    part: Cooperation | None = None


@lru_cache(maxsize=1)
def _listed() -> tuple[Place, ...]:
    rows = YAML(typ="safe").load(Path(__file__).with_name("named_places.yml").read_text(encoding="utf-8"))
    return tuple(
        Place(Text(row["en"], row["zh"]), tuple(row.get("also", ())), row.get("country"), row.get("part_of"))
        for row in rows
    )


def places(library: Library) -> list[Place]:
    """Give the places that stand in the records: the listed ones, and partners that are written as plain text."""
    listed = list(_listed())
    known = {plain_name(form) for place in listed for form in place.forms}
    partners = (one for city in library.of_kind("city") for fact in city.facts.values() for one in _partners(fact))
    others = {one.en: one for one in partners if plain_name(one.en) not in known}
    return listed + [Place(one) for one in others.values()]


def latin_forms(library: Library) -> list[str]:
    """Give the names of these places in Latin letters, which say nothing about the language of a message."""
    return [form for place in places(library) for form in place.forms if form.isascii()]


def _partners(fact: Fact) -> list[Text]:
    return [one for part in fact.cooperation for one in part.partners if isinstance(one, Text)]


def place_of(name: str, library: Library) -> Place | None:
    """Give the place that a name stands for; None for one that no record names."""
    wanted = plain_name(name)
    return next((one for one in places(library) if wanted in {plain_name(form) for form in one.forms}), None)


def as_place(name: str, library: Library) -> Place:
    """Give the place of a name, whether it stands in the records or not."""
    return place_of(name, library) or Place(Text(name, name))


def find(place: Place, library: Library, first: Iterable[str] = ()) -> list[Naming]:
    """Find what the records say where they name a place: partners first, then by kind; no fact twice.

    Args:
        place: the place.
        library: the records.
        first: refs of records that the message names; what they say comes first.
    """
    pattern = _pattern(place)
    found = [one for record in library.published() for one in _in_record(record, pattern)]
    wanted = set(first)
    found.sort(key=lambda one: (one.part is None, one.record.ref not in wanted, _rank(one)))
    kept: list[Naming] = []
    for one in found:
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return kept


def holds(sentence: str, names: Iterable[str]) -> bool:
    """Tell whether a sentence holds one of some names, however they are capitalised; Latin ones as whole words."""
    return any(re.search(rf"(?<![a-z]){re.escape(one.lower())}(?![a-z])", sentence.lower()) for one in names)


def han_pairs(text: str) -> list[str]:
    """Give the pairs of Chinese characters that stand side by side in a text, for want of words."""
    return [a + b for a, b in zip(text, text[1:]) if _is_han(a) and _is_han(b)]


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def lists_it(place: Place, fact: Fact) -> bool:
    """Tell whether a fact that lists participants has a place among them, and not as where something was held."""
    pattern = _pattern(place)
    english = any(_stands(words.en, pattern, _WHERE_EN) for words in _said(fact))
    chinese = any(_stands(words.zh, pattern, _WHERE_ZH) for words in _said(fact))
    return english and chinese if place.name.en != place.name.zh else english or chinese


def _stands(text: str, pattern: re.Pattern[str], where: re.Pattern[str]) -> bool:
    return any(not where.search(text[: match.start()]) for match in pattern.finditer(text))


def in_fact(place: Place, fact: Fact) -> list[Text]:
    """Give the sentences or lines of a fact that name a place."""
    return _in_fact(fact, _pattern(place))


def _pattern(place: Place) -> re.Pattern[str]:
    """Match any form of a name: Latin ones as whole words; short Chinese ones only if they are listed as a place."""
    latin = [form for form in place.forms if form.isascii() or not any(map(_is_han, form))]
    han = [form for form in place.forms if form not in latin and (len(form) > 2 or place.country)]
    kinds = [rf"(?<!\w)(?:{'|'.join(map(re.escape, latin))})(?!\w)" if latin else "", "|".join(map(re.escape, han))]
    written_small = place.name.en.islower()  # as someone typed it; else "Nice" would be found in "a nice idea"
    return re.compile("|".join(kind for kind in kinds if kind) or r"(?!)", re.IGNORECASE if written_small else 0)


def _in_record(record: Record, pattern: re.Pattern[str]) -> Iterator[Naming]:
    whole = [words for words in (record.answer, record.summary) if words is not None]
    found = []
    for fact in record.facts.values():
        parts = [p for p in fact.cooperation for one in p.partners if isinstance(one, Text) and _hits(one, pattern)]
        found += [Naming(record, fact, part=part) for part in parts]
        items = _in_fact(fact, pattern)
        if items and not parts:
            found.append(Naming(record, fact, tuple(items) if fact.items else ()))
    yield from found or ([Naming(record, None)] if any(_hits(words, pattern) for words in whole) else [])


def _in_fact(fact: Fact, pattern: re.Pattern[str]) -> list[Text]:
    return [words for words in _said(fact) if _hits(words, pattern)]


def _said(fact: Fact) -> list[Text]:
    return [*fact.items, *([fact.text] if fact.text is not None else [])]


def _hits(words: Text, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(words.en) or pattern.search(words.zh))


def _rank(one: Naming) -> tuple[int, bool]:
    kind = one.record.kind
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), bool(one.fact and one.fact.unknown))


def _same(one: Naming, other: Naming) -> bool:
    """Tell whether two records say the same: of the same year and from a source that both have."""
    if one.record is other.record or one.part:
        return False
    ours, theirs = _evidence(one), _evidence(other)
    return ours[0][:4] == theirs[0][:4] and bool(ours[1] & theirs[1])


def _evidence(one: Naming) -> tuple[str, frozenset[str]]:
    if one.fact is None:
        return one.record.as_of or "", frozenset(one.record.sources)
    return one.fact.as_of, frozenset(one.part.sources if one.part else one.fact.sources)
