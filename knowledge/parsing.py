"""Turns the content of a file that fits its schema into a Record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from knowledge.files import KINDS, Document
from knowledge.records import (
    Call,
    Claim,
    Cooperation,
    Fact,
    Fits,
    Period,
    Phrases,
    Point,
    Record,
    Reviewed,
    Source,
    State,
    Text,
)

Raw = Mapping[str, Any]
#: The contents a fact can have; exactly one stands in each fact (the schema sees to it).
CONTENTS = ("value", "date", "period", "text", "items", "refs", "point", "cooperation", "calls")


def record(document: Document) -> Record:
    """Build the record of a document whose content fits the schema.

    Raises: ValueError: a full date names a day that does not exist.
    """
    raw: Raw = document.data
    facts = {name: fact(name, part) for name, part in raw.get("facts", {}).items()}
    return Record(
        ref=f"{document.folder}/{document.stem}",
        kind=KINDS[document.folder],
        id=raw["id"],
        status=raw["status"],
        owner=raw["owner"],
        reviewed=_reviewed(raw["reviewed"]),
        names=phrases(raw.get("names")),
        aliases=tuple(raw.get("aliases", ())),
        topics=phrases(raw.get("topics")),
        state=_state(raw.get("state")),
        fits=_fits(raw.get("fits")),
        summary=text(raw.get("summary")),
        facts=MappingProxyType(facts),
        related=tuple(raw.get("related", ())),
        country=raw.get("country"),
        topic=raw.get("topic"),
        question=text(raw.get("question")),
        answer=text(raw.get("answer")),
        also_asked=phrases(raw.get("also_asked")),
        as_of=raw.get("as_of"),
        sure=raw.get("sure"),
        sources=tuple(raw.get("sources", ())),
        withdrawn=text(raw.get("withdrawn")),
    )


def source(key: str, raw: Raw) -> Source:
    """Build one source of sources.yml."""
    return Source(
        key,
        raw["title"],
        raw["publisher"],
        raw.get("url"),
        raw["language"],
        raw["read"],
        text(raw.get("note")),
    )


def text(raw: Raw | None) -> Text | None:
    """Build a pair of words; sentences lose the line end that a YAML block adds."""
    return None if raw is None else _text(raw)


def phrases(raw: Raw | None) -> Phrases:
    """Build names or questions."""
    return Phrases() if raw is None else Phrases(tuple(raw.get("en", ())), tuple(raw.get("zh", ())))


def fact(name: str, raw: Raw) -> Fact:
    """Build one fact."""
    return Fact(
        name=name,
        kind=next(kind for kind in CONTENTS if kind in raw),
        as_of=raw["as_of"],
        sure=raw["sure"],
        sources=tuple(raw["sources"]),
        value=raw.get("value"),
        unit=raw.get("unit"),
        date=raw.get("date"),
        period=_period(raw.get("period")),
        text=text(raw.get("text")),
        items=tuple(_text(item) for item in raw.get("items", ())),
        refs=tuple(raw.get("refs", ())),
        point=Point(float(raw["point"]["lat"]), float(raw["point"]["lon"])) if "point" in raw else None,
        cooperation=tuple(_cooperation(part) for part in raw.get("cooperation", ())),
        calls=tuple(_call(part) for part in raw.get("calls", ())),
        claims=tuple(_claim(part) for part in raw.get("claims", ())),
        unknown=raw.get("unknown", False),
        note=text(raw.get("note")),
        asked=phrases(raw.get("asked")),
    )


def _text(raw: Raw) -> Text:
    return Text(raw["en"].strip(), raw["zh"].strip())


def _period(raw: Raw | None) -> Period | None:
    return None if raw is None or "from" not in raw else Period(raw["from"], raw.get("until"))


def _cooperation(raw: Raw) -> Cooperation:
    return Cooperation(
        programme=raw["programme"],
        period=_period(raw),
        partners=tuple(one if isinstance(one, str) else _text(one) for one in raw["partners"]),
        partners_unknown=raw.get("partners_unknown", False),
        topics=text(raw.get("topics")),
        note=text(raw.get("note")),
        sure=raw["sure"],
        sources=tuple(raw["sources"]),
    )


def _call(raw: Raw) -> Call:
    name = _text(raw["name"])
    return Call(name, raw.get("opens"), raw["closes"], tuple(raw["sources"]), text(raw.get("note")))


def _claim(raw: Raw) -> Claim:
    return Claim(raw.get("value"), raw.get("unit"), text(raw.get("text")), tuple(raw["sources"]), raw["as_of"])


def _state(raw: Raw | None) -> State | None:
    if raw is None:
        return None
    note = text(raw.get("note"))
    return State(raw["is"], raw.get("since"), raw["as_of"], raw["sure"], tuple(raw["sources"]), note)


def _fits(raw: Raw | None) -> Fits | None:
    if raw is None:
        return None
    size = raw.get("size", {})
    return Fits(
        eu=tuple(raw["eu"]),
        cn=tuple(raw["cn"]),
        cn_terms=raw.get("cn_terms"),
        also=tuple(raw.get("also", ())),
        associated=raw.get("associated", False),
        for_=tuple(raw["for"]),
        gives=raw["gives"],
        least=size.get("from"),
        most=size.get("to"),
    )


def _reviewed(raw: Raw) -> Reviewed:
    return Reviewed(date.fromisoformat(raw["last"]), raw["by"], date.fromisoformat(raw["due"]))
