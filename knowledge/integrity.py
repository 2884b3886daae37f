"""Faults that make records unusable together: names, references, sources, placeholders, dates, doubles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from knowledge.dates import first_day, last_day
from knowledge.files import KINDS, Document
from knowledge.problems import Problem
from knowledge.records import Fact, Record, Text, plain_name

if TYPE_CHECKING:
    from knowledge.library import Library

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
#: Contents that a placeholder can stand for.
NAMEABLE = ("value", "date", "period")
_DATE_KEYS = ("as_of", "date", "from", "until", "since", "opens", "closes", "last", "due", "read")


def check_dates(document: Document) -> list[Problem]:
    """Find days that no calendar has, and periods that end before they begin."""
    return list(_dates(document.data, document.path, ""))


def _dates(node: Any, path: str, field: str) -> Iterator[Problem]:
    if isinstance(node, list):
        for number, part in enumerate(node):
            yield from _dates(part, path, f"{field}.{number}")
    if not isinstance(node, dict):
        return
    days: dict[str, tuple[date, date]] = {}
    for key, value in node.items():
        place = f"{field}.{key}".lstrip(".")
        if key in _DATE_KEYS and isinstance(value, str):
            try:
                days[key] = (first_day(value), last_day(value))
            except ValueError:
                yield Problem(path, place, f"there is no day {value}", "correct the date")
        yield from _dates(value, path, place)
    for begin, end in (("from", "until"), ("opens", "closes"), ("last", "due")):
        if begin in days and end in days and days[begin][0] > days[end][1]:
            what = f"{begin} {node[begin]} is after {end} {node[end]}"
            yield Problem(path, field.lstrip("."), what, "correct one of the two")


def check(library: Library, broken: Iterable[str] = ()) -> list[Problem]:
    """Find what does not fit together in a library.

    Args:
        library: the records that could be read.
        broken: refs of records whose file is faulty; that is reported once, not by all that name them.
    """
    problems: list[Problem] = []
    there = set(library.records) | set(broken)
    for record in library.records.values():
        problems += _check_name(record)
        problems += _check_references(record, library, there)
        problems += _check_sources(record, library)
        problems += _check_placeholders(record)
    return problems + list(_check_doubles(library))


def path_of(record: Record) -> str:
    """Return the record's file, below knowledge/."""
    return f"{record.ref}.yml"


def _check_name(record: Record) -> list[Problem]:
    stem = record.ref.rpartition("/")[2]
    if record.id == stem:
        return []
    return [Problem(path_of(record), "id", f"is {record.id}, but the file is {stem}.yml", "make the two equal")]


def references(record: Record) -> Iterator[tuple[str, str, str | None]]:
    """List every reference of a record: field, ref, and the kind it must have (None: any)."""
    for ref in record.related:
        yield "related", ref, None
    for name, fact in record.facts.items():
        # A fact called like a folder (cities, clusters, …) lists records of that folder only.
        kind = KINDS.get(name)
        for ref in fact.refs:
            yield f"facts.{name}", ref, kind
        for number, part in enumerate(fact.cooperation):
            yield f"facts.{name}.{number}.programme", part.programme, "programme"
            for partner in part.partners:
                if not isinstance(partner, Text):
                    yield f"facts.{name}.{number}.partners", partner, "city"


def _check_references(record: Record, library: Library, there: set[str]) -> Iterator[Problem]:
    for field, ref, kind in references(record):
        folder = ref.rpartition("/")[0]
        target = library.records.get(ref)
        if ref == record.ref:
            yield Problem(path_of(record), field, "names the record itself", "remove it")
        elif ref not in there:
            yield Problem(path_of(record), field, f"there is no record {ref}", "correct it or write the record")
        elif kind is not None and KINDS.get(folder) != kind:
            yield Problem(path_of(record), field, f"{ref} is not a {kind}", f"name a {kind}")
        elif record.status == "published" and target is not None and target.status != "published":
            what = f"{ref} is {target.status}, so nobody can be shown it"
            yield Problem(path_of(record), field, what, "remove the reference or publish that record")


def fact_sources(fact: Fact) -> Iterator[tuple[str, str]]:
    """List every source key of a fact and its parts, each with the part's name."""
    parts = [("", fact.sources)]
    parts += [(f".cooperation.{number}", part.sources) for number, part in enumerate(fact.cooperation)]
    parts += [(f".calls.{number}", part.sources) for number, part in enumerate(fact.calls)]
    parts += [(f".claims.{number}", part.sources) for number, part in enumerate(fact.claims)]
    for place, keys in parts:
        for key in keys:
            yield place, key


def _check_sources(record: Record, library: Library) -> Iterator[Problem]:
    named = [("sources", key) for key in record.sources]
    named += [("state.sources", key) for key in (record.state.sources if record.state else ())]
    for name, fact in record.facts.items():
        named += [(f"facts.{name}{place}", key) for place, key in fact_sources(fact)]
    for field, key in named:
        if key not in library.sources:
            yield Problem(path_of(record), field, f"there is no source {key}", "add it to sources.yml or correct it")


def sentences(record: Record) -> Iterator[tuple[str, Text]]:
    """List what the record itself says: summary, answer, texts, items and notes, each with its field."""
    for field in ("summary", "question", "answer", "withdrawn"):
        words = getattr(record, field)
        if words is not None:
            yield field, words
    for name, fact in record.facts.items():
        yield from _fact_sentences(f"facts.{name}", fact)


def _fact_sentences(field: str, fact: Fact) -> Iterator[tuple[str, Text]]:
    if fact.text is not None:
        yield f"{field}.text", fact.text
    if fact.note is not None:
        yield f"{field}.note", fact.note
    for number, item in enumerate(fact.items):
        yield f"{field}.items.{number}", item
    for number, part in enumerate(fact.cooperation):
        if part.topics is not None:
            yield f"{field}.cooperation.{number}.topics", part.topics
        if part.note is not None:
            yield f"{field}.cooperation.{number}.note", part.note
    for number, call in enumerate(fact.calls):
        yield f"{field}.calls.{number}.name", call.name


def _check_placeholders(record: Record) -> Iterator[Problem]:
    for field, words in sentences(record):
        english, chinese = set(PLACEHOLDER.findall(words.en)), set(PLACEHOLDER.findall(words.zh))
        for name in sorted(english ^ chinese):
            language = "en" if name in english else "zh"
            what = f"{{{name}}} stands only in {language}"
            yield Problem(path_of(record), field, what, "use the same placeholders in both languages")
        for name in sorted(english | chinese):
            fact = record.facts.get(name)
            if fact is None or fact.kind not in NAMEABLE:
                have = ", ".join(key for key, one in record.facts.items() if one.kind in NAMEABLE) or "none"
                what = f"names {{{name}}}, but no fact with a value, date or period is called so"
                yield Problem(path_of(record), field, what, f"use one of: {have}")


def _check_doubles(library: Library) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[Record, str]] = {}
    for record in library.records.values():
        for name in (*record.names, *record.aliases):
            first, written = seen.setdefault((record.kind, plain_name(name)), (record, name))
            if first is not record and "withdrawn" not in (first.status, record.status):
                what = f"“{name}” is also a name of {path_of(first)} (“{written}”)"
                yield Problem(path_of(record), "names", what, "make one of the two names longer or remove it")
