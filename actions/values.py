"""Typed values: what a sentence is filled with, in no language yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.records import Fact, Period, Record, Text

Typed = dict[str, Any]

MONEY = frozenset({"EUR", "CNY", "USD"})
SPOKEN_VALUES = frozenset({"yes", "no", "not_listed"})
"""Values that are words; the wording has a sentence part for each (`value.yes`)."""


def names(record: Record) -> Typed:
    """The displayed name of a record."""
    return {"names": {"en": record.name.en, "zh": record.name.zh}}


def text(words: Text) -> Typed:
    """A record's own words."""
    return {"text": {"en": words.en, "zh": words.zh}}


def number(count: int | float, unit: str | None = None) -> Typed:
    """A number, with what it counts if that is said."""
    return {"number": count, "unit": unit} if unit else {"number": count}


def date(partial: str) -> Typed:
    """A date as exact as it is known: "2017", "2017-03" or "2017-03-15"."""
    return {"date": partial}


def period(span: Period) -> Typed:
    """A time from when until when; one and the same year is a date."""
    if span.until == span.from_:
        return date(span.from_)
    return {"period": {"from": span.from_, "until": span.until} if span.until else {"from": span.from_}}


def listed(parts: Iterable[Typed], join: str = "comma") -> Typed:
    """Several values in a row, joined by `and`, `or` or `comma`."""
    return {"list": list(parts), "join": join}


def listed_names(records: Iterable[Record]) -> Typed:
    """Several records by name; names that hold a comma themselves are set apart by semicolons."""
    found = list(records)
    inside = any("," in record.name.en or "、" in record.name.zh for record in found)
    return listed([names(record) for record in found], "semicolon" if inside else "comma")


def string(words: str) -> Typed:
    """Words that are the same in both languages."""
    return {"string": words}


def say(key: str, **values: Typed) -> Typed:
    """A sentence or a part of one, out of the wording."""
    return {"say": key, "with": values}


def of_fact(fact: Fact, records: Mapping[str, Record]) -> Typed | None:
    """Turn the content of a fact into a typed value.

    Args:
        fact: the fact.
        records: the records by ref, to name those the fact points at.
    Returns: None for contents that are more than one value (cooperation, calls, items, a point).
    """
    if fact.text is not None:
        return text(fact.text)
    if fact.date is not None:
        return date(fact.date)
    if fact.period is not None:
        return period(fact.period)
    if fact.value is not None:
        return _of_value(fact.value, fact.unit)
    if fact.refs:
        return listed_names([records[ref] for ref in fact.refs if ref in records])
    return None


def _of_value(value: int | float | str, unit: str | None) -> Typed:
    if isinstance(value, str):
        return say(f"value.{value}") if value in SPOKEN_VALUES else string(value)
    if unit in MONEY:
        return {"money": value, "currency": unit}
    if unit == "year":
        return date(str(value))
    return number(value, unit)
