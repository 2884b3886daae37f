"""Every statement of the two founding documents is held by a record, and docs/coverage.md says by which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from knowledge.records import Fact, Record
from tests.knowledge import coverage
from tests.knowledge.coverage import DOCS, LIBRARY, Held, record_of

PAGE = DOCS / "coverage.md"
ROW = re.compile(r"^\| (S[12])-(\d+) \| (.+?) \| (\w+) \| (.+) \|$")

AT_LEAST = {"S1": 167, "S2": 34}
"""How many statements were counted when the page was written; a row may be split, but none may be lost."""

FOUNDING = frozenset(AT_LEAST)


@dataclass(frozen=True)
class Statement:
    """One row of the page; `held` has the text of each link, its target and the facts behind it."""

    document: str
    number: int
    text: str
    kind: str
    held: Held

    @property
    def name(self) -> str:
        """The number as it stands on the page."""
        return f"{self.document}-{self.number}"


def statements() -> list[Statement]:
    """Return the rows of the page."""
    rows = [match for line in PAGE.read_text("utf-8").splitlines() if (match := ROW.match(line))]
    return [
        Statement(document, int(number), text, kind, coverage.held(cell))
        for document, number, text, kind, cell in (row.groups() for row in rows)
    ]


STATEMENTS = statements()
each_statement = pytest.mark.parametrize("statement", STATEMENTS, ids=[one.name for one in STATEMENTS])


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


def is_unknown(statement: Statement) -> bool:
    """Return whether a fact that the statement names says that something is not known."""
    return any(fact.unknown for fact in coverage.facts_of(statement.held))


def goes_further(statement: Statement) -> bool:
    """Return whether a fact or field that the statement names rests on more than the founding documents."""
    named = coverage.named(statement.held)
    beyond = any(sources_of_field(record_of(ref), name) - FOUNDING for ref, name in named)
    return beyond or any(fact.sure in {"own", "conflict"} for fact in coverage.facts_of(statement.held))


def cells_of_facts() -> Iterator[str]:
    """Yield every fact that stands on the page."""
    for statement in STATEMENTS:
        yield from (f"{ref} {name}" for ref, name in coverage.named(statement.held))


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
    assert coverage.wrong_links(statement.held) == []


@each_statement
def test_the_record_has_what_is_named(statement: Statement) -> None:
    assert coverage.missing(statement.held) == []


@each_statement
def test_the_founding_document_is_cited(statement: Statement) -> None:
    records = [record_of(ref) for ref, _, _ in statement.held]
    cited = [sources_of_field(record_of(ref), name) for ref, name in coverage.named(statement.held)]

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
    assert coverage.numbers_not_told(statement.text, statement.held) == set()


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
    assert coverage.cities_not_told(statement.text, statement.held) == []
