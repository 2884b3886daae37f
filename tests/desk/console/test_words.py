"""Both languages say the same things, and every sentence that a page asks for is there."""

from __future__ import annotations

import hashlib
import re

import pytest

from desk.console import words
from desk.console.pages import FOLDER
from desk.console.words import Words, strings

PLACEHOLDER = re.compile(r"\{(\w+)\}")
CALLED = re.compile(r"""\bt\(["']([a-z_.]+)["'][,)]""")
PATTERNS = re.compile(r"""\bt\(["']([a-z_]+\.)["'] [~+]""")
IN_CODE = re.compile(r"""\bwords\(["']([a-z_.]+)["']""")
SOURCES = [*FOLDER.glob("templates/*.html"), *FOLDER.glob("*.py")]


@pytest.mark.parametrize("key", sorted(strings()))
def test_both_languages_have_the_sentence_with_the_same_places(key: str) -> None:
    pair = strings()[key]

    assert set(pair) == {"en", "zh"}
    assert all(text.strip() for text in pair.values())
    assert set(PLACEHOLDER.findall(pair["en"])) == set(PLACEHOLDER.findall(pair["zh"]))


def test_every_sentence_that_is_asked_for_is_there_and_none_is_left_over() -> None:
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    asked = {*CALLED.findall(text), *IN_CODE.findall(text), *re.findall(r"\"((?:error|date)\.[a-z_]+)\"", text)}
    prefixes = {*PATTERNS.findall(text), "staff.", "field.", "event.", "part.", "wrong.", "took.", "telling.", "only."}
    prefixes |= {"logged.", "log.", "draft_form.", "aside_why.", "subject.", "personal.", "action."}
    prefixes |= {"provider."}
    left = {key for key in strings() if key not in asked and not key.startswith(tuple(prefixes))}

    assert asked - set(strings()) == set()
    assert left == set()


def test_no_template_marks_text_as_safe() -> None:
    for path in FOLDER.glob("templates/*.html"):
        page = path.read_text("utf-8")
        assert "|safe" not in page.replace(" ", "")
        assert not re.search(r"\son[a-z]+=|style=|javascript:", page), path.name


def test_what_is_vendored_is_what_its_list_says() -> None:
    listed = (FOLDER / "static/THIRD-PARTY.md").read_text("utf-8")
    for path in FOLDER.glob("static/*.min.js"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in listed
        assert path.name in listed


@pytest.mark.parametrize(
    ("day", "english", "chinese"),
    [
        ("2026-11-21", "21 November 2026", "2026年11月21日"),
        ("2026-11", "November 2026", "2026年11月"),
        ("2021", "2021", "2021年"),
        ("984d07f0e0a5", "984d07f0e0a5", "984d07f0e0a5"),
    ],
)
def test_a_day_that_is_kept_as_text_is_told_as_people_write_it(day: str, english: str, chinese: str) -> None:
    assert [Words(language).written(day) for language in ("en", "zh")] == [english, chinese]


def test_an_unknown_sentence_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words("en")("no.such_sentence")
    assert words.TAGS == {"en": "en", "zh": "zh-Hans"}
