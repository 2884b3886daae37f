"""The house rules that no linter knows: sizes, words, and what must not be left behind."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.import_graph import ROOT, modules

LONGEST_MODULE = 250
LONGEST_FUNCTION = 40

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
HAN_ALLOWED = {
    "bot/brain/agent.py": "a Chinese question warms the model up",
}
"""Files with Chinese characters in Python, each with its reason. The list only shrinks."""

BROAD = re.compile(r"'(Base)?Exception'")
BROAD_ALLOWED = {
    "bot/brain/endpoint.py": "whatever an action raises must become a failed turn, not an empty answer",
}
"""Files that catch every exception, each with its reason. The list only shrinks."""

WORDLESS = ("bot", "desk", "actions")
"""Folders whose Python must hold no sentence that people read: those are in data files, in both languages."""

LEFT_BEHIND = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]))
TEXT_FILES = {".py", ".yml", ".md", ".toml", ".js", ".css", ".html", ".sh", ".json", ".txt"}
SKIPPED = {".venv", ".venv-modern", ".tools", ".git", "node_modules", "models", "data", "logs", ".rasa", ".mypy_cache"}

FILES = [path for name, path in modules().items()]


def name_of(path: Path) -> str:
    """Return the path as it is written in messages."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def text_files() -> Iterator[Path]:
    """Return every text file of the repository, but for what is installed or built."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        yield from (Path(folder, name) for name in names if Path(name).suffix in TEXT_FILES)


def docstrings(tree: ast.AST) -> set[int]:
    """Return the ids of the nodes that are docstrings, and of texts that stand alone below a constant."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def strings(path: Path) -> list[tuple[int, str]]:
    """Return line and text of every string of a file that is not documentation."""
    tree = tree_of(path)
    documentation = docstrings(tree)
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documentation]
    return [(node.lineno, node.value) for node in constants if isinstance(node.value, str)]


def test_modules_are_short() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in FILES}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    too_long = [
        f"{name_of(path)}:{node.lineno}: {node.name}"
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert too_long == []


def test_every_except_names_what_it_can_answer() -> None:
    broad = {
        name_of(path)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or BROAD.search(ast.dump(node.type)))
    }

    assert broad == set(BROAD_ALLOWED)


def test_no_words_in_python() -> None:
    found = {
        name_of(path): words
        for path in FILES
        if name_of(path).split("/")[0] in WORDLESS
        and (words := [f"line {line}: {text[:30]}" for line, text in strings(path) if HAN.search(text)])
    }

    assert {name: words for name, words in found.items() if name not in HAN_ALLOWED} == {}
    assert set(HAN_ALLOWED) <= set(found), "an entry of HAN_ALLOWED is no longer needed: remove it"


def test_nothing_is_left_behind() -> None:
    found = [name_of(path) for path in text_files() if LEFT_BEHIND.search(path.read_text("utf-8", errors="replace"))]

    assert found == []


def test_modules_say_what_they_are_for() -> None:
    first_lines = {
        name_of(path): (ast.get_docstring(tree_of(path)) or "").partition("\n")[0].strip()
        for path in FILES
        if path.read_text("utf-8").strip()
    }

    assert {name: line for name, line in first_lines.items() if not line.endswith((".", "`", "?"))} == {}
