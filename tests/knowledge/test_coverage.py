"""Every statement of the two founding documents is held by a record, and docs/coverage.md says by which."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pytest

from knowledge.library import default_folder, load
from knowledge.records import Fact, Record
from tests.import_graph import ROOT

PAGE = ROOT / "docs" / "coverage.md"
ROW = re.compile(r"^\| (S[12])-(\d+) \| (.+?) \| (\w+) \| (.+) \|$")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\) ([a-z0-9_, ]+)")

AT_LEAST = {"S1": 167, "S2": 34}
"""How many statements were counted when the page was written; a row may be split, but none may be lost."""

FOUNDING = frozenset(AT_LEAST)
FIELDS = ("names", "state", "summary", "answer")
"""What a cell may name beside the facts of a record."""

LIBRARY = load(default_folder())


@dataclass(frozen=True)
class Statement:
    """One row of the page; `held` has the text of each link, its target and the facts behind it."""

    document: str
    number: int
    text: str
    kind: str
    held: tuple[tuple[str, str, tuple[str, ...]], ...]

    @property
    def name(self) -> str:
        """The number as it stands on the page."""
        return f"{self.document}-{self.number}"


def statements() -> list[Statement]:
    """Return the rows of the page."""
    rows = [match for line in PAGE.read_text("utf-8").splitlines() if (match := ROW.match(line))]
    return [
        Statement(
            document,
            int(number),
            text,
            kind,
            tuple((ref, to, tuple(names.split(", "))) for ref, to, names in held(cell)),
        )
        for document, number, text, kind, cell in (row.groups() for row in rows)
    ]


def held(cell: str) -> list[tuple[str, str, str]]:
    """Return what a cell links to: the text of the link, its target, the names behind it.

    Raises: AssertionError: a part of the cell is not a link with names behind it.
    """
    parts = [(part, LINK.fullmatch(part)) for part in cell.split("; ")]
    assert [part for part, match in parts if match is None] == []
    return [(match[1], match[2], match[3]) for _, match in parts if match is not None]


STATEMENTS = statements()
each_statement = pytest.mark.parametrize("statement", STATEMENTS, ids=[one.name for one in STATEMENTS])


def record_of(ref: str) -> Record:
    """Return a published record.

    Raises: AssertionError: there is none.
    """
    record = LIBRARY.get(ref)
    assert record is not None and record.status == "published", f"{ref} is not published"
    return record


def facts_of(statement: Statement) -> list[Fact]:
    """Return the facts that a statement names, fields left aside."""
    return [
        record_of(ref).facts[name] for ref, _, names in statement.held for name in names if name in record_of(ref).facts
    ]


def sources_of_fact(fact: Fact) -> set[str]:
    """Return the sources of a fact and of its parts."""
    parts = [part.sources for part in fact.cooperation]
    parts += [claim.sources for claim in fact.claims]
    parts += [call.sources for call in fact.calls]
    return set(fact.sources).union(*parts)


def sources_of_field(record: Record, name: str) -> set[str]:
    """Return the sources of a fact, of a state, or of a FAQ's answer; names and summaries have none of their own."""
    if name in record.facts:
        return sources_of_fact(record.facts[name])
    if name == "state" and record.state is not None:
        return set(record.state.sources)
    return set(record.sources) if name == "answer" else set()


def sources_of_record(record: Record) -> set[str]:
    """Return every source that a record cites."""
    return {*record.sources, *sources_of_field(record, "state")}.union(*map(sources_of_fact, record.facts.values()))


def has_field(record: Record, name: str) -> bool:
    """Return whether a record has a fact of this name, or says something in this field."""
    return name in record.facts or (name in FIELDS and bool(getattr(record, name)))


def is_unknown(statement: Statement) -> bool:
    """Return whether a fact that the statement names says that something is not known."""
    return any(fact.unknown for fact in facts_of(statement))


def goes_further(statement: Statement) -> bool:
    """Return whether a fact or field that the statement names rests on more than the founding documents."""
    beyond = any(
        sources_of_field(record_of(ref), name) - FOUNDING for ref, _, names in statement.held for name in names
    )
    return beyond or any(fact.sure in {"own", "conflict"} for fact in facts_of(statement))


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, without leading zeros, so that `2018-01-05` has the 5 of 5 January."""
    return {number.lstrip("0") or "0" for number in re.findall(r"\d+", text)}


def told(statement: Statement) -> str:
    """Return all that the named facts and fields say, with their notes and dates."""
    said: list[object] = []
    for ref, _, names in statement.held:
        record = record_of(ref)
        for name in names:
            thing = record.facts.get(name) or getattr(record, name)
            said.append(asdict(thing))
    return json.dumps(said, default=str, ensure_ascii=False)


def cells_of_facts() -> Iterator[str]:
    """Yield every fact that stands on the page."""
    for statement in STATEMENTS:
        yield from (f"{ref} {name}" for ref, _, names in statement.held for name in names)


@pytest.mark.parametrize("document", sorted(AT_LEAST))
def test_statements_are_numbered_without_gaps(document: str) -> None:
    found = [one.number for one in STATEMENTS if one.document == document]

    assert found == list(range(1, len(found) + 1))


@pytest.mark.parametrize("document", sorted(AT_LEAST))
def test_no_statement_was_lost(document: str) -> None:
    assert len([one for one in STATEMENTS if one.document == document]) >= AT_LEAST[document]


def test_every_line_of_a_table_is_read() -> None:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| S")]

    assert len(lines) == len(STATEMENTS)


def test_no_statement_stands_twice() -> None:
    texts = [one.text for one in STATEMENTS]

    assert sorted({text for text in texts if texts.count(text) > 1}) == []


@each_statement
def test_links_lead_to_the_record_they_name(statement: Statement) -> None:
    for ref, target, _ in statement.held:
        assert target == f"../knowledge/{ref}.yml"
        assert (PAGE.parent / target).is_file()
        record_of(ref)


@each_statement
def test_the_record_has_what_is_named(statement: Statement) -> None:
    named = [(ref, name) for ref, _, names in statement.held for name in names]

    assert [f"{ref} {name}" for ref, name in named if not has_field(record_of(ref), name)] == []


@each_statement
def test_the_founding_document_is_cited(statement: Statement) -> None:
    records = [record_of(ref) for ref, _, _ in statement.held]
    cited = [sources_of_field(record_of(ref), name) for ref, _, names in statement.held for name in names]

    assert [record.ref for record in records if statement.document not in sources_of_record(record)] == []
    assert any(statement.document in keys for keys in cited), "no fact of this row cites the document"


@each_statement
def test_the_kind_is_true(statement: Statement) -> None:
    assert statement.kind in {"said", "corrected", "missing"}
    if statement.kind == "missing":
        assert is_unknown(statement), "no fact of this row says that it is not known"
    if statement.kind == "corrected":
        assert goes_further(statement), "no fact of this row corrects the document"


@each_statement
def test_the_numbers_of_a_statement_stand_in_the_facts(statement: Statement) -> None:
    assert numbers(statement.text) - numbers(told(statement)) == set()


def test_every_founding_fact_stands_on_the_page() -> None:
    founding = {
        f"{record.ref} {name}"
        for record in LIBRARY.published()
        for name, fact in record.facts.items()
        if fact.sure == "founding"
    }

    assert founding - set(cells_of_facts()) == set()


@each_statement
def test_the_cities_of_a_statement_stand_in_the_facts(statement: Statement) -> None:
    named = [city for city in LIBRARY.of_kind("city") if re.search(rf"\b{city.name.en}\b", statement.text)]
    said = told(statement)

    assert [city.ref for city in named if city.ref not in said and city.name.en not in said] == []
