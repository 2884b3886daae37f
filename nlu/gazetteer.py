"""Recognise everything that a record names, in both scripts, pinyin and with small typing errors."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick
from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz, process

from knowledge import mentions
from knowledge.library import Library, Record
from nlu import patterns, pilot_names, unknown
from nlu.normalise import is_han, plain
from nlu.patterns import Mention
from nlu.words import Word

FUZZY_MIN_LENGTH = 5
"""Shorter Latin words are not corrected: too many real words lie one letter away."""
FUZZY_CUTOFF = 84.0
PINYIN_KINDS = frozenset({"city"})
PLACE = "unknown_name"
"""A place without a record of its own, whether other records name it or not."""
TOPIC = "topic"
NEVER_CORRECTED = frozenset({TOPIC, PLACE})


@dataclass(frozen=True)
class Entry:
    """What a surface form stands for."""

    entity: str
    value: str


def surfaces(record: Record) -> Iterable[str]:
    """Give the normalised forms by which a record is recognised, pinyin included."""
    for name in (*record.names.en, *record.names.zh, *record.aliases):
        form = plain(name)
        if form:
            yield form
            if "-" in form:
                yield form.replace("-", " ")
    if record.kind in PINYIN_KINDS:
        for name in record.names.zh:
            yield from _pinyin(name)


def place_surfaces(place: mentions.Place) -> Iterable[str]:
    """Give the normalised forms by which a place without a record is recognised."""
    for name in place.forms:
        yield plain(name)
    if place.country == "CN":
        yield from _pinyin(place.name.zh)


def _pinyin(name: str) -> Iterable[str]:
    if all(is_han(character) for character in name):
        syllables = lazy_pinyin(name, style=Style.NORMAL)
        yield "".join(syllables)
        yield " ".join(syllables)


def _longer(known: Collection[str]) -> list[str]:
    """Give the well-known places whose name holds one of ours: 威尼斯 is not 尼斯."""
    ours = ahocorasick.Automaton()
    for form in known:
        if len(form) > 1:
            ours.add_word(form, form)
    ours.make_automaton()
    return [name for name in unknown.well_known() if name not in known and next(ours.iter(name), None) is not None]


class Gazetteer:
    """Longest-match recogniser over all names of one library.

    Args:
        library: the records; only published ones are recognised.
    """

    def __init__(self, library: Library) -> None:
        self.entries: dict[str, list[Entry]] = {}
        for record in library.published():
            if record.kind == "faq":
                continue
            for form in surfaces(record):
                self._add(form, Entry(record.kind, record.ref))
        for pilot in library.of_kind("pilot"):
            for form in pilot_names.by_cities(pilot, library):
                self._add(form, Entry(pilot.kind, pilot.ref))
        for record in library.published():
            for topic in (*record.topics.en, *record.topics.zh):
                self._add(plain(topic), Entry("topic", record.ref))
        for row in patterns.data("names")["countries"]:
            for name in row["names"]:
                self._add(plain(name), Entry("country", str(row["code"])))
        for place in mentions.places(library):
            if place.part_of is None:
                for form in place_surfaces(place):
                    self._add(form, Entry(PLACE, place.name.en))
        for form in _longer(self.entries):
            self._add(form, Entry(unknown.ENTITY, form))
        self._automaton = ahocorasick.Automaton()
        for form in self.entries:
            self._automaton.add_word(form, form)
        self._automaton.make_automaton()
        self._latin = [
            form
            for form, entries in self.entries.items()
            if len(form) >= FUZZY_MIN_LENGTH
            and form.isascii()
            and any(e.entity not in NEVER_CORRECTED for e in entries)
        ]
        self.han_forms = frozenset(form for form in self.entries if all(is_han(c) for c in form))

    def _add(self, form: str, entry: Entry) -> None:
        if len(form) < 2:
            return
        known = self.entries.setdefault(form, [])
        if entry not in known:
            known.append(entry)

    def exact(self, text: str) -> list[Mention]:
        """Find names in a normalised text, longest first, none overlapping."""
        found: list[tuple[int, int, str]] = []
        for last, form in self._automaton.iter(text):
            start, end = last - len(form) + 1, last + 1
            if _on_border(text, start, end):
                found.append((start, end, form))
        found.sort(key=lambda span: (span[0] - span[1], span[0]))
        taken: list[tuple[int, int]] = []
        result: list[Mention] = []
        for start, end, form in found:
            if any(start < right and left < end for left, right in taken):
                continue
            taken.append((start, end))
            result += [Mention(e.entity, e.value, start, end, form) for e in self.entries[form]]
        return sorted(result, key=lambda mention: mention.start)

    def fuzzy(self, words: Iterable[Word], vocabulary: frozenset[str], taken: list[Mention]) -> list[Mention]:
        """Correct misspelt Latin names.

        Args:
            words: the words of the message.
            vocabulary: Latin words known from the phrases; those are never corrected.
            taken: mentions already found; their places are left alone.
        """
        result: list[Mention] = []
        for word in words:
            if len(word.text) < FUZZY_MIN_LENGTH or not word.text.isascii() or word.text in vocabulary:
                continue
            if any(word.start < m.end and m.start < word.end for m in taken):
                continue
            best = process.extractOne(word.text, self._latin, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
            if best is None:
                continue
            result += [
                Mention(e.entity, e.value, word.start, word.end, word.text, best[1] / 100)
                for e in self.entries[best[0]]
                if e.entity not in NEVER_CORRECTED
            ]
        return result


def _on_border(text: str, start: int, end: int) -> bool:
    """Tell whether a Latin match begins and ends on a word border; Han needs none."""

    def glued(inside: str, outside: str) -> bool:
        return inside.isascii() and inside.isalnum() and outside.isascii() and outside.isalnum()

    before = start > 0 and glued(text[start], text[start - 1])
    after = end < len(text) and glued(text[end - 1], text[end])
    if after and text[end] == "s" and (end + 1 == len(text) or not text[end + 1].isalnum()):
        after = False  # plural and genitive: "LAPs", "clusters"
    return not (before or after)


@lru_cache(maxsize=1)
def _negations() -> dict[str, re.Pattern[str]]:
    data = patterns.data("negations")["negations"]
    ends = {name: re.compile(f"(?:{'|'.join(data[name])})$") for name in ("before", "before_country", "asked")}
    return {**ends, **{name: re.compile("|".join(data[name])) for name in ("after", "joints")}}


def denied(text: str, mention: Mention) -> bool:
    """Tell whether a negation stands right beside a mention ("not Chongqing", "除了重庆", "重庆以外")."""
    forms, before = _negations(), text[: mention.start]
    if forms["asked"].search(before):
        return False
    if forms["before"].search(before.rstrip(" ,、")) or forms["after"].match(text, mention.end):
        return True
    return mention.entity == "country" and forms["before_country"].search(before.rstrip()) is not None


def all_denied(text: str, mentions: list[Mention]) -> frozenset[str]:
    """Give the values that a text denies; "and" and "or" carry a negation on to the next name of a kind.

    Args:
        text: normalised.
        mentions: what is named in it, in order.
    """
    found = {(one.entity, one.start) for one in mentions if denied(text, one)}
    after = _negations()["after"]
    pairs = _joined(text, mentions)
    for first, last in pairs:
        if (first.entity, first.start) in found and not after.match(text, first.end):
            found.add((last.entity, last.start))
    for first, last in reversed(pairs):
        if (last.entity, last.start) in found and after.match(text, last.end):
            found.add((first.entity, first.start))
    by_name = {one.value for one in mentions if one.entity != TOPIC and (one.entity, one.start) not in found}
    return frozenset(
        one.value
        for one in mentions
        if (one.entity, one.start) in found and (one.entity != TOPIC or one.value not in by_name)
    )


def _joined(text: str, mentions: list[Mention]) -> list[tuple[Mention, Mention]]:
    """Give the neighbours of one kind that only "and" or "or" stands between."""
    joints = _negations()["joints"]
    found: list[tuple[Mention, Mention]] = []
    latest: dict[str, Mention] = {}
    for one in mentions:
        before = latest.get(one.entity)
        if before is not None and before.end <= one.start and joints.fullmatch(text, before.end, one.start):
            found.append((before, one))
        if before is None or before.start != one.start:
            latest[one.entity] = one
    return found
