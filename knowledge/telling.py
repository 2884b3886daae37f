"""Writes what a record's facts say in one language, for those who look after records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from knowledge.integrity import PLACEHOLDER
from knowledge.library import Library
from knowledge.records import Cooperation, Fact, Period, Record, Text, Value

WRITTEN_PLAINLY = frozenset({"year", "phone", "email", "url"})
"""Units that say what a value is, not what it counts."""


Amount = Callable[[float, str | None], str]


class Say(Protocol):
    """Says the words between facts: list_gap, with_value, note, partners_unknown, open_end or from_until."""

    def __call__(self, key: str, **values: str) -> str:
        """Return a sentence."""
        ...


class Teller:
    """Tells facts.

    Args:
        library: knows the names of the records that a fact leads to.
        language: "en" or "zh".
        say: gives the few words between what the record itself says.
        amount: writes a number with its unit; None for the plain number and the unit's name.
    """

    def __init__(self, library: Library, language: str, say: Say, amount: Amount | None = None) -> None:
        self._amount = amount or _amount
        self._library = library
        self._language = language
        self._say = say

    def fact(self, record: Record, fact: Fact) -> str:
        """Return what a fact says, with its note, without its proof."""
        content = self.fill(self._content(fact), record)
        return content if fact.note is None else self._say("note", content=content, note=self._in(fact.note))

    def fill(self, sentence: str, record: Record) -> str:
        """Replace {fact} by the fact's value, date or period."""
        return PLACEHOLDER.sub(lambda found: self._place(found.group(1), record.facts), sentence)

    def _place(self, name: str, facts: Mapping[str, Fact]) -> str:
        fact = facts.get(name)
        if fact is None:
            return f"{{{name}}}"
        if fact.period is not None:
            return self._period(fact.period)
        return _value(fact.value) if fact.value is not None else str(fact.date)

    def _in(self, text: Text) -> str:
        return text.in_(self._language)

    def _content(self, fact: Fact) -> str:
        if fact.text is not None:
            return self._in(fact.text)
        if fact.value is not None:
            plain = fact.unit in WRITTEN_PLAINLY
            if plain or isinstance(fact.value, (str, bool)):
                return str(fact.value) if plain else f"{fact.value} {fact.unit or ''}".strip()
            return self._amount(fact.value, fact.unit)
        if fact.period is not None:
            return self._period(fact.period)
        if fact.point is not None:
            return f"{fact.point.lat}, {fact.point.lon}"
        listed = [self._in(item) for item in fact.items]
        listed += [self._name(ref) for ref in fact.refs]
        listed += [self._cooperation(part) for part in fact.cooperation]
        for call in fact.calls:
            days = self._period(Period(call.opens, call.closes)) if call.opens else call.closes
            listed.append(self._say("with_value", name=self._in(call.name), value=days))
        return self._say("list_gap").join(listed) or str(fact.date)

    def _cooperation(self, part: Cooperation) -> str:
        partners = [self._in(one) if isinstance(one, Text) else self._name(one) for one in part.partners]
        said = self._say("partners_unknown") if part.partners_unknown else ", ".join(partners)
        if part.topics is not None:
            said = self._say("note", content=said, note=self._in(part.topics))
        programme = self._name(part.programme)
        if part.period is not None:
            programme = f"{programme} {self._period(part.period)}"
        return self._say("with_value", name=programme, value=said)

    def _period(self, one: Period) -> str:
        if one.until is None:
            return self._say("open_end", from_=one.from_)
        return self._say("from_until", from_=one.from_, until=one.until)

    def _name(self, ref: str) -> str:
        record = self._library.get(ref)
        return ref if record is None else self._in(record.name)


def _amount(number: float, unit: str | None) -> str:
    return f"{_value(number)} {unit or ''}".strip()


def _value(one: Value) -> str:
    """Write a number with separators, a string as it is."""
    return one if isinstance(one, str) else f"{one:,}"
