"""Cities side by side: the sentence that answers what is asked, and a table of what was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from actions import (
    cities,
    context,
    criteria,
    figures,
    labels,
    pairings,
    pairs,
    places,
    profiles,
    rankings,
    relations,
    rounds,
    values,
)
from actions.answer import Answer, Evidence
from actions.context import Entity, Question
from actions.criteria import PARTNERS, POPULATION
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

MOST_COMPARED = 4
MOST_ROWS = 2
"""Rows that a table of any number of cities may have: more would no longer fit beside each other."""
ROWS = ("country", POPULATION, PARTNERS, "programmes", "clusters", "topics")
FACTS = {POPULATION: "population", PARTNERS: "cooperation", "programmes": "cooperation", "clusters": "clusters"}


def compare(question: Question, library: Library, today: date) -> Answer:
    """Compare cities: all of them by one thing that is asked for, else up to four by everything."""
    tie = relations.between(question, library, today)
    if tie is not None:
        return tie
    named = context.mentioned(question, library, "city")
    which = pairs.which(question, named, library, today)
    if which is not None:
        return which
    found = _meant(question, named, library)
    if question.unknown_names and len(named) < 2:
        return _with_unknown(question, named, library, today)
    sized = not named and POPULATION in criteria.rows(question)
    earlier = [Entity(row["entity"], row["value"]) for row in _unknown_before(question) if sized]
    if len(found) < 2 and earlier:
        kept = [Entity("city", city.ref) for city in context.remembered(question, library, "city")]
        return cities.population(question.asking("compare_cities", *earlier, *kept), library, today)
    if len(found) < 2:
        return _ask_second(question, found, library)
    return side_by_side(question, found, library)


def side_by_side(question: Question, found: list[Record], library: Library, row: str | None = None) -> Answer:
    """Put cities into a table, after the sentence that answers what is asked about them.

    Args:
        question: the message.
        found: the cities.
        library: all records.
        row: what is asked for if the wording names nothing.
    """
    common = criteria.asks(question, "common")
    rows = criteria.rows(question) or ([row] if row else [])
    rows = [one for one in rows if one == PARTNERS] if common else rows
    kept = found if 0 < len(rows) <= MOST_ROWS else found[:MOST_COMPARED]
    answer = Answer().about(*kept)
    places.tell(answer, question, library)
    before = len(answer.blocks)
    if common:
        rankings.common(answer, kept, library, partners=bool(rows))
    elif POPULATION in rows:
        kept = rankings.people(answer, question, kept)
    elif PARTNERS in rows and criteria.asks(question, "most"):
        kept = rankings.partners(answer, question, kept, library)
    answered = len(answer.blocks) > before
    if len(kept) < len(found):
        answer.say("compare.left_out", names=values.listed_names(found[len(kept) :]))
    if not answered:
        answer.say("city.compared", cities=values.listed([values.names(city) for city in kept], "and"))
    answer.add(_table(kept, rows or list(ROWS), library), _evidence(kept, rows or list(ROWS)))
    if not rows and cities.counts_counties(kept):
        answer.say("city.census_note")
    answer.shown = [city.ref for city in kept]
    for city in kept[:3]:
        profiles.offer(answer, city)
    return answer


def _unknown_before(question: Question) -> list[Mapping[str, str]]:
    """Give the places without a record that were to be compared last."""
    rows = question.last.get("entities") or () if question.last.get("intent") == "compare_cities" else ()
    return [row for row in rows if row["entity"] == "unknown_name"]


def _meant(question: Question, named: list[Record], library: Library) -> list[Record]:
    """Give the cities to compare: those named, with what was spoken of before where fewer than two are."""
    if len(named) >= 2:
        return named
    there = _of_country(question, library) if not named else []
    if there:
        return there
    before = _before(question, library)
    if not named or named[0] in before:
        return before
    kept = context.records(library, [*question.remembered("cities"), *question.remembered("city")])
    return list({city.ref: city for city in (*kept, *named)}.values())


def _of_country(question: Question, library: Library) -> list[Record]:
    """Give the cities of the one country that a message names, where they are few enough to be compared."""
    codes = question.named("country")
    found = [city for city in library.of_kind("city") if codes == [city.country]]
    return found if 2 <= len(found) <= MOST_COMPARED else []


def _before(question: Question, library: Library) -> list[Record]:
    """Give the cities that the last answer was about, or the last two that the conversation spoke of."""
    shown = [ref for ref in question.remembered("shown") if ref.startswith("cities/")]
    told = [ref for ref in question.last.get("records") or () if ref.startswith("cities/")]
    last = [ref for ref in dict.fromkeys([*told, *shown]) if ref not in question.negated]
    if len(last) < 2:
        return context.records(library, question.remembered("recent_cities")[-2:])
    if len(last) > 2 and criteria.asks(question, "two"):
        last = shown if len(shown) == 2 else []
    return context.records(library, last if len(last) <= MOST_COMPARED else [])


def _with_unknown(question: Question, named: list[Record], library: Library, today: date) -> Answer:
    """Say which places are not in our records, and tell about the one that is."""
    if not named:
        return cities.missing(question, library, today)
    known = [one for one in question.entities if one.kind != "unknown_name"]
    told = cities.profile(question.asking("ask_city", *known), library, today)
    said = Answer()
    places.tell(said, question, library)
    told.blocks = said.blocks + [block for block in told.blocks if block not in said.blocks]
    return told


def _ask_second(question: Question, found: list[Record], library: Library) -> Answer:
    have = [("city", city.ref) for city in found]
    answer = Answer(asks_back=True).about(*found)
    if len(found) == 1:
        answer.say("compare.with_which", name=values.names(found[0]))
    else:
        answer.say("ask.cities")
    met = [one for city in found for one in pairings.partners(pairings.of_city(city, library)) if isinstance(one, str)]
    for city in dict.fromkeys(one.ref for one in (*context.records(library, met), *cities.likely(question, library))):
        for record in context.records(library, [city] if city not in {one.ref for one in found} else []):
            answer.button(values.names(record), "compare_cities", *have, ("city", record.ref))
    return answer


def _table(found: list[Record], rows: list[str], library: Library) -> dict[str, object]:
    """Put cities beside each other; more of them than fit there below each other."""
    named = [values.names(city) for city in found]
    heads = [values.say(f"label.{row}") for row in rows]
    cells = [[_cell(city, row, library) for city in found] for row in rows]
    if len(found) <= MOST_COMPARED:
        lines = [[head, *row] for head, row in zip(heads, cells)]
        return {"type": "table", "columns": [values.say("city.compared_column"), *named], "rows": lines}
    lines = [[name, *column] for name, column in zip(named, map(list, zip(*cells)))]
    return {"type": "table", "columns": [values.say("compare.column_city"), *heads], "rows": lines}


def _cell(city: Record, row: str, library: Library) -> Typed:
    value = _content(city, row, library)
    return values.say("city.cell_unknown") if value is None else value


def _content(city: Record, row: str, library: Library) -> Typed | None:
    parts = pairings.of_city(city, library)
    if row == "country":
        return labels.of_country(city.country or "")
    if row == POPULATION:
        return cities.population_value(city)
    if row == PARTNERS:
        met = pairings.partners(parts)
        return values.listed([pairings.name(one, library) for one in met]) if met else None
    if row == "programmes":
        taken = rounds.once([one.part for one in parts], library)
        return values.listed(taken, "semicolon") if taken else None
    if row == "clusters":
        fact = city.facts.get("clusters")
        return values.of_fact(fact, library.records) if fact and fact.refs else None
    pairs = zip(city.topics.en, city.topics.zh)
    return values.listed([{"text": {"en": en, "zh": zh}} for en, zh in pairs][:4]) if city.topics.en else None


def _evidence(found: list[Record], rows: list[str]) -> Evidence:
    """Give what a table rests on; a date only where all that it tells is of that day."""
    names = dict.fromkeys(FACTS[row] for row in rows if row in FACTS)
    kept = [city.facts[name] for city in found for name in names if name in city.facts]
    sources = tuple(dict.fromkeys(key for fact in kept for key in fact.sources))
    dates = {None if figures.undated(fact) else fact.as_of for fact in kept if not fact.unknown}
    return Evidence(tuple(city.ref for city in found), sources, dates.pop() if len(dates) == 1 else None)
