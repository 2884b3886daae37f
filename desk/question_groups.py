"""Groups questions by meaning: deterministic, without a model, the same questions always in the same groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from desk.question_meanings import Meaning, is_han

ALIKE = 0.55
"""From so much in common on (of 1), two questions are one."""
_SAME_WORD = 80
_LONG_WORD = 5
_BEGINNING = 3
_WEIGHTS = {"name": 0.8, "weak": 0.3, "pair": 0.5, "word": 1.0}
_WEAK = "~"


def groups(meanings: Sequence[Meaning]) -> list[list[int]]:
    """Return which questions belong together, as their places; what has no meaning is in no group.

    Whoever is asked most often leads a group, and each other question joins the leader that is most like it: so a
    chain of small steps never ties two subjects together.

    Args:
        meanings: of the questions.
    """
    number = Counter(meaning for meaning in meanings if not meaning.is_empty)
    ordered = sorted(number, key=lambda meaning: (-number[meaning], len(meaning.words), meaning.key))
    leaders: list[Meaning] = []
    by_part: dict[str, list[int]] = defaultdict(list)
    joined: dict[Meaning, int] = {}
    for meaning in ordered:
        best = _best(meaning, leaders, by_part)
        if best is None:
            best = len(leaders)
            leaders.append(meaning)
            for part in _parts(meaning):
                by_part[part].append(best)
        joined[meaning] = best
    found: dict[int, list[int]] = defaultdict(list)
    for place, meaning in enumerate(meanings):
        if meaning in joined:
            found[joined[meaning]].append(place)
    return [found[leader] for leader in sorted(found)]


def _best(meaning: Meaning, leaders: Sequence[Meaning], by_part: Mapping[str, list[int]]) -> int | None:
    near = sorted({leader for part in _parts(meaning) for leader in by_part.get(part, ())})
    scored = [(alike(meaning, leaders[leader]), -leader) for leader in near]
    best, place = max(scored, default=(0.0, 0))
    return -place if best >= ALIKE else None


def _parts(meaning: Meaning) -> Iterable[str]:
    """Return by what a question is found: all it says; of Latin words the beginning, since the rest may be misspelt."""
    return {*meaning.names, *(word if is_han(word) else word[:_BEGINNING] for word in meaning.words)}


def alike(one: Meaning, other: Meaning) -> float:
    """Return how much two questions have in common, from 0 to 1.

    Two that name different records have nothing in common, and two that share nothing but a name neither.

    Args:
        one: a question.
        other: another one.
    """
    if one.names and other.names and not one.names & other.names:
        return 0.0
    pairs = _shared(one.words, other.words)
    shared = sum(_weight(word) for word in pairs)
    if not shared and (one.words or other.words):
        return 0.0
    names = _WEIGHTS["name"] * len(one.names & other.names)
    return 2 * (shared + names) / (_all(one) + _all(other))


def _shared(one: frozenset[str], other: frozenset[str]) -> list[str]:
    same = sorted(one & other)
    left = [word for word in sorted(other - one) if len(word) >= _LONG_WORD and word.isascii()]
    for word in sorted(one - other):
        twin = next((each for each in left if word.isascii() and fuzz.ratio(word, each) >= _SAME_WORD), None)
        if twin is not None:
            left.remove(twin)
            same.append(word)
    return same


def _all(meaning: Meaning) -> float:
    return _WEIGHTS["name"] * len(meaning.names) + sum(map(_weight, meaning.words))


def _weight(word: str) -> float:
    if word.startswith(_WEAK):
        return _WEIGHTS["weak"]
    return _WEIGHTS["pair" if is_han(word) else "word"]
