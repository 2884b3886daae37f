"""Says what the checks find in the reader's language; the checks themselves write English."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).with_name("problem_words.yml")
PLACE = re.compile(r"\{([a-z]+)\}")


@lru_cache(maxsize=1)
def sentences() -> list[dict[str, str]]:
    """Return every sentence of the checks in both languages, what says most by itself first; read once."""
    found: list[dict[str, str]] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return sorted(found, key=lambda one: -len(PLACE.sub("", one["en"])))


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern(one["en"]), one["zh"]) for one in sentences()]


def _pattern(english: str) -> re.Pattern[str]:
    parts = PLACE.split(english)
    written = [f"(?P<{part}>.+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)]
    return re.compile("".join(written), re.DOTALL)


def told(text: str, language: str) -> str:
    """Return what a check says, in a language; a sentence that has no words there stays English.

    Args:
        text: `what`, `do` or `field` of a problem.
        language: "en" or "zh".
    """
    if language != "zh":
        return text
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return _filled(chinese, found)
    return text


def _filled(sentence: str, found: re.Match[str]) -> str:
    return PLACE.sub(lambda place: _word(found[place[1]]), sentence)


def _word(value: str) -> str:
    """Return what stands in a place: a word of the checks in Chinese, anything else as it is."""
    return next((one["zh"] for one in sentences() if one["en"] == value), value)
