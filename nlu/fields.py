"""Where a sentence asks for several facts of one thing: "population, partner and cluster of Kunming"."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import patterns
from nlu.normalise import is_han

MOST = 6


@lru_cache(maxsize=2)
def _row(language: str) -> re.Pattern[str]:
    rows = patterns.data()["fields"][language]
    word = f"(?:{rows['word']})"
    return re.compile(f"{word}(?:{rows['joint']}{word})+", re.IGNORECASE)


@lru_cache(maxsize=2)
def _word(language: str) -> re.Pattern[str]:
    return re.compile(patterns.data()["fields"][language]["word"], re.IGNORECASE)


@lru_cache(maxsize=2)
def _alone(language: str) -> re.Pattern[str]:
    return re.compile(patterns.data()["fields"][language]["alone"].replace("§", _word(language).pattern), re.IGNORECASE)


def _language(text: str) -> str:
    return "zh" if any(is_han(character) for character in text) else "en"


def apart(text: str) -> list[str]:
    """Give the sentence once for each fact that it asks for; nothing if it does not ask for several.

    Args:
        text: one sentence as typed.

    Returns:
        The sentence with one fact in the place of the row of them, in the order asked.
    """
    language = _language(text)
    row = _row(language).search(text)
    if row is None:
        return []
    words = [word.group() for word in _word(language).finditer(row.group())][:MOST]
    return [text[: row.start()] + word + text[row.end() :] for word in words]


def only(text: str) -> bool:
    """Tell whether a sentence is nothing but a fact that is wanted: "the partner of Rome", "扬州的伙伴"."""
    return _alone(_language(text)).search(text.strip(" ,，。.?？")) is not None


@lru_cache(maxsize=4)
def _facts(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = patterns.data()["fact_words"].get(kind, {})
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in rows.items())


def fact_of(kind: str, text: str) -> str | None:
    """Give the fact of a thing of a kind that a short question asks for by its plain name, such as its website."""
    return next((name for name, pattern in _facts(kind) if pattern.search(text)), None)
