"""Who looks for money, as far as a message says it, and how well a scheme fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions import city_lists, context, states
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

STATE_WEIGHT = {"running": 2, "restricted": 2}
DEFAULT_KIND = "city"
"""The help desk is there for cities; who says nothing else is one."""


@dataclass(frozen=True)
class Applicant:
    """The side (CN, EU, None where it is not said) and the kinds (city, university, firm) of an applicant."""

    side: str | None
    kinds: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(Path(__file__).with_name("applicants.yml"))
    return loaded


def of(question: Question, library: Library) -> Applicant:
    """Read the applicant from a message."""
    said = question.text.lower()
    kinds = tuple(kind for kind, words in _words()["kinds"].items() if any(word in said for word in words))
    return Applicant(side(question, library), kinds or (DEFAULT_KIND,))


def side(question: Question, library: Library) -> str | None:
    """Tell on which side the applicant is: CN, EU, or None where the message does not say.

    Where both sides are named, the first one is taken to be the person's own: people begin with themselves.
    """
    sides: list[tuple[int, str]] = []
    for order, entity in enumerate(question.entities):
        place = order if entity.start is None else entity.start
        if entity.kind == "country":
            sides.append((place, "CN" if entity.value == "CN" else "EU"))
        if entity.kind == "city":
            found = context.records(library, [entity.value])
            sides += [(place, "CN" if city.country == "CN" else "EU") for city in found]
    return min(sides)[1] if sides else None


def fit(scheme: Record, applicant: Applicant, question: Question, today: date) -> int:
    """Count what speaks for a scheme.

    Args:
        scheme: the scheme.
        applicant: its side and kind.
        question: the message: schemes it names or the index found, topics.
        today: the day on which the state is looked at.
    """
    state = states.now(scheme, today)
    score = STATE_WEIGHT.get(state.is_ if state else "", 0) + _for(scheme, applicant)
    score += 20 * (scheme.ref in question.named("funding")) + 6 * (scheme.ref in question.named("topic"))
    score += 4 * any(hit.ref == scheme.ref for hit in question.hits)
    topics = " ".join(scheme.topics).lower()
    return score + 4 * sum(word.lower() in topics for word in city_lists.topic_words(question))


def _for(scheme: Record, applicant: Applicant) -> int:
    who, region = _text(scheme, "who"), _text(scheme, "region")
    kinds = _words()["kinds"]
    score = 2 if any(word in who for kind in applicant.kinds for word in kinds[kind]) else -1
    for code, words in _words()["sides"].items():
        own = applicant.side in (code, None)
        in_who, in_region = (any(word in text for word in words) for text in (who, region))
        score += 3 * in_who + 2 * in_region if own else int(in_who or in_region)
    return score


def _text(scheme: Record, name: str) -> str:
    fact = scheme.facts.get(name)
    return f"{fact.text.en} {fact.text.zh}".lower() if fact is not None and fact.text is not None else ""
