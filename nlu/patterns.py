"""Values that no record owns: years, ordinals, case references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Mention:
    """Something named in a message.

    Args:
        entity: kind of thing ("city", "year", "ordinal", …).
        value: record ref, ISO country code or normalised value.
        start: first character in the normalised text.
        end: one past the last character in the normalised text.
        text: the surface as normalised.
        score: 1.0 for exact names, less for a corrected spelling.
    """

    entity: str
    value: str
    start: int
    end: int
    text: str
    score: float = 1.0


_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d])")
_REFERENCE = re.compile(r"(?<![a-z0-9])cb-\d{4}-[0-9a-z]{4,8}(?![a-z0-9])")


_STEP = re.compile(r"\bstep (?:no\.? ?|number )?(\d{1,2}|[a-z]+)\b|第(\d{1,2}|[一二三四五六七八九十]{1,3})步")
_NUMBERS = {
    word: number
    for number, words in enumerate(
        zip(
            "one two three four five six seven eight nine ten eleven twelve".split(),
            "一 二 三 四 五 六 七 八 九 十 十一 十二".split(),
        ),
        start=1,
    )
    for word in words
}


def one_of(forms: Iterable[str]) -> re.Pattern[str]:
    """Join regular expressions without groups of their own into one that fits where any of them does.

    A loop over hundreds of them took a tenth of the time of understanding a sentence.

    Args:
        forms: the expressions.
    """
    return re.compile("|".join(f"(?:{form})" for form in forms))


@cache
def data(name: str) -> dict[str, Any]:
    """Return the language data of one use.

    Args:
        name: of a file in `nlu/forms`, without its ending; the first line of each says what it is for.
    """
    loaded: dict[str, Any] = YAML(typ="safe").load(Path(__file__).parent / "forms" / f"{name}.yml")
    return loaded


@lru_cache(maxsize=1)
def _ordinals() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), str(row["value"])) for row in data("ordinals")["ordinals"])


def mentions(text: str) -> Iterator[Mention]:
    """Find years, ordinals and case references in a normalised text."""
    for match in _YEAR.finditer(text):
        yield Mention("year", match.group(), match.start(), match.end(), match.group())
    for match in _REFERENCE.finditer(text):
        yield Mention("reference", match.group().upper(), match.start(), match.end(), match.group())
    for match in _STEP.finditer(text):
        said = match.group(1) or match.group(2)
        number = int(said) if said.isdecimal() else _NUMBERS.get(said)
        if number:
            yield Mention("ordinal", str(number), match.start(), match.end(), match.group())
    for pattern, value in _ordinals():
        for match in pattern.finditer(text):
            yield Mention("ordinal", value, match.start(), match.end(), match.group())
