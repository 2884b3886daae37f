"""Whatever a check can say, it says in Chinese too, with the same places."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.problem_words import PLACE, sentences, told

ROOT = Path(__file__).parents[2]
SOURCES = [*sorted((ROOT / "knowledge").glob("*.py")), ROOT / "nlu" / "check.py", ROOT / "nlu" / "phrases.py"]
SAYS = ("what", "do", "advice", "fault", "_FORM")
TELLERS = ("_unknown_keys", "_wrong_type", "_fault")
MADE_UP = "Zq9"
_HAN = re.compile("[\u4e00-\u9fff]")
_QUOTING = str.maketrans("", "", '{}"')


def shapes(path: Path) -> Iterator[str]:
    """Return every sentence that a module can put into a problem, with made-up words in its places."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Problem", "_fault"):
            for argument in node.args[2:4]:
                yield from _said(argument)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in SAYS:
            yield from _said(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name in TELLERS:
            for part in ast.walk(node):
                if isinstance(part, ast.Return) and not isinstance(part.value, ast.Call):
                    yield from _said(part.value)


def _said(node: ast.AST | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else MADE_UP for part in node.values)
    elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
        yield f"{node.left.value}{MADE_UP}"
    elif isinstance(node, (ast.Tuple, ast.BoolOp)):
        for part in node.elts if isinstance(node, ast.Tuple) else node.values:
            yield from _said(part)
    elif isinstance(node, ast.IfExp):
        yield from _said(node.body)
        yield from _said(node.orelse)


def hints() -> Iterator[str]:
    for path in (ROOT / "knowledge" / "schema").glob("*.json"):
        yield from _hints(json.loads(path.read_text("utf-8")))


def _hints(node: object) -> Iterator[str]:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and isinstance(node.get("errorMessage"), str):
        yield node["errorMessage"]
    for part in parts:
        yield from _hints(part)


SAYINGS = sorted({shape for path in SOURCES for shape in shapes(path)} | set(hints()))


def plain(text: str) -> str:
    """Return what a sentence says without its places."""
    return PLACE.sub("", text).replace(MADE_UP, "").translate(_QUOTING)


def test_the_sentences_of_the_checks_are_found() -> None:
    assert len(SAYINGS) > 100
    assert {"is not a question", f"there is no source {MADE_UP}", f"unknown key {MADE_UP}"} <= set(SAYINGS)


@pytest.mark.parametrize("english", SAYINGS)
def test_every_sentence_of_a_check_has_a_chinese_one_of_its_own(english: str) -> None:
    known = {plain(one["en"]) for one in sentences()}
    general = {"give  (or text with unknown: true)", "give exactly one of "}

    assert plain(english) in known or any(plain(english).startswith(one.split("  ")[0]) for one in general)
    assert _HAN.search(told(english, "zh")) and told(english, "en") == english
    assert told(english, "zh").count(MADE_UP) == english.count(MADE_UP)


def test_both_languages_have_the_same_places_and_no_sentence_stands_twice() -> None:
    assert [one["en"] for one in sentences() if set(PLACE.findall(one["en"])) != set(PLACE.findall(one["zh"]))] == []
    assert len({one["en"] for one in sentences()}) == len(sentences())


def test_what_somebody_wrote_stays_as_it_is() -> None:
    assert told("“Who pays?” is also asked in faq/costs.yml", "zh") == "“Who pays?”也出现在faq/costs.yml中"
    assert told("line 12", "zh") == "第12行" and told("facts.value", "zh") == "facts.value"
    assert told("is a list", "zh") == "类型为列表"
