"""Tables that put two to four cities side by side."""

from __future__ import annotations

from datetime import date

from actions import cities, context, labels, pairings, places, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

MOST_COMPARED = 4


def compare(question: Question, library: Library, today: date) -> Answer:
    """Compare two to four cities in a table."""
    named = context.mentioned(question, library, "city")
    kept = context.records(library, [*question.remembered("city"), *question.remembered("cities")])
    found = list({city.ref: city for city in ([*named, *kept] if len(named) < 2 else named)}.values())
    if question.unknown_names and len(named) < 2:
        return _with_unknown(question, named, library, today)
    if len(found) < 2:
        return _ask_second(question, found, library)
    found = found[:MOST_COMPARED]
    answer = Answer().about(*found)
    places.tell(answer, question, library)
    answer.say("city.compared", cities=values.listed([values.names(city) for city in found], "and"))
    answer.add(_table(found, library), _table_evidence(found))
    if cities.counts_counties(found):
        answer.say("city.census_note")
    answer.shown = [city.ref for city in found]
    for city in found[:3]:
        profiles.offer(answer, city)
    return answer


def _with_unknown(question: Question, named: list[Record], library: Library, today: date) -> Answer:
    """Say which place is not in our records, and tell about the one that is."""
    if not named:
        return cities.missing(question, library, today)
    known = [one for one in question.entities if one.kind != "unknown_name"]
    told = cities.profile(question.asking("ask_city", *known), library, today)
    unknown = Answer()
    places.tell(unknown, question, library)
    told.blocks = unknown.blocks + told.blocks
    return told


def _ask_second(question: Question, found: list[Record], library: Library) -> Answer:
    have = [("city", city.ref) for city in found]
    answer = Answer(asks_back=True).about(*found).say("ask.cities")
    for city in cities.likely(question, library):
        if city not in found:
            answer.button(values.names(city), "compare_cities", *have, ("city", city.ref))
    return answer


def _table(found: list[Record], library: Library) -> dict[str, object]:
    nothing = values.say("city.cell_unknown")
    rows = [
        [values.say("label.country"), *[labels.of_country(city.country or "") for city in found]],
        [values.say("label.population"), *[cities.population_value(city) or nothing for city in found]],
        [values.say("label.partners"), *[_cell_partners(city, library) or nothing for city in found]],
        [values.say("label.programmes"), *[_cell_programmes(city, library) or nothing for city in found]],
        [values.say("label.clusters"), *[_cell_clusters(city, library) or nothing for city in found]],
        [values.say("label.topics"), *[_cell_topics(city) or nothing for city in found]],
    ]
    columns = [values.say("city.compared_column"), *[values.names(city) for city in found]]
    return {"type": "table", "columns": columns, "rows": rows}


def _cell_partners(city: Record, library: Library) -> Typed | None:
    met = pairings.partners(pairings.of_city(city, library))
    return values.listed([pairings.name(one, library) for one in met]) if met else None


def _cell_programmes(city: Record, library: Library) -> Typed | None:
    parts = [pairings.programme(one.part, library) for one in pairings.of_city(city, library)]
    once = [row for place, row in enumerate(parts) if row not in parts[:place]]
    return values.listed(once, "semicolon") if once else None


def _cell_clusters(city: Record, library: Library) -> Typed | None:
    fact = city.facts.get("clusters")
    return values.of_fact(fact, library.records) if fact and fact.refs else None


def _cell_topics(city: Record) -> Typed | None:
    pairs = zip(city.topics.en, city.topics.zh)
    return values.listed([{"text": {"en": en, "zh": zh}} for en, zh in pairs][:4]) if city.topics.en else None


def _table_evidence(found: list[Record]) -> Evidence:
    kept = [city.facts[name] for city in found for name in ("population", "cooperation") if name in city.facts]
    sources = tuple(dict.fromkeys(key for fact in kept for key in fact.sources))
    return Evidence(tuple(city.ref for city in found), sources, kept[0].as_of if kept else None)
