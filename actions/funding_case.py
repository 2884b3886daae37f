"""The case of somebody who looks for money, as far as a message says it: who, where, what for, how much."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import funding_place, subjects, sums
from actions.context import Question
from knowledge.library import Library

ANY = "any"
"""Said to be open: it narrows nothing and is not asked for again."""
CN, EU, BOTH, ELSEWHERE = "CN", "EU", "both", "other"
PERSON = "person"
FELLOWSHIP = "fellowship"
"""Money for one person. No scheme of the records is recorded as such; who asks for it is told so."""


@dataclass(frozen=True)
class Case:
    """What is known of a case; None or empty where it has not been said.

    Args:
        who: city, university, firm, ngo or person.
        side: CN, EU, both, or other for a country outside.
        country: code of the country, if one was named.
        purpose: exchange, research, pilot, people, business or invest.
        sum: small, medium or large.
        gives: what it shall be: grant, loan, no_loan, fellowship or service.
        subjects: keys of what it is about.
        region: the region that the applicant named, in English and in Chinese.
    """

    who: str | None = None
    side: str | None = None
    country: str | None = None
    purpose: str | None = None
    sum: str | None = None
    gives: str | None = None
    subjects: tuple[str, ...] = ()
    region: tuple[str, ...] = ()

    @staticmethod
    def of(kept: Mapping[str, Any]) -> Case:
        """Read a case that a conversation remembers."""
        names = [one.name for one in fields(Case)]
        given = {name: kept[name] for name in names if kept.get(name) is not None}
        typed: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
        return Case(**typed)

    def kept(self) -> dict[str, Any]:
        """Give the case as a conversation remembers it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def with_(self, said: Case) -> Case:
        """Give the case with what was said now; the newest word counts."""
        given = {one.name: value for one in fields(said) if (value := getattr(said, one.name))}
        if said.side is not None:
            given |= {"country": said.country, "region": said.region}
        return replace(self, **given)

    @property
    def says_nothing(self) -> bool:
        """Whether nothing is known of it."""
        return self == Case()


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
    if any(pressed):  # the title of a button is no sentence of the person
        place = (pressed[1], None, ()) if pressed[1] else funding_place.of(question, library, asking)
        return Case(pressed[0], place[0], place[1], pressed[2], pressed[3], region=place[2])
    text = question.text.lower()
    gives = _gives(text)
    left = _without_kinds(text if asking == "purpose" else _without_applicants(text))
    side, country, region = funding_place.of(question, library, asking)
    purpose, about = _first(words()["for"], left), _subjects(question, left)
    who = _own_kind(text) if asking == "purpose" else _who(text, gives)
    if asking is not None and purpose is not None:
        about = tuple(one for one in about if one not in words()["same"].get(purpose, ()))
    return Case(who, side, country, purpose, sums.band(text, bare=asking == "sum"), gives, about, region)


def _subjects(question: Question, left: str) -> tuple[str, ...]:
    """Give what the money is about, in what is left of a message without its applicants and kinds of money."""
    named = tuple(one for one in question.entities if one.kind != "topic" or one.text.lower() in left)
    return tuple(one.key for one in subjects.read(replace(question, text=left, entities=named)))


def _gives(text: str) -> str | None:
    """Tell of what kind the money shall be, where a message makes that a condition."""
    return next((name for name, form in words()["gives"].items() if re.search(form, text)), None)


def _without_kinds(text: str) -> str:
    """Leave out the words for kinds of money: "no loans" does not say that it is for building."""
    for form in words()["gives"].values():
        text = re.sub(form, " ", text)
    return text


def _without_applicants(text: str) -> str:
    """Leave out the words for applicants: "we are a research institute" does not say what the money is for."""
    for name, listed in words()["who"].items():
        if name != "city":
            text = re.sub(rf"(?:{pattern(tuple(listed)).pattern})[a-z]*", " ", text)
    return text


def _form(word: str) -> str:
    return rf"\b{re.escape(word)}" if word[0].isascii() else re.escape(word)


@lru_cache(maxsize=32)
def pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    """Give one pattern for a list of words; Latin ones count from their beginning."""
    return re.compile("|".join(_form(word) for word in listed))


def _first(groups: Mapping[str, list[str]], text: str) -> str | None:
    """Give the group whose word comes first in a text."""
    found = [(match.start(), name) for name, listed in groups.items() if (match := pattern(tuple(listed)).search(text))]
    return min(found)[1] if found else None


def _who(text: str, gives: str | None) -> str | None:
    """Give who speaks: as they say of themselves; else any kind that is named, a city last."""
    own = _own_kind(text)
    if own is not None or gives == FELLOWSHIP:
        return own or PERSON
    groups = words()["who"]
    others = {name: listed for name, listed in groups.items() if name not in ("city", PERSON)}
    return _first(others, text) or _first({"city": groups["city"]}, text)


def _own_kind(text: str) -> str | None:
    """Give the kind of applicant that a message says it comes from."""
    own: list[tuple[int, int, str]] = []
    for name, listed in words()["who"].items():
        for form in words()["own"]:
            match = re.search(form.replace("§", f"(?:{pattern(tuple(listed)).pattern})"), text)
            own += [(match.start(), match.end(), name)] if match else []
    return min(own)[2] if own else None


def drops(text: str) -> list[str]:
    """Give the points of a case of which a message says that they no longer count."""
    return [name for name, form in words()["drops"].items() if re.search(form, text.lower().replace("\u2019", "'"))]


def left_open(case: Case, name: str) -> Case:
    """Give a case in which a point is said to be open."""
    open_: dict[str, Any] = {name: ANY}
    return replace(case, **open_)


def changed(before: Case, now: Case, text: str) -> Case:
    """Give a case with what was said now, without what no longer counts."""
    case = before.with_(now)
    for name in drops(text):
        case = replace(case, subjects=()) if name == "subjects" else left_open(case, name)
    return case
