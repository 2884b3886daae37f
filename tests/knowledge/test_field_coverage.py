"""Every fact of the field is held by a record, and docs/coverage-field.md says by which."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.knowledge import coverage
from tests.knowledge.coverage import DOCS, Held, record_of

PAGE = DOCS / "coverage-field.md"
SECTION = re.compile(r"^## (\d+(?:\.\d+)?) ")
ROW = re.compile(r"^\| ([a-z0-9][\w.+-]*) \| (.+?) \| (said|conflict|unknown|not published) \| (.+) \|$")
HAN = re.compile(r"[\u3400-\u9fff]+")
NOWHERE = "–"
"""The cell of what no record states."""

AT_LEAST = {
    "0.2": 4, "0.3": 9, "0.4": 4, "1.1": 28, "1.2": 13, "1.3": 22, "1.4": 25, "1.5": 19, "2.1": 22, "2.2": 25,
    "2.3": 13, "2.4": 9, "3.1": 97, "3.2": 63, "3.3": 5, "4.1": 104, "4.2": 8, "4.3": 6, "5": 23, "6.1": 2,
    "6.2": 7, "6.3": 4, "6.4": 17, "6.5": 27, "6.6": 16, "6.7": 12, "8": 166, "9.1": 15, "9.2": 41, "9.3": 7,
    "10": 21,
}  # fmt: skip
"""How many facts of each section were counted when the page was written; a row may be split, but none may be lost."""

TERMS, SOURCES = 160, 222
"""How many words in both languages, and how many sources, the fact list has."""


@dataclass(frozen=True)
class Row:
    """One row of the page; `held` has the text of each link, its target and the facts behind it."""

    section: str
    id: str
    text: str
    kind: str
    held: Held


def rows() -> list[Row]:
    """Return the rows of the page, each with the number of its section."""
    found, section = [], ""
    for line in PAGE.read_text("utf-8").splitlines():
        if title := SECTION.match(line):
            section = title[1]
        if row := ROW.match(line):
            found.append(Row(section, row[1], row[2], row[3], () if row[4] == NOWHERE else coverage.held(row[4])))
    return found


ROWS = rows()
each_section = pytest.mark.parametrize("section", list(AT_LEAST))


def of(section: str) -> list[Row]:
    """Return the rows of one section."""
    return [row for row in ROWS if row.section == section]


def sures(row: Row) -> set[str]:
    """Return how sure the facts and answers are that a row names."""
    answers = [record_of(ref).sure for ref, name in coverage.named(row.held) if name == "answer"]
    return {fact.sure for fact in coverage.facts_of(row.held)} | {sure for sure in answers if sure is not None}


def fits(row: Row) -> bool:
    """Return whether the records are as sure of a row as its kind says."""
    found = sures(row)
    if row.kind == "said":
        return bool(row.held) and "unknown" not in found
    if row.kind == "not published":
        return found <= {"unknown", "own"}
    return bool(found) and found == {row.kind}


def wrong_signs(row: Row) -> list[str]:
    """Return the Chinese words of a statement that nothing behind its links has."""
    said = coverage.told(row.held)
    return [word for word in HAN.findall(row.text) if word not in said]


def test_every_line_of_a_table_is_read() -> None:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]

    assert [line for line in lines if not ROW.match(line) and not line.startswith("| Fact |")] == []


def test_every_section_is_counted() -> None:
    assert {row.section for row in ROWS} == set(AT_LEAST)


@each_section
def test_no_fact_was_lost(section: str) -> None:
    assert len(of(section)) >= AT_LEAST[section]


def test_no_fact_stands_twice() -> None:
    names, texts = [row.id for row in ROWS], [row.text for row in ROWS]

    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


@each_section
def test_links_lead_to_the_file_they_name(section: str) -> None:
    assert [wrong for row in of(section) for wrong in coverage.wrong_links(row.held)] == []


@each_section
def test_the_record_has_what_is_named(section: str) -> None:
    assert [f"{row.id}: {name}" for row in of(section) for name in coverage.missing(row.held)] == []


@each_section
def test_the_kind_is_true(section: str) -> None:
    assert [f"{row.id}: {row.kind}, but {sorted(sures(row))}" for row in of(section) if not fits(row)] == []


@each_section
def test_the_numbers_of_a_statement_stand_in_the_facts(section: str) -> None:
    unheard = {row.id: coverage.numbers_not_told(row.text, row.held) for row in of(section)}

    assert {name: found for name, found in unheard.items() if found} == {}


@each_section
def test_the_chinese_words_of_a_statement_stand_in_the_facts(section: str) -> None:
    assert {row.id: found for row in of(section) if (found := wrong_signs(row))} == {}


@each_section
def test_the_cities_of_a_statement_stand_in_the_facts(section: str) -> None:
    absent = {row.id: coverage.cities_not_told(row.text, row.held) for row in of(section)}

    assert {name: found for name, found in absent.items() if found} == {}


@pytest.mark.parametrize(("file", "least"), [("glossary", TERMS), ("sources", SOURCES)])
def test_every_word_and_every_source_stands_on_the_page(file: str, least: int) -> None:
    linked = {name for row in ROWS for ref, name in coverage.named(row.held) if ref == file}

    assert len(linked) >= least


def test_the_page_needs_no_file_outside_the_repository() -> None:
    assert re.findall(r"shared/|/work/|dossier\.md\)", PAGE.read_text("utf-8")) == []
