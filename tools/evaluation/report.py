"""The report of `make eval` as Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tools.evaluation.cases import LONG, TWO
from tools.evaluation.measures import accuracy, calibration, confusions, of_group, refused, rejected, share
from tools.evaluation.names import NameOutcome
from tools.evaluation.outcomes import Outcome

GROUPS = ("en", "zh", "mixed", LONG, TWO)
MOST_CONFUSIONS = 25


def summary(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the table of results of one set."""
    inside = [one for one in outcomes if one.case.inside]
    rows = [
        (f"understood, {group}", len(of_group(outcomes, group)), accuracy(outcomes, group))
        for group in GROUPS
        if of_group(outcomes, group)
    ]
    rows.append(("right intent offered as “did you mean”", len(inside), share(one.offered for one in inside)))
    rows.append(("in scope, refused", len(inside), refused(outcomes)))
    for group in ("near", "far"):
        count = sum(one.case.group == group for one in outcomes)
        rows.append((f"out of scope ({group}), not answered", count, rejected(outcomes, group)))
    known = [one for one in inside if one.case.records]
    rows.append(("right record named or found", len(known), share(one.finds for one in known)))
    told = [one for one in known if one.told is not None]
    rows.append(("answer rests on the right record", len(told), share(one.answers for one in told)))
    both = (one.answers and one.right for one in told)
    rows.append(("answer rests on the right record and tells what was asked", len(told), share(both)))
    return [*table(("what", "messages", "%"), rows), *_as_good(inside, told)]


def _as_good(inside: Sequence[Outcome], told: Sequence[Outcome]) -> list[str]:
    """Return the figures that count what a person would call right too; they stand beside the strict ones."""
    rows = [
        (f"answered as asked, {group}", len(some), share(one.served for one in some))
        for group in GROUPS
        if (some := of_group(inside, group))
    ]
    rows.append(("answer rests on the right record or names it", len(told), share(one.speaks_of for one in told)))
    both = share(one.speaks_of and one.served for one in told)
    rows.append(("the same, and tells what was asked", len(told), both))
    return [
        "Beside the strict figures: “as asked” also counts the answers that were read and judged as good",
        "(`tools/evaluation/as_good.yml`), and a record that the answer names where it is the condition.",
        "",
        *table(("what, judged by the answer", "messages", "%"), rows),
    ]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows), ""]


def per_intent(outcomes: Sequence[Outcome]) -> list[str]:
    """Return right / all for each intent and language."""
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for one in outcomes:
        if one.case.inside and len(one.case.intents) == 1:
            counts[one.case.intents[0]][one.case.group].append(one.right)
    rows = [
        (intent, *(f"{sum(groups[group])}/{len(groups[group])}" for group in ("en", "zh", "mixed")))
        for intent, groups in sorted(counts.items())
    ]
    return table(("intent", "en", "zh", "mixed"), rows)


def details(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what the summary of a set hides: intents, confusions, calibration."""
    rows = [(f"{low}–{low + 10} %", count, mean, right) for low, count, mean, right in calibration(outcomes)]
    return [
        *("## Per intent", "", *per_intent(outcomes)),
        *("## Most frequent confusions", ""),
        *table(("asked", "understood", "times"), confusions(outcomes, MOST_CONFUSIONS)),
        *("## Calibration: how often what was acted on was right", ""),
        *table(("confidence", "messages", "mean confidence", "right, %"), rows),
    ]


def robustness(clean: float, changed: Mapping[str, float]) -> list[str]:
    """Return what each change of the letters costs.

    Args:
        clean: percentage understood as written.
        changed: change → percentage understood.
    """
    rows = [("as written", clean, ""), *((name, now, round(now - clean, 1)) for name, now in changed.items())]
    return ["## The same messages written otherwise", "", *table(("written", "understood, %", "difference"), rows)]


def names(outcomes: Sequence[NameOutcome]) -> list[str]:
    """Return how often denied and easily confused names were taken as they were meant."""
    rows = []
    for kind in sorted({one.case.kind for one in outcomes}):
        for language in ("en", "zh"):
            some = [one for one in outcomes if (one.case.kind, one.case.language) == (kind, language)]
            rows.append((f"{kind}, {language}", len(some), share(one.right for one in some)))
    return ["## Names denied or easily confused", "", *table(("what", "messages", "taken as meant, %"), rows)]


def name_errors(outcomes: Sequence[NameOutcome]) -> list[str]:
    """Return every message whose names were misunderstood."""
    return [
        f"- {one.case.kind}: {one.case.text} → meant {sorted(one.meant)}, without a record {sorted(one.unknown)}"
        for one in outcomes
        if not one.right
    ]


def errors(outcomes: Sequence[Outcome]) -> list[str]:
    """Return every message that was misunderstood."""
    return [
        f"- {one.case.group} · {' + '.join(one.case.intents)} → {' + '.join(one.intents)} "
        f"({one.confidence:.2f}; {', '.join(one.candidates)}): {one.case.text}"
        for one in outcomes
        if not one.right
    ]
