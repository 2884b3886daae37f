"""The case of somebody who looks for money, as far as a message says it: who, where, what for, how much."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import context, sums
from actions.context import Question
from knowledge.library import Library

ANY = "any"
"""Said to be open: it narrows nothing and is not asked for again."""
CN, EU, BOTH, ELSEWHERE = "CN", "EU", "both", "other"


@dataclass(frozen=True)
class Case:
    """What is known of a case; None where it has not been said.

    Args:
        who: city, university, firm or ngo.
        side: CN, EU, both, or other for a country outside.
        country: code of the country, if one was named.
        purpose: exchange, research, pilot, people, business or invest.
        sum: small, medium or large.
    """

    who: str | None = None
    side: str | None = None
    country: str | None = None
    purpose: str | None = None
    sum: str | None = None

    @staticmethod
    def of(kept: Mapping[str, Any]) -> Case:
        """Read a case that a conversation remembers."""
        return Case(*(kept.get(name) for name in ("who", "side", "country", "purpose", "sum")))

    def kept(self) -> dict[str, Any]:
        """Give the case as a conversation remembers it."""
        return {"who": self.who, "side": self.side, "country": self.country, "purpose": self.purpose, "sum": self.sum}

    def with_(self, said: Case) -> Case:
        """Give the case with what was said now; the newest word counts."""
        given = {name: value for name, value in said.kept().items() if value is not None}
        if said.side is not None and said.country is None:
            given["country"] = None
        return replace(self, **given)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Give the words and forms of funding_case.yml."""
    loaded: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("funding_case.yml"))
    return loaded


def said(question: Question, library: Library, asking: str | None = None) -> Case:
    """Read what a message says of a case: its buttons first, then its words.

    Args:
        question: the message.
        library: all records, for the side on which a city lies.
        asking: what was asked for, if anything; a mere number then is a sum.
    """
    pressed = [next(iter(question.named(name)), None) for name in ("applicant", "side", "purpose", "sum")]
    text = question.text.lower()
    side, country = (pressed[1], None) if pressed[1] else _side(question, library, text, asking)
    if any(pressed):  # the title of a button is no sentence of the person
        return Case(pressed[0], side, country, pressed[2], pressed[3])
    left = text if asking == "purpose" else _without_applicants(text)
    return Case(_who(text), side, country, _first(words()["for"], left), sums.band(text, bare=asking == "sum"))


def _without_applicants(text: str) -> str:
    """Leave out the words for applicants: "we are a research institute" does not say what the money is for."""
    for name, listed in words()["who"].items():
        if name != "city":
            text = re.sub(rf"(?:{_pattern(tuple(listed)).pattern})[a-z]*", " ", text)
    return text


def _form(word: str) -> str:
    return rf"\b{re.escape(word)}" if word[0].isascii() else re.escape(word)


@lru_cache(maxsize=32)
def _pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_form(word) for word in listed))


def _first(groups: Mapping[str, list[str]], text: str) -> str | None:
    """Give the group whose word comes first in a text."""
    found = [
        (match.start(), name) for name, listed in groups.items() if (match := _pattern(tuple(listed)).search(text))
    ]
    return min(found)[1] if found else None


def _who(text: str) -> str | None:
    """Give who speaks: as they say of themselves; else any kind that is named, a city last."""
    groups = words()["who"]
    own: list[tuple[int, int, str]] = []
    for name, listed in groups.items():
        for form in words()["own"]:
            match = re.search(form.replace("§", f"(?:{_pattern(tuple(listed)).pattern})"), text)
            own += [(match.start(), match.end(), name)] if match else []
    if own:
        return min(own)[2]
    others = {name: listed for name, listed in groups.items() if name != "city"}
    return _first(others, text) or _first(groups, text)


def _side(question: Question, library: Library, text: str, asking: str | None) -> tuple[str | None, str | None]:
    """Tell the side and the country of the one who asks.

    Where both sides are named, the first one is taken to be the person's own: people begin with themselves. In an
    answer to "where are you?" they mean both.
    """
    places: list[tuple[int, str]] = []
    for order, entity in enumerate(question.entities):
        place = order if entity.start is None else entity.start
        found = [one.country for one in context.records(library, [entity.value]) if one.country]
        codes = [entity.value] if entity.kind == "country" else found if entity.kind == "city" else []
        if entity.start is not None and _is_partner(text, entity.start, len(entity.text)):
            codes = [_opposite(code) for code in codes]  # who has a partner there is on the other side
            place += len(text)
        places += [(place, code) for code in codes]
    if asking == "side" and _pattern(tuple(words()["both"])).search(text):
        return BOTH, None
    if not places:
        return (
            (ELSEWHERE, None)
            if asking == "side" and _pattern(tuple(words()["elsewhere"])).search(text)
            else (None, None)
        )
    sides = {side_of(code) for _, code in places}
    if asking == "side" and {CN, EU} <= sides:
        return BOTH, None
    code = min(places)[1]
    return side_of(code), None if code in (CN, EU) else code


def _is_partner(text: str, start: int, length: int) -> bool:
    """Tell whether a place is named as that of the partner: "with Chengdu", "our Chinese sister city"."""
    before, after = words()["partner"]["before"], words()["partner"]["after"]
    return bool(re.search(before, text[:start])) or bool(re.match(after, text[start + length :]))


def _opposite(code: str) -> str:
    return EU if code == CN else CN


def side_of(code: str) -> str:
    """Tell on which side a country lies."""
    if code == CN:
        return CN
    return EU if code == EU or code in words()["eu"] else ELSEWHERE
