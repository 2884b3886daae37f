"""Holds two schemes that a message names against each other, for what it names as the purpose."""

from __future__ import annotations

from datetime import date

from actions import context, funding_case, funding_changes, funding_points, labels, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Fact, Record

MOST = 3
FACTS = ("who", "pays", "china")


def asked(question: Question, library: Library) -> bool:
    """Tell whether a message names several schemes and asks which of them, or how they differ."""
    named = context.mentioned(question, library, "funding")
    return len(named) > 1 and funding_changes.says("compares", question.text)


def compare(question: Question, library: Library, today: date) -> Answer:
    """Put the schemes side by side: how they stand, who may apply, what they pay, what holds for China."""
    found = context.mentioned(question, library, "funding")[:MOST]
    answer = Answer().about(*found)
    said = funding_case.said(question, library)
    if said.purpose is not None:
        _verdict(answer, found, said.purpose)
    else:
        answer.say("funding.compared", names=values.listed([values.names(one) for one in found], "and"))
    for one in found:
        states.tell(answer, one, today, with_note=False)
    answer.add(_table(found, library), _evidence(found))
    answer.say("funding.ease_unrated_short")
    answer.shown = [one.ref for one in found]
    for one in found:
        profiles.offer(answer, one)
    answer.button(values.say("button.find_funding"), "find_funding")
    return answer.button(values.say("button.person"), "ask_for_person")


def _verdict(answer: Answer, found: list[Record], purpose: str) -> None:
    """Say which of the schemes pays for a purpose by its record, and what the others pay for."""
    named = values.say(f"finder.purpose_{purpose}")
    fits = [one for one in found if one.fits is not None and purpose in one.fits.for_]
    evidence = Evidence(tuple(one.ref for one in found))
    if fits:
        answer.say("funding.fits_purpose", evidence, purpose=named, names=values.listed_names(fits))
    else:
        answer.say("funding.none_for_purpose", evidence, purpose=named, names=values.listed_names(found))
    for one in found:
        if one not in fits and one.fits is not None and one.fits.for_:
            paid = [values.say(f"finder.purpose_{name}") for name in one.fits.for_]
            purposes = values.listed(paid, "semicolon")
            answer.say("funding.pays_for_instead", evidence, name=values.names(one), purposes=purposes)


def _table(found: list[Record], library: Library) -> dict[str, object]:
    rows = [[labels.of_fact(fact), *[_cell(one, name) for one in found]] for name, fact in _facts(found)]
    rows.append([values.say("funding.row_amount"), *[_amount(one) for one in found]])
    names = [values.names(one) for one in found]
    return {"type": "table", "columns": [values.say("funding.compared_column"), *names], "rows": rows}


def _facts(found: list[Record]) -> list[tuple[str, Fact]]:
    first = ((name, next((one.facts[name] for one in found if name in one.facts), None)) for name in FACTS)
    return [(name, fact) for name, fact in first if fact is not None]


def _cell(scheme: Record, name: str) -> Typed:
    fact = scheme.facts.get(name)
    return values.say("city.cell_unknown") if fact is None or fact.text is None else values.text(fact.text)


def _amount(scheme: Record) -> Typed:
    known = funding_points.amount(scheme.fits) if scheme.fits is not None else None
    return known or values.say("city.cell_unknown")


def _evidence(found: list[Record]) -> Evidence:
    kept = [one.facts[name] for one in found for name in FACTS if name in one.facts]
    sources = tuple(dict.fromkeys(key for fact in kept for key in fact.sources))
    return Evidence(tuple(one.ref for one in found), sources)
