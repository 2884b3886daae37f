"""The names in a message that asks for a list of cities: which narrow it, which are denied, which are the partner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

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


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Give the words of city_words.yml."""
    loaded: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("city_words.yml").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=64)
def form(name: str) -> re.Pattern[str]:
    """Give one form of city_words.yml."""
    return re.compile(words()[name])


@dataclass(frozen=True)
class Place:
    """A partner that the records name without a record of its own."""

    names: tuple[str, ...]
    country: str


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Give the places of places.yml."""
    rows = YAML(typ="safe").load(Path(__file__).with_name("places.yml").read_text("utf-8"))
    return tuple(Place(tuple(plain(name) for name in row["names"]), row["country"]) for row in rows)


def place_of(partner: str) -> Place | None:
    """Give the place of a partner by its name in the records, such as "Lazio Region"."""
    return next((place for place in places() if any(name in plain(partner) for name in place.names)), None)


def plain(text: str) -> str:
    """Give a message in lower case and simplified characters, each character in its place."""
    simple = words()["traditional"]
    return "".join(simple.get(one, one.lower() if len(one.lower()) == 1 else one) for one in text)


def of(question: Question) -> list[Name]:
    """Give the names of a message in their order, with their side and whether they are denied."""
    text = plain(question.text)
    named = [*_named(question.entities, text, False), *_named(question.denied, text, True)]
    found = sorted([*named, *_places(text)], key=lambda one: (one.start, -one.end))
    found = _as_clusters(_without_doubles(found), text)
    return _denied(_sided(found, text), text)


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


def _places(text: str) -> Iterator[Name]:
    for place in places():
        for name in place.names:
            for match in re.finditer(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text):
                yield Name("place", (place.names[0],), match.group(), match.start(), partner=True)


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


def _chain(found: list[Name], text: str, position: int, longest: int = 30) -> list[Name]:
    """Give the names that follow a place in the text, joined by "and" or "or"."""
    ahead = [one for one in found if one.start >= position]
    if not ahead or ahead[0].kind not in SIDED or ahead[0].start - position > longest:
        return []
    if re.search(r"[,;.?!，。；？]", text[position : ahead[0].start]):
        return []
    chain = ahead[:1]
    for one in ahead[1:]:
        if one.kind not in SIDED or not joined(chain[-1], one, text):
            break
        chain.append(one)
    return chain


def _sided(found: list[Name], text: str) -> list[Name]:
    """Mark the names that are the partner's side; denied with the verb that ties them."""
    sides = dict([*_sided_en(found, text), *_sided_zh(found, text)])
    return [replace(one, partner=True, denied=one.denied or sides[one]) if one in sides else one for one in found]


def _sided_en(found: list[Name], text: str) -> Iterator[tuple[Name, bool]]:
    for match in form("with").finditer(text):
        denied = form("not_worked").search(text[: match.start()]) is not None
        yield from ((one, denied) for one in _chain(found, text, match.end()))
    for name in ("of_partners", "has_partners"):
        for match in form(name).finditer(text):
            denied = name == "has_partners" and form("not_partner").search(match.group()) is not None
            yield from ((one, denied) for one in _chain(found, text, match.end()))
    for one in found:
        before = form("before_partner").search(text[: max(one.start, 0)])
        if one.kind == "country" and before and form("after_partner").match(text, one.end):
            yield one, form("not_partner").search(before.group()) is not None
        if one.kind in SIDED and form("did").search(text[: max(one.start, 0)]):
            if form("did_with").match(marked(found, text), one.end):
                yield one, False


def marked(found: list[Name], text: str) -> str:
    """Give the text with every name as a row of §."""
    for one in found:
        if one.start >= 0:
            text = text[: one.start] + "§" * len(one.text) + text[one.end :]
    return text


def _sided_zh(found: list[Name], text: str) -> Iterator[tuple[Name, bool]]:
    sided = [one for one in found if one.kind in SIDED and one.start >= 0]
    for match in form("with_zh").finditer(text):
        who = match["who"]
        asked = form("asked_zh").search(who)
        start, end = match.start("who"), match.end("who")
        if asked:
            clause = max(text.rfind(mark, 0, match.start()) for mark in "，。；,;")
            start, end = clause + 1, start + asked.start()
        before = form("not_zh").search(text[: match.start()])
        denied = before is not None or form("not_inside_zh").search(who) is not None
        yield from ((one, denied) for one in sided if start <= one.start < end)
    for match in form("has_zh").finditer(text):
        denied = form("not_zh").search(text[: match.start()] + match.group()[:1]) is not None
        yield from ((one, denied) for one in sided if match.start("who") <= one.start < match.end("who"))
    for match in form("of_zh").finditer(text):
        yield from ((one, False) for one in sided if one.end == match.start() and one.kind != "country")
    for first, last in zip(sided, sided[1:]):
        tied = form("of_side_zh").fullmatch(text, first.end, last.start)
        if tied and form("bare_partner_zh").match(text, last.end):
            yield first, False


def _denied(found: list[Name], text: str) -> list[Name]:
    """Mark the names that a longer negation denies: "not in the health cluster", "没有参加IURC"."""
    result: list[Name] = []
    for one in found:
        before = text[: max(one.start, 0)]
        near = form("not_in").search(before) or form("not_in_zh").search(before)
        after = one.start >= 0 and form("not_after_zh").match(text, one.end)
        last = result[-1] if result else one
        between = text[last.end : one.start] if last.start >= 0 else ""
        carried = last.denied and last.kind == one.kind and form("carried").fullmatch(between) is not None
        tied = one.partner or one.kind == "city"
        if one.start >= 0 and not tied and (near or after or carried):
            one = replace(one, denied=True)
        result.append(one)
    return result


def asks_for_list(names: list[Name], text: str) -> bool:
    """Tell whether a question for partners asks for a list: by the partner's country, by whom one never worked with."""
    met = [one for one in names if one.partner]
    if any(one.kind == "city" and not one.denied for one in names):
        return False
    if any(one.denied or one.kind == "place" for one in met):
        return True
    own = [one for one in names if one.kind == "country" and not one.partner]
    listed = any(form("cities").match(text, one.end) or form("cities").match(one.text) for one in own)
    return listed or (bool(met) and (bool(own) or not form("pronoun").search(text)))
