"""What a short question asks of the texts of a record: who signed, who came, for how many days, who chose them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.library import Library
from knowledge.records import Fact, Record
from nlu import patterns
from nlu.aspects import KEPT
from nlu.normalise import plain
from nlu.own_questions import language_of, without_names
from nlu.question_index import Hit
from nlu.reading import Reading
from nlu.understanding import ASK_FACT, ASK_FAQ, FAQ_PREFIX, SURE, Understanding

PREFIX = "detail:"
"""How `Understanding.asks` begins where a message asks for one of these."""
NEIGHBOURS = frozenset({"pilot", "event"})
"""Kinds of records whose texts tell of a city or of the other kind too."""
TOLD_BY_FACT = frozenset({"text", "date", "period", "items"})


@dataclass(frozen=True)
class Detail:
    """A detail that a message asks for.

    Args:
        name: row of details.yml.
        record: of which it is asked.
        first: it goes before the general aspects of a programme or a pilot.
        past: it asks what happened, so that a fact goes before a practical answer.
        hit: the fact that tells it; None where no text does.
        row: the row itself.
    """

    name: str
    record: Record
    first: bool
    past: bool
    hit: Hit | None = None
    row: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("details.yml"))
    return rows


@cache
def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def asked(reading: Reading, about: Record | None, library: Library) -> Detail | None:
    """Give the detail that a message asks of one record, and the fact that tells it.

    Args:
        reading: the message; the one thing that it names goes before what was spoken of.
        about: the record that the last answer was about.
        library: all records.
    """
    named = list(dict.fromkeys(one.value for one in reading.mentions if one.entity not in (*KEPT, "year")))
    found = [record for ref in named if (record := library.get(ref)) is not None]
    if len(found) < len(named) or reading.negated:
        return None
    if (fixed := _fixed(reading, library)) is not None:
        return fixed
    cities = [*found, *([about] if about is not None and about not in found else [])]
    pair = _of_pair(reading, found if len(found) > 1 else cities, library) if found and len(cities) > 1 else None
    if pair is not None or len(found) > 1:
        return pair
    methods = [one for ref in reading.values("method") if (one := library.get(ref)) is not None]
    record = found[0] if found else methods[0] if len(methods) == 1 and about is None else about
    if record is None or record.status != "published":
        return None
    text = _about_it(reading, record)
    longest = _rows()["longest_named" if found else "longest"][language_of(text)]
    size = len(text) if language_of(text) == "zh" else len(text.split())
    if size > longest or not text or (not found and _not_about_it().search(text)):
        return None
    detail = _of_record(text, record, library)
    return detail if detail is None or detail.first or record in (*found, about) else None


def _of_record(text: str, record: Record, library: Library) -> Detail | None:
    """Give the detail that a question with "it" in the place of the name asks of a record."""
    for name, row in _rows()["rows"].items():
        match = _form(row["asks"]).search(text)
        unwanted = "not" in row and _form(row["not"]).search(text)
        if match is not None and not unwanted and record.kind in row.get("kinds", [record.kind]):
            told = row if name != "number" else _counting(row, match)
            if told is not None:
                detail = Detail(name, record, bool(row.get("first")), bool(row.get("past")), row=row)
                return replace(detail, hit=_telling(told, text, record, library))
    return None


def _fixed(reading: Reading, library: Library) -> Detail | None:
    """Give the fact that answers a question in so many words."""
    text = reading.normalised.text
    for row in _rows()["fixed"]:
        record = library.get(row["ref"])
        asks = _form(row["asks"]).search(text) and not _form(row["not"]).search(text)
        if asks and record is not None and row["fact"] in record.facts:
            return Detail("fixed", record, True, False, Hit(record.ref, row["fact"], 1.0, text), row)
    return None


def _of_pair(reading: Reading, named: list[Record], library: Library) -> Detail | None:
    """Give the fact that tells what is asked of several cities together."""
    text = reading.normalised.text
    if any(one.kind != "city" for one in named):
        return None
    row = next((one for one in _rows()["pair"].values() if _form(one["asks"]).search(text)), None)
    if row is None:
        return None
    common = [one for one in library.of_kind("pilot") if all(city.ref in one.related for city in named)]
    methods = [*library.of_kind("method"), *library.of_kind("event")]
    for record in (*common, *methods):
        for fact in record.facts.values():
            if _tells(row, fact) and (record in common or all(_names(fact, city) for city in named)):
                return Detail("pair", record, True, False, Hit(record.ref, fact.name, 1.0, text), row)
    return None


def _not_about_it() -> re.Pattern[str]:
    return _form(patterns.data("follow_ups")["asking_on"]["not_about_it"])


def _about_it(reading: Reading, record: Record) -> str:
    return without_names(reading.normalised.text, record).strip()


def _counting(row: dict[str, Any], match: re.Match[str]) -> dict[str, Any] | None:
    """Give the form of texts that tell how many there are of what a question counts; None where it names nothing."""
    english, han = match["en"], match["zh"]
    if english:
        noun = re.escape(english[:-1] if english.endswith("s") else english)
        return {**row, "told": rf"{row['counted']}{noun}"}
    return {**row, "told_zh": f"{row['counted_zh']}{re.escape(han)}"} if han else None


def _telling(row: dict[str, Any], text: str, record: Record, library: Library) -> Hit | None:
    """Give the fact of a record, else of what stands beside it, that tells what a row asks for."""
    vice = row.get("vice")
    if vice and _form(vice["asks"]).search(text):
        row = {**row, "told": vice["told"]}
    for fact in row.get("facts", ()):
        if fact in record.facts and record.facts[fact].kind in TOLD_BY_FACT:
            return Hit(record.ref, fact, 1.0, text)
    if "told" not in row and "told_zh" not in row:
        return None
    if (pointing := _pointing(record, library, row)) is not None:
        return Hit(pointing.ref, None, 1.0, text)
    for one in _practical(record, library) if row.get("in_answer") else ():
        if one.answer is not None and _says(row, one.answer.en, one.answer.zh):
            return Hit(one.ref, None, 1.0, text)
    for other in (record, *_beside(record, library)):
        for fact in other.facts.values():
            if _tells(row, fact) and (other is record or record.kind != "city" or _names(fact, record)):
                return Hit(other.ref, fact.name, 1.0, text)
    return None


def _practical(record: Record, library: Library) -> list[Record]:
    """Give a practical answer and those that it points at."""
    near = [library.get(ref) for ref in record.related if ref.startswith(FAQ_PREFIX)]
    return [record, *(one for one in near if one is not None)] if record.ref.startswith(FAQ_PREFIX) else []


def _pointing(record: Record, library: Library, row: Mapping[str, Any]) -> Record | None:
    """Give the practical answer that points at a record and whose question is that of a row."""
    faqs = library.of_kind("faq") if "in_related" in row else ()
    asking = (one for one in faqs if record.ref in one.related and one.question is not None)
    return next((one for one in asking if _form(row["in_related"]).search(plain(one.name.en))), None)


def _beside(record: Record, library: Library) -> Iterator[Record]:
    """Give the pilots and events that a record points at, or that point at it."""
    for ref in record.related:
        other = library.get(ref)
        if other is not None and other.kind in NEIGHBOURS:
            yield other
    if record.kind in ("city", "pilot"):
        for kind in sorted(NEIGHBOURS - {record.kind}):
            for other in library.of_kind(kind):
                points = any(record.ref in fact.refs for fact in other.facts.values()) or record.ref in other.related
                if points and other.ref not in record.related:
                    yield other


def _tells(row: dict[str, Any], fact: Fact) -> bool:
    return fact.text is not None and not fact.unknown and _says(row, fact.text.en, fact.text.zh)


def _says(row: dict[str, Any], english: str, chinese: str) -> bool:
    if "told_zh" in row:
        return _form(row["told_zh"]).search(plain(chinese)) is not None
    return _form(row["told"]).search(plain(english)) is not None


def _names(fact: Fact, record: Record) -> bool:
    return fact.text is not None and any(plain(name) in plain(fact.text.en) for name in record.names.en)


def told(result: Understanding, detail: Detail) -> Understanding:
    """Give what a message wants as a question for the fact that tells a detail, or for one that nothing tells."""
    intent = detail.row.get("intent") or (detail.row.get("otherwise") if detail.hit is None else None)
    if intent is not None:
        whole = (Hit(detail.record.ref, None, 1.0, ""),)
        return Understanding(intent, 1.0, SURE, result.candidates, whole, PREFIX + detail.name)
    hit = detail.hit or Hit(detail.record.ref, None, 1.0, "")
    faq = hit.ref.startswith(FAQ_PREFIX) and detail.hit is not None
    others = tuple(one for one in result.hits if (one.ref, one.fact) != (hit.ref, hit.fact))
    kept = others if faq else tuple(one for one in others if one.ref == detail.record.ref)
    return Understanding(ASK_FAQ if faq else ASK_FACT, 1.0, SURE, result.candidates, (hit, *kept), PREFIX + detail.name)


def goes_before(result: Understanding, detail: Detail, followed: bool) -> bool:
    """Tell whether a detail is what a message asks, rather than what it would be understood as by itself.

    Args:
        result: what it wants by itself.
        detail: what it asks of the record.
        followed: the record was spoken of before and is not named.
    """
    if detail.row.get("unsure"):
        return result.band != SURE
    if detail.hit is None:
        return (followed or bool(detail.row.get("named"))) and (detail.first or _is_general(result, detail))
    return detail.past or detail.first or _is_general(result, detail)


def _is_general(result: Understanding, detail: Detail) -> bool:
    """Tell whether an answer would leave the record that the message asks on about."""
    if result.intent == ASK_FACT and result.hits:
        return result.hits[0].ref != detail.record.ref
    return result.intent != ASK_FAQ or result.confidence < patterns.data("follow_ups")["asking_on"]["firm"]
