"""Figures over outcomes; all are percentages with one decimal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tools.evaluation.cases import OUT_OF_SCOPE
from tools.evaluation.outcomes import DID_YOU_MEAN, Outcome

BINS = 10


def share(true: Iterable[bool]) -> float:
    """Return how many of the values are true, in percent; 0.0 of nothing."""
    values = list(true)
    return round(100 * sum(values) / len(values), 1) if values else 0.0


def of_group(outcomes: Sequence[Outcome], group: str) -> list[Outcome]:
    """Return the outcomes of a group that are questions for this desk."""
    return [one for one in outcomes if one.case.group == group and one.case.inside]


def accuracy(outcomes: Sequence[Outcome], group: str) -> float:
    """Return the percentage of right intents in a group, out of scope left aside."""
    return share(one.right for one in of_group(outcomes, group))


def refused(outcomes: Sequence[Outcome]) -> float:
    """Return the percentage of in-scope messages that were refused."""
    return share(one.refused for one in outcomes if one.case.inside)


def rejected(outcomes: Sequence[Outcome], group: str | None = None) -> float:
    """Return the percentage of out-of-scope messages (of a group: near, far) that got no guessed answer."""
    rows = [one for one in outcomes if not one.case.inside and group in (None, one.case.group)]
    return share(set(one.intents) <= {OUT_OF_SCOPE, DID_YOU_MEAN} for one in rows)


def calibration(outcomes: Sequence[Outcome]) -> list[tuple[int, int, float, float]]:
    """Return (lower bound, messages, mean confidence, right) for each tenth of confidence that was acted on."""
    acted = [one for one in outcomes if DID_YOU_MEAN not in one.intents and not one.refused]
    rows: list[tuple[int, int, float, float]] = []
    for place in range(BINS):
        inside = [one for one in acted if min(int(one.confidence * BINS), BINS - 1) == place]
        if inside:
            mean = round(100 * sum(one.confidence for one in inside) / len(inside), 1)
            rows.append((place * 100 // BINS, len(inside), mean, share(one.right for one in inside)))
    return rows


def confusions(outcomes: Sequence[Outcome], most: int) -> list[tuple[str, str, int]]:
    """Return (asked, understood, times), most frequent first; out of scope that was not answered is no confusion."""
    wrong = Counter(
        (" + ".join(one.case.intents), " + ".join(one.intents))
        for one in outcomes
        if not one.right and (one.case.inside or DID_YOU_MEAN not in one.intents)
    )
    return [(asked, got, count) for (asked, got), count in wrong.most_common(most)]
