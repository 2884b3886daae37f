"""What cities of both sides did together: their common pilot, their part in a programme, or that no tie is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions import context, criteria, facts, pairings, places, profiles, relations
from actions.answer import Answer
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

MOST_FACTS = 2
MOST_PAIRS = 4
MOST_PILOTS = 2
Pair = tuple[Record, Record]


def of(found: list[Record]) -> list[Pair]:
    """Give the pairs of a European and a Chinese city among some cities, in the order in which they were named."""
    return [
        (one, other)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if (one.country == "CN") != (other.country == "CN")
    ][:MOST_PAIRS]


def together(question: Question, library: Library, today: date) -> Answer | None:
    """Tell what the named cities did with each other.

    Returns: None where a message names no two places of which one is in China and the other is not.
    """
    found = context.mentioned(question, library, "city")
    pairs = of(found)
    if len(pairs) == 1 and len(found) == 2:
        return _of_two(question, *pairs[0], library, today)
    if pairs:
        return _of_several(question, pairs, library, today)
    known = [one for one in places.asked(question, library) if one.country or len(question.unknown_names) == 1]
    return relations.with_place(question, found[0], library, today) if len(found) == 1 and known else None


def joined(question: Question, library: Library, today: date) -> Answer | None:
    """Answer a message that is a pair: two cities of both sides with a stroke between them."""
    if not criteria.asks(question, "stroke") or len(context.mentioned(question, library, "city")) != 2:
        return None
    return together(question, library, today)


def asked(question: Question, library: Library, today: date) -> Answer | None:
    """Answer a question for partners that is about a pair: two places of both sides, and not the partners of each."""
    each = criteria.asks(question, "each") or criteria.asks(question, "common")
    if each or len(criteria.places(question)) != 2:
        return None
    return together(question, library, today)


def which(question: Question, found: list[Record], library: Library, today: date) -> Answer | None:
    """Answer with which of several cities of the other side one city worked; None where a table is asked for."""
    alone = min(sum(city.country == "CN" for city in found), sum(city.country != "CN" for city in found))
    goes_on = question.last.get("intent") == question.intent
    table = goes_on or criteria.rows(question) or criteria.compares(question) or criteria.asks(question, "table")
    return None if len(found) < 3 or alone != 1 or table else _of_several(question, of(found), library, today)


def line(answer: Answer, question: Question, found: list[Record], library: Library) -> None:
    """Say of two cities of both sides whether they worked together, before each is told about."""
    if len(found) == 2 and of(found):
        relations.tell_tie(answer, question, found[0], found[1], library)


def _of_two(question: Question, one: Record, other: Record, library: Library, today: date) -> Answer:
    answer = relations.of_two(question, one, other, library, today)
    if any(other.ref in part.partners for part in pairings.of_city(one, library)):
        _details(answer, one, other, library)
        relations.topics_once(answer)
    for pilot in _shared((one, other), library):
        profiles.summary(answer, pilot, library)
    _offer(answer, (one, other), library)
    return answer


def _of_several(question: Question, pairs: list[Pair], library: Library, today: date) -> Answer:
    """Tell of each pair whether the two worked together; what is known of a tie comes with it."""
    answer = Answer()
    for one, other in pairs:
        answer.about(one, other)
        relations.tell_tie(answer, question, one, other, library)
    parts = [part for one, other in pairs for part in pairings.of_city(one, library) if other.ref in part.partners]
    if parts and pairings.all_over(parts, library, today):
        answer.say("city.pairings_over")
    cities = list({city.ref: city for pair in pairs for city in pair}.values())
    _offer(answer, cities, library)
    for city in cities[:MOST_PAIRS]:
        profiles.offer(answer, city)
    answer.shown = [city.ref for city in cities]
    return answer


def _details(answer: Answer, one: Record, other: Record, library: Library) -> None:
    """Add what the record of either city says of the other by name."""
    told = 0
    for city, partner in ((one, other), (other, one)):
        for fact in facts.tellable(city):
            names = [*partner.names.en, *partner.names.zh]
            named = fact.text is not None and any(name in fact.text.en or name in fact.text.zh for name in names)
            if named and not fact.unknown and told < MOST_FACTS:
                facts.tell(answer, city, fact, library)
                told += 1


def _offer(answer: Answer, cities: Iterable[Record], library: Library) -> None:
    """Offer the pilot projects that two of some cities had together, before anything else."""
    before, answer.buttons = answer.buttons, []
    for pilot in _shared(cities, library):
        profiles.offer(answer, pilot)
    answer.buttons += before


def _shared(cities: Iterable[Record], library: Library) -> list[Record]:
    refs = {city.ref for city in cities}
    found = [one for one in library.of_kind("pilot") if len(refs & set(_cities(one))) > 1]
    return found[:MOST_PILOTS]


def _cities(pilot: Record) -> tuple[str, ...]:
    fact = pilot.facts.get("cities")
    return fact.refs if fact else ()
