"""What the two pages on coverage have in common: how a row links to records, and what stands behind a link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from typing import Any

from knowledge.library import default_folder, load
from knowledge.numbers import numbers
from knowledge.records import Fact, Record
from tests.import_graph import ROOT

DOCS = ROOT / "docs"
LIBRARY = load(default_folder())
TERMS: Mapping[str, Mapping[str, Any]] = {entry["en"]: entry for entry in LIBRARY.glossary}
SHARED: Mapping[str, Mapping[str, Any]] = {"glossary": TERMS, "sources": LIBRARY.sources}
"""The files beside the records that a row may link to, with what can be named in them."""

FIELDS = ("names", "aliases", "state", "summary", "question", "answer")
"""What a cell may name beside the facts of a record."""

UNTOLD = frozenset({"asked", "sources", "sure", "kind"})
"""What a fact has beside what it says. Its date belongs to what it says where that is a bare value or a state."""

LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\) (.+)")

Held = tuple[tuple[str, str, tuple[str, ...]], ...]
"""What a cell links to: the text of each link, its target, the names behind it."""


def held(cell: str) -> Held:
    """Return what a cell links to.

    Raises: AssertionError: a part of the cell is not a link with names behind it.
    """
    parts = [(part, LINK.fullmatch(part)) for part in cell.split("; ")]
    assert [part for part, match in parts if match is None] == []
    return tuple((match[1], match[2], _names(match[1], match[3])) for _, match in parts if match is not None)


def _names(ref: str, written: str) -> tuple[str, ...]:
    """Return the names behind a link; a term of the glossary may have a comma inside."""
    return (written,) if ref == "glossary" else tuple(written.split(", "))


def record_of(ref: str) -> Record:
    """Return a published record.

    Raises: AssertionError: there is none.
    """
    record = LIBRARY.get(ref)
    assert record is not None and record.status == "published", f"{ref} is not published"
    return record


def named(links: Held) -> list[tuple[str, str]]:
    """Return every name that stands behind a link, with the text of the link."""
    return [(ref, name) for ref, _, names in links for name in names]


def wrong_links(links: Held) -> list[str]:
    """Return the links that do not lead to the file they name."""
    return [
        f"{ref} → {target}"
        for ref, target, _ in links
        if target != f"../knowledge/{ref}.yml" or not (DOCS / target).is_file()
    ]


def missing(links: Held) -> list[str]:
    """Return the names behind links that the record, the glossary or the sources do not have."""
    return [f"{ref} {name}" for ref, name in named(links) if not _has(ref, name)]


def _has(ref: str, name: str) -> bool:
    if ref in SHARED:
        return name in SHARED[ref]
    record = record_of(ref)
    return name in record.facts or (name in FIELDS and bool(getattr(record, name)))


def thing(ref: str, name: str) -> Any:
    """Return what stands behind a name: a term, a source, a fact, or a field of the record."""
    if ref in SHARED:
        return SHARED[ref][name]
    record = record_of(ref)
    return record.facts.get(name) or getattr(record, name)


def facts_of(links: Held) -> list[Fact]:
    """Return the facts that are named, fields left aside."""
    return [fact for ref, name in named(links) if isinstance(fact := thing(ref, name), Fact)]


def told(links: Held) -> str:
    """Return all that the named facts and fields say, with their notes and dates, one per line."""
    return "\n".join(leaf for ref, name in named(links) for leaf in _leaves(thing(ref, name)))


def _leaves(whole: Any) -> Iterator[str]:
    parts = asdict(whole) if is_dataclass(whole) and not isinstance(whole, type) else whole
    if isinstance(parts, Mapping):
        dated = parts.get("value") is not None or "is_" in parts
        parts = [part for key, part in parts.items() if key not in UNTOLD and (dated or key != "as_of")]
    if isinstance(parts, (list, tuple)):
        for part in parts:
            yield from _leaves(part)
    elif parts is not None:
        yield str(parts)


def numbers_not_told(text: str, links: Held) -> set[Decimal]:
    """Return the numbers of a statement that no named fact or field has."""
    said = numbers(told(links))
    return set(numbers(text).stated - said.stated - said.suggested)


def cities_not_told(text: str, links: Held) -> list[str]:
    """Return the cities of a statement that are neither linked to nor said by what is."""
    said = told(links) + " ".join(ref for ref, _, _ in links)
    cities = [city for city in LIBRARY.of_kind("city") if re.search(rf"\b{city.name.en}\b", text)]
    return [city.ref for city in cities if city.ref not in said and city.name.en not in said]
