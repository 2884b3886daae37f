"""How well a scheme fits a case: which points fit, which do not, and which are not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions import states, subjects
from actions.context import Question
from actions.funding_case import ANY, BOTH, CN, ELSEWHERE, EU, PERSON, Case
from knowledge.library import Library
from knowledge.records import Fits, Record, Text

WHO, SIDE, PURPOSE, SUM, KIND = "who", "side", "purpose", "sum", "gives"
MONEY, SIZE = "money", "sum_unknown"
"""Points for which the sum cannot be compared: the scheme pays nothing, or how much is not known."""
DEFAULT_KIND = "city"
"""The help desk is there for cities; who says nothing else is one."""
BANDS = {"small": (1, 100_000), "medium": (100_000, 1_000_000), "large": (1_000_001, 10**12)}
STATE_WEIGHT = {"running": 4, "restricted": 4}
TELLING = ("pays", "who", "open", "china")
"""Facts, besides the summary, in which a scheme may name what it is for."""
TOPIC_WEIGHT, TEXT_WEIGHT = 16, 10
"""A scheme whose recorded topics, or whose own words, name the subject goes before all others that fit."""


@dataclass(frozen=True)
class Match:
    """A scheme beside a case.

    Args:
        scheme: the scheme.
        fits: points in which it fits, in the order of the questions.
        misses: points in which it does not.
        open: points of which the records do not tell.
        over: whether it takes no applications any more.
        weight: what else speaks for it: it was named, its topics, its state.
        words: its recorded topics that name the subject of the case.
        told: whether its own words name the subject.
    """

    scheme: Record
    fits: tuple[str, ...]
    misses: tuple[str, ...]
    open: tuple[str, ...]
    over: bool
    weight: int
    words: tuple[Text, ...] = ()
    told: bool = False

    @property
    def is_fit(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.misses and SIDE not in self.open

    @property
    def is_near(self) -> bool:
        """Whether the applicant can take part, or perhaps can, and one other point does not fit."""
        return not self.is_fit and not self.excludes and not self.barred and self.lacks == 1

    @property
    def lacks(self) -> int:
        """In how many points it does not fit, or perhaps does not."""
        return len(self.misses) + (SIDE in self.open)

    @property
    def barred(self) -> bool:
        """Whether it gives what the applicant has said they do not want."""
        return KIND in self.misses

    @property
    def excludes(self) -> bool:
        """Whether it is not for such an applicant."""
        return WHO in self.misses or SIDE in self.misses


def matches(question: Question, case: Case, library: Library, today: date) -> list[Match]:
    """Compare every scheme with a case, best first; those that pay for nothing one can apply for are left out."""
    found = [
        _match(scheme, scheme.fits, question, case, today)
        for scheme in library.of_kind("funding")
        if scheme.fits is not None and scheme.fits.for_ and scheme.ref not in question.negated
    ]
    return sorted(found, key=lambda one: (-one.weight, -len(one.fits), len(one.open), one.scheme.ref))


def _match(scheme: Record, terms: Fits, question: Question, case: Case, today: date) -> Match:
    fits: list[str] = []
    misses: list[str] = []
    unknown: list[str] = []
    for point, verdict in (
        (WHO, _who(terms, case)),
        (SIDE, _side(terms, case)),
        (KIND, _gives(terms, case)),
        (PURPOSE, None if case.purpose in (None, ANY) else case.purpose in terms.for_),
    ):
        if verdict is not None:
            (unknown if verdict == "open" else fits if verdict else misses).append(point)
    _sum(terms, case, fits, misses, unknown)
    over = states.is_over(scheme, today)
    asked = [subjects.by_key(key) for key in case.subjects]
    words = tuple(dict.fromkeys(word for one in asked for word in one.of(subjects.recorded(scheme))))
    told = any(one.of(_own_words(scheme)) for one in asked)
    weight = _weight(scheme, terms, case, question, today) + (TOPIC_WEIGHT if words else TEXT_WEIGHT if told else 0)
    return Match(scheme, tuple(fits), tuple(misses), tuple(unknown), over, weight, words, told)


def _own_words(scheme: Record) -> list[Text]:
    """Give the sentences in which a scheme says what it is for."""
    texts = [scheme.facts[name].text for name in TELLING if name in scheme.facts and not scheme.facts[name].unknown]
    return [one for one in (scheme.summary, *texts) if one is not None]


def _gives(terms: Fits, case: Case) -> bool | None:
    """Tell whether a scheme gives what is wanted; the records know grants, loans, services and titles."""
    if case.gives in (None, ANY):
        return None
    return terms.gives != "loan" if case.gives == "no_loan" else terms.gives == case.gives


def _kinds(terms: Fits, case: Case) -> list[tuple[str, ...]]:
    """Give the kinds of applicants on each side that matters; one that is unlimited stands for an open place."""
    if case.side == CN:
        return [terms.cn]
    if case.side == BOTH:
        return [terms.eu, terms.cn]
    return [terms.eu] if case.side in (EU, ELSEWHERE) else [terms.eu + terms.cn]


def _who(terms: Fits, case: Case) -> bool | None:
    if case.who == ANY:
        return None
    kind = case.who or DEFAULT_KIND
    if kind == PERSON:
        return False
    sides = [side for side in _kinds(terms, case) if side]  # an empty side is a matter of the place
    return any(kind in side for side in sides) if sides else None


def _side(terms: Fits, case: Case) -> bool | str | None:
    if case.side in (None, ANY):
        return None
    if case.side == ELSEWHERE:
        if case.country in terms.also:
            return True
        return "open" if terms.associated else False
    if terms.cn_terms == "unknown" and case.side != EU and (case.side == CN or terms.eu):
        return "open"
    return all(bool(side) for side in _kinds(terms, case))


def _sum(terms: Fits, case: Case, fits: list[str], misses: list[str], unknown: list[str]) -> None:
    if case.sum in (None, ANY):
        return
    least, most = BANDS[str(case.sum)]
    if terms.gives not in ("grant", "loan"):
        misses.append(MONEY)
    elif terms.least is None and terms.most is None:
        unknown.append(SIZE)
    elif most < (terms.least or 0) or least > (terms.most or most):
        misses.append(SUM)
    else:
        fits.append(SUM)


def _weight(scheme: Record, terms: Fits, case: Case, question: Question, today: date) -> int:
    state = states.now(scheme, today)
    return (
        STATE_WEIGHT.get(state.is_ if state else "", 0)
        + 3 * (case.side == CN and terms.cn_terms in (None, "paid_in_china"))
        + 20 * (scheme.ref in question.named("funding"))
        + 6 * (scheme.ref in question.named("topic"))
        + 4 * any(hit.ref == scheme.ref for hit in question.hits)
    )
