"""Where a sentence asks for several facts of one thing: "population, partner and cluster of Kunming"."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import patterns
from nlu.normalise import is_han

MOST = 6


@lru_cache(maxsize=2)
def _row(language: str) -> re.Pattern[str]:
    rows = patterns.data("fields")["fields"][language]
    word = f"(?:{rows['word']})"
    return re.compile(f"{word}(?:{rows['joint']}{word})+", re.IGNORECASE)


@lru_cache(maxsize=2)
def _word(language: str) -> re.Pattern[str]:
    return re.compile(patterns.data("fields")["fields"][language]["word"], re.IGNORECASE)


@lru_cache(maxsize=2)
def _alone(language: str) -> re.Pattern[str]:
    return re.compile(
        patterns.data("fields")["fields"][language]["alone"].replace("§", _word(language).pattern), re.IGNORECASE
    )


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
    rows = patterns.data("fields")["fact_words"].get(kind, {})
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in rows.items())


def fact_of(kind: str, text: str) -> str | None:
    """Give the fact of a thing of a kind that a short question asks for by its plain name, such as its website."""
    return next((name for name, pattern in _facts(kind) if pattern.search(text)), None)


@lru_cache(maxsize=2)
def _of_city(language: str) -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], re.Pattern[str]]:
    rows = patterns.data("fields")["fields_of_city"][language]
    words = tuple((word, re.compile(form, re.IGNORECASE)) for word, form in rows["words"].items())
    return words, re.compile(rows["between"], re.IGNORECASE), re.compile(rows["joint"], re.IGNORECASE)


def of_city(text: str, called: str, name: str) -> list[str]:
    """Give a question for each fact of a city that one sentence asks for, background left out.

    Args:
        text: one sentence as typed.
        called: how the sentence calls the city; empty where it does not.
        name: how the questions are to call it.

    Returns:
        "population of Rome", "partner city of Rome" …, in the order asked; nothing if not several are asked for side
        by side.
    """
    language = _language(text)
    words, between, joint = _of_city(language)
    framed = re.sub(re.escape(called), "§", text, flags=re.IGNORECASE) if called else text
    found = sorted((match.start(), match.end(), word) for word, form in words for match in form.finditer(framed))
    gaps = [framed[end:start] for (_, end, _), (start, _, _) in zip(found, found[1:])]
    side_by_side = all(between.fullmatch(gap) and joint.search(gap) for gap in gaps)
    asked = list(dict.fromkeys(word for _, _, word in found))
    if len(asked) < 2 or not side_by_side:
        return []
    form: str = patterns.data("fields")["fields_of_city"][language]["asked"]
    return [form.format(word=word, name=name) for word in asked]
