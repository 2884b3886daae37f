"""What somebody who looks for a partner city has said: who they are, and what the city shall be like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from actions import (
    city_sides,
    city_sizes,
    city_standing,
    clusters,
    context,
    forms,
    partner_countries,
    partner_homes,
    partner_objections,
    subjects,
)
from actions.city_names import plain, words
from actions.context import Question
from actions.sums import numbers
from knowledge import mentions
from knowledge.library import Library

SLOT = "partner_case"
CN, EU = "CN", "EU"
SIDES = frozenset({CN, EU})
LEAST_PEOPLE = 1_000
"""Fewer are no inhabitants of a city."""


@dataclass(frozen=True)
class Case:
    """What is known of a search; what has not been said is empty.

    Args:
        own: ref of the city that looks for a partner.
        home: code of the country in which the one who asks is.
        people: inhabitants of the asker's own city.
        side: CN or EU, where the partner shall be.
        countries: codes of the countries that it may be in.
        subjects: keys of what the cooperation is to be about.
        clusters: refs of the clusters it shall be in.
        programmes: refs of programmes of which it shall have been a part.
        least: inhabitants that it shall have at least.
        most: inhabitants that it shall have at most.
        place: words for where in a country it shall be, as typed.
        seen: refs of the cities suggested so far.
        without: refs of cities and codes of countries that it shall not be in.
        wished: ref of the city that the asker would like, while it is not known who asks.
    """

    own: str | None = None
    home: str | None = None
    people: float | None = None
    side: str | None = None
    countries: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    place: str = ""
    seen: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    wished: str | None = None

    @staticmethod
    def of(kept: Mapping[str, Any] | None) -> Case:
        """Read a search that a conversation remembers."""
        rows = (kept or {}).items()
        given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in rows}
        return Case(**given)

    def kept(self) -> dict[str, Any]:
        """Give the search as a conversation remembers it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @property
    def narrows(self) -> bool:
        """Whether anything is said of what the city shall be like, besides its side."""
        said = (self.countries, self.subjects, self.clusters, self.programmes, self.place, self.least, self.most)
        return any(bool(one) for one in said)

    @property
    def asker(self) -> Case:
        """The search without what the city shall be like: who asks stays who they are."""
        return Case(own=self.own, home=self.home, people=self.people)


def says(form: str, text: str) -> bool:
    """Tell whether a message holds one of the forms of partner_case.yml (smaller, another, any_size …)."""
    return forms.form("partner_case", form).search(plain(text).strip().replace("\u2019", "'")) is not None


def is_short(text: str, changes: bool = False) -> bool:
    """Tell whether a message is short enough to go on from a suggestion; one that plainly changes it may be longer."""
    return len(text.strip()) <= int(forms.words("partner_case")["longest_change" if changes else "longest"])


def _wished_side(question: Question, library: Library) -> str | None:
    """Give the side of a place that is wished for as the partner, where the records say which country it lies in."""
    for name in question.unknown_names:
        place = mentions.place_of(name, library)
        if place is not None and place.country and partner_homes.wishes(place, question.text):
            return CN if place.country == CN else EU
    return None


def _people(text: str) -> tuple[float | None, str]:
    """Give the inhabitants that the asker's own city has, and the text without them."""
    people = forms.words("partner_case")["people"]
    for one in numbers(text):
        before, after = text[: one.start], text[one.end :]
        counted = re.search(people["of"], before) or re.match(people["after"], after)
        if one.value >= LEAST_PEOPLE and counted and re.search(people["before"], before):
            return one.value, before + " " * (one.end - one.start) + after
    return None, text


def read(question: Question, library: Library, before: Case, goes_on: bool) -> Case:
    """Read what a message says of the search.

    Args:
        question: the message.
        library: all records.
        before: what was said earlier.
        goes_on: whether it changes the search of before; otherwise it is a new one, by the same asker.
    """
    case = before if goes_on else before.asker
    home, others = partner_homes.home_of(question, library)
    shown = forms.form("partner_case", "shown_size")
    people, text = _people(shown.sub(lambda match: " " * len(match.group()), plain(question.text)))
    named = context.mentioned(question, library, "city")
    if named and not goes_on:
        case = Case(own=named[0].ref)
    if home is not None:
        case = replace(case, home=home, own=case.own if named else None)
    case = replace(case, people=people or case.people)
    case = _wanted(case, partner_countries.wanted(plain(question.text), others))
    case = replace(case, side=_wished_side(question, library) or case.side)
    case = _denied(case, question)
    found = [one.key for one in subjects.read(question)]
    asked = [one for one in question.entities if one.kind != "topic" or not one.text]
    refs = [one.ref for one in clusters.fitting(replace(question, hits=(), entities=tuple(asked)), library)]
    if found or refs:
        case = replace(case, subjects=tuple(found), clusters=tuple(refs))
    place = _place(question, library)
    if place:
        case = replace(case, place=place)
    if question.named("programme"):
        case = replace(case, programmes=tuple(question.named("programme")))
    return _dropped(_sized(case, question, text), question.text)


def _wanted(case: Case, others: list[str]) -> Case:
    """Settle where the partner shall be: in what is named, else on the other side of the asker."""
    side = (CN if CN in others else EU) if others else None
    if side is not None:
        narrow = tuple(code for code in dict.fromkeys(others) if code not in SIDES and side == EU)
        return replace(case, side=side, countries=narrow)
    if case.own is None and case.home is not None:
        return replace(case, side=EU if case.home == CN else CN, countries=())
    return case


def _denied(case: Case, question: Question) -> Case:
    """Leave out the cities and countries that a message does not want; a whole side is none to leave out."""
    objected = partner_objections.cities(question)
    denied = [one.value for one in question.denied if one.kind in ("city", "country") and one.value not in SIDES]
    denied += objected
    named = {one.value for one in question.entities} - {*objected}
    kept = tuple(one for one in dict.fromkeys((*case.without, *denied)) if one not in named)
    return replace(case, without=kept, countries=tuple(code for code in case.countries if code not in kept))


def _place(question: Question, library: Library) -> str:
    """Give the words for where the partner shall be, as typed: a province, a group of countries, the south."""
    text = plain(question.text)
    names = city_sides.names(question)
    spans = [span for _, span in city_standing.placed(question.text, names)]
    spans += [match.span() for match in re.finditer(words()["unknown"][city_standing.PARTS], text)]
    lying = re.finditer(
        words()["unknown"][city_standing.LYING], text
    )  # what is a topic, as a port, is none of the place
    spans += [match.span() for match in lying if not subjects.of_text(f"{match.group()} ")]
    own = [span for span in spans if not partner_homes.is_home(text, span[0], span[1] - span[0])]
    return " ".join(question.text[start:end] for start, end in sorted(set(own)))


def _sized(case: Case, question: Question, text: str) -> Case:
    found = city_sizes.read(text, city_sides.names(question), CN if case.side == CN else EU)
    if found.limited:
        return replace(case, least=found.least, most=found.most)
    return case


def _dropped(case: Case, text: str) -> Case:
    """Leave out what the asker says no longer counts."""
    if says("any_size", text):
        case = replace(case, least=None, most=None, people=None)
    if says("any_topic", text):
        case = replace(case, subjects=(), clusters=())
    if says("any_place", text):
        case = replace(case, countries=(), place="", without=())
    if says("any_programme", text):
        case = replace(case, programmes=())
    return case
