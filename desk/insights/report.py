"""All figures of a scope, with those of the period before to compare them with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from desk.insights import cases, demand
from desk.insights import messages as said
from desk.insights.cases import CaseFigure
from desk.insights.demand import Wishes
from desk.insights.messages import Messages, Visits
from desk.insights.scope import Scope


@dataclass(frozen=True)
class Report:
    """What happened.

    Args:
        scope: for what it is counted.
        messages: to the assistant.
        visits: conversations on a day.
        cases: that were opened.
        subjects: that requests are about.
        partners: that requests wish for.
    """

    scope: Scope
    messages: list[Messages]
    visits: list[Visits]
    cases: list[CaseFigure]
    subjects: list[Wishes]
    partners: list[Wishes]


def report(connection: Connection, scope: Scope) -> Report:
    """Count everything in a scope."""
    return Report(
        scope,
        said.messages(connection, scope),
        said.visits(connection, scope),
        cases.opened(connection, scope),
        demand.subjects(connection, scope),
        demand.partners(connection, scope),
    )


@dataclass(frozen=True)
class KeyFigure:
    """A figure with the one of the period before.

    Args:
        name: key of its name.
        unit: number, percent or hours.
        value: None if there is nothing to count.
        before: of the period before.
    """

    name: str
    unit: str
    value: float | None
    before: float | None


def key_figures(now: Report, before: Report) -> list[KeyFigure]:
    """Return the figures that stand at the top."""
    both = [_figures(each) for each in (now, before)]
    return [KeyFigure(name, unit, value, both[1][name][1]) for name, (unit, value) in both[0].items()]


def _figures(found: Report) -> dict[str, tuple[str, float | None]]:
    response = cases.times(found.cases, cases.RESPONSE)
    return {
        "visits": ("number", said.total(found.visits)),
        "messages": ("number", said.total(found.messages)),
        "solved": ("percent", said.solved(found.visits)),
        "unanswered": ("percent", said.unanswered(found.messages)),
        "cases": ("number", len(found.cases)),
        "response": ("hours", response.middle),
        "in_time": ("percent", response.in_time),
        "helpful": ("percent", said.helpful(found.messages)),
    }
