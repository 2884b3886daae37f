"""The pairings of cities that worked on a subject, beside the pilot projects that have a record of their own."""

from __future__ import annotations

from datetime import date

from actions import pairings, profiles, subjects, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

MOST = 6


def on_subject(question: Question, library: Library) -> list[pairings.Pairing]:
    """Give the pairings whose recorded topics name a subject of the message, each once, of cities with a partner."""
    asked = subjects.read(question)
    found: dict[tuple[str, frozenset[str]], pairings.Pairing] = {}
    for city in library.of_kind("city"):
        for one in pairings.of_city(city, library):
            topics = one.part.topics
            if one.partners and topics is not None and any(subject.of([topics]) for subject in asked):
                met = frozenset({city.ref, *(str(partner) for partner in one.partners)})
                if not any(met <= seen and one.part.programme == ref for ref, seen in found):
                    found[(one.part.programme, met)] = one
    return list(found.values())


def tell(
    answer: Answer, question: Question, told: list[Record], library: Library, today: date, wider: bool = False
) -> None:
    """List the pairings on the subject of a message that none of the pilots just told of stands for.

    Args:
        answer: what was told, and is added to.
        question: the message.
        told: the pilots told of.
        library: all records.
        today: the day on which programmes are over or not.
        wider: whether no record has the very words of the message, only the subject they belong to.
    """
    shown = [{ref for fact in [one.facts.get("cities")] if fact for ref in fact.refs} for one in told]
    rows = [one for one in on_subject(question, library) if not any(_is_of(one, refs) for refs in shown)][:MOST]
    if not rows:
        return
    cities = [city for one in rows if (city := library.get(one.city)) is not None]
    evidence = Evidence(tuple(city.ref for city in cities), pairings.sources(rows))
    if wider:
        subject = values.listed([one.said for one in subjects.read(question)], "or")
        answer.say("pilot.worked_wider", evidence, subject=subject)
    else:
        answer.say("pilot.worked_too" if told else "pilot.worked", evidence)
    answer.items([_row(one, library) for one in rows])
    pairings.tell_over(answer, cities, library, today)
    for city in cities[:2]:
        profiles.offer(answer, city)


def _is_of(one: pairings.Pairing, refs: set[str]) -> bool:
    return one.city in refs and all(partner in refs for partner in one.partners)


def _row(one: pairings.Pairing, library: Library) -> values.Typed:
    city = library.get(one.city)
    return values.say("pilot.worked_row", name=values.names(city) if city else {}, part=pairings.row(one, library))
