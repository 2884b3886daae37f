"""The table of faults is true: its sentences are those that people read, and its tests are those that there are."""

from __future__ import annotations

import ast
import json
import re

from bot.wording.catalogue import catalogue
from tests.import_graph import ROOT

TABLE = (ROOT / "docs/faults.md").read_text("utf-8")
TESTS = ROOT / "tests"


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without its head."""
    below = TABLE.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in below.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def in_file(path: str) -> set[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse((TESTS / path).read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, functions) and node.name.startswith("test_")}


def named() -> list[tuple[str, str]]:
    """Return file and name of every test that a row names."""
    return [(path, name) for row in rows("2.") for path, name in re.findall(r"`([\w/]+\.py)::(\w+)`", row[-1])]


def sentence(key: str, language: str) -> str:
    """Return a sentence as it stands in the files of words."""
    folder, _, name = key.partition(".")
    if folder == "widget":
        return json.loads((ROOT / "bot/widget/strings.json").read_text("utf-8"))[name][language]
    return catalogue().text(key, language)


def test_every_row_names_tests_that_exist() -> None:
    assert [row[0] for row in rows("2.") if "::" not in row[-1]] == []
    assert [(path, name) for path, name in named() if name not in in_file(path)] == []


def test_every_test_of_a_fault_has_a_row() -> None:
    files = [path.name for path in (TESTS / "faults").glob("test_*.py") if path.name != "test_table.py"]
    there = {(f"faults/{file}", name) for file in files for name in in_file(f"faults/{file}")}

    assert there - set(named()) == set()


def test_sentences_are_those_that_people_read() -> None:
    told = {row[0].strip("`"): (row[2], row[3]) for row in rows("1.")}

    assert told == {key: (sentence(key, "en"), sentence(key, "zh")) for key in told}


def test_rows_quote_sentences_of_the_list() -> None:
    listed = {row[0].strip("`") for row in rows("1.")}
    quoted = {key for row in rows("2.") for key in re.findall(r"`((?:gateway|error|widget)\.\w+)`", row[2])}

    assert quoted - listed == set()


def test_both_languages_have_the_same_rows() -> None:
    assert [row[0] for row in rows("4.")] == [row[0] for row in rows("2.")]
