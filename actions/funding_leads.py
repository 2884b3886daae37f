"""What leads an answer on sums: what one project gets, or what is given a year, of a scheme or of one beside it."""

from __future__ import annotations

from actions import context, facts, funding_changes, funding_points, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

YEAR = "_year"
"""Names of facts with the sum of a year have this in them."""


def project(answer: Answer, scheme: Record) -> None:
    """Say first what one project gets, or that this is not known: the budget of a programme is no such sum."""
    known = funding_points.amount(scheme.fits) if scheme.fits is not None else None
    said = Answer()
    if known is None:
        said.say("funding.no_project_amount")
    else:
        said.say("funding.project_amount", Evidence((scheme.ref,)), name=values.names(scheme), amount=known)
    answer.blocks[:0] = said.blocks


def asks_per_year(question: Question) -> bool:
    """Tell whether a message asks how much is given a year."""
    return funding_changes.says("per_year", question.text)


def year(answer: Answer, scheme: Record, library: Library) -> None:
    """Put before an answer what is known of a year, unless the scheme's own sums are sums of a year.

    Args:
        answer: tells the sums of the scheme already.
        scheme: the scheme that was asked about.
        library: all records.
    """
    if _sums(scheme):
        return
    said = Answer().say("funding.no_year", Evidence((scheme.ref,)), name=values.names(scheme))
    for other in context.records(library, list(scheme.related)):
        sums = _sums(other)
        if other.kind == "funding" and sums:
            said.say("funding.year_of_other", Evidence((other.ref,)), name=values.names(other))
            for name in sums:
                facts.tell(said, other, other.facts[name], library)
            profiles.offer(answer, other)
            break
    answer.blocks[:0] = said.blocks
    answer.told += said.told


def _sums(scheme: Record) -> list[str]:
    return [fact.name for fact in scheme.facts.values() if YEAR in fact.name and fact.value is not None]
