"""Lists of cities by country, cluster, programme or topic, and tables that compare a few."""

from __future__ import annotations

from datetime import date

from actions import cities, context, labels, pairings, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

MOST_LISTED = 16
MOST_COMPARED = 4
SIDES = frozenset({"CN", "EU"})


def find(question: Question, library: Library, today: date) -> Answer:
    """List the cities that fit everything the message names."""
    found = matching(question, library)
    filters = said_filters(question, library)
    answer = Answer()
    if not found:
        return _none_found(answer, filters)
    count = values.number(len(found))
    if filters:
        answer.say("city.found", count=count, filters=values.listed(filters), evidence=_evidence(found))
    else:
        answer.say("city.found_all", count=count, evidence=_evidence(found))
    shown = found[:MOST_LISTED]
    answer.items([_line(city) for city in shown], ordered=True)
    answer.shown = [city.ref for city in shown]
    answer.more = [{"ref": city.ref, "fact": None} for city in found[MOST_LISTED:]]
    pairings.tell_over(answer, shown, library, today)
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    for city in shown[:2]:
        profiles.offer(answer, city)
    return answer.button(values.say("button.find_partner"), "find_partner")


def _none_found(answer: Answer, filters: list[Typed]) -> Answer:
    answer.say("city.found_none", filters=values.listed(filters))
    answer.button(values.say("button.cities"), "find_cities")
    return answer.button(values.say("button.person"), "ask_for_person")


def matching(question: Question, library: Library) -> list[Record]:
    """Give the published cities that fit what a message names and denies.

    A Chinese and another country together ask for Chinese cities with partners there.
    """
    countries = question.named("country")
    where, partner_in = _countries(countries)
    found = library.cities(country=where, partner_country=partner_in)
    clusters = question.named("cluster")
    programmes = question.named("programme")
    topics = set(question.named("topic"))
    return [
        city
        for city in found
        if city.ref not in question.negated
        and all(city in library.cities(cluster=ref) for ref in clusters)
        and all(_took_part(city, ref, library) for ref in programmes)
        and (not topics or clusters or _covers(city, topics, library))
        and all(_in_year(city, year, library) for year in question.named("year"))
    ]


def _countries(codes: list[str]) -> tuple[str | None, str | None]:
    others = [code for code in codes if code != "CN"]
    if "CN" in codes and others and others[0] not in SIDES:
        return "CN", others[0]
    if {"CN", "EU"} <= set(codes):
        return None, None
    return (codes[0] if codes else None), None


def _took_part(city: Record, programme: str, library: Library) -> bool:
    return any(one.part.programme == programme for one in pairings.of_city(city, library))


def _covers(city: Record, topics: set[str], library: Library) -> bool:
    if city.ref in topics:
        return True
    own = city.facts.get("clusters")
    return own is not None and bool(topics & set(own.refs))


def _in_year(city: Record, year: str, library: Library) -> bool:
    spans = [one.part.period for one in pairings.of_city(city, library) if one.part.period]
    return any(span.from_[:4] <= year <= (span.until or span.from_)[:4] for span in spans)


def said_filters(question: Question, library: Library) -> list[Typed]:
    """Name what a message asks for, in the order country, cluster, programme, topic, year."""
    said = [labels.of_country(code) for code in question.named("country")]
    said += [values.names(one) for one in context.mentioned(question, library, "cluster", "programme")]
    if not question.named("cluster"):
        said += [values.string(words) for words in topic_words(question)] or _topic_clusters(question, library)
    return said + [values.date(year) for year in question.named("year")]


def topic_words(question: Question) -> list[str]:
    """Give the topics of a message in the words in which it names them."""
    return list(dict.fromkeys(one.text for one in question.entities if one.kind == "topic" and one.text))


def _topic_clusters(question: Question, library: Library) -> list[Typed]:
    """Name the clusters behind topics that came with a button and so without words of their own."""
    found = context.records(library, question.named("topic"))
    return [values.names(one) for one in found if one.kind == "cluster"]


def _line(city: Record) -> Typed:
    return values.say("city.item", name=values.names(city), country=labels.of_country(city.country or ""))


def _evidence(found: list[Record]) -> Evidence:
    kept = [city.facts["cooperation"] for city in found[:MOST_LISTED] if "cooperation" in city.facts]
    sources = tuple(dict.fromkeys(key for fact in kept for key in fact.sources))
    return Evidence(tuple(city.ref for city in found), sources, max((f.as_of for f in kept), default=None))


def compare(question: Question, library: Library, today: date) -> Answer:
    """Compare two to four cities in a table."""
    named = context.mentioned(question, library, "city")
    kept = context.records(library, [*question.remembered("city"), *question.remembered("cities")])
    found = list({city.ref: city for city in ([*named, *kept] if len(named) < 2 else named)}.values())
    if question.unknown_names and len(named) < 2:
        return cities.unknown(question.unknown_names[0])
    if len(found) < 2:
        return _ask_second(question, found, library)
    found = found[:MOST_COMPARED]
    answer = Answer().about(*found)
    answer.say("city.compared", cities=values.listed([values.names(city) for city in found], "and"))
    answer.add(_table(found, library), _table_evidence(found))
    if any(city.country == "CN" for city in found):
        answer.say("city.census_note")
    answer.shown = [city.ref for city in found]
    for city in found[:3]:
        profiles.offer(answer, city)
    return answer


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
