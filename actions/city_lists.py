"""Lists of cities by country, cluster, programme or topic, and tables that compare a few."""

from __future__ import annotations

from datetime import date

from actions import context, labels, pairings, participants, pointing_back, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Entity, Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

MOST_LISTED = 16
SIDES = frozenset({"CN", "EU"})
SIDE_LINES = {"CN": "city.side_cn", "EU": "city.side_eu"}
FILTERS = frozenset({"country", "cluster", "programme", "topic", "year", "city", "theme"})
"""What a message can name to narrow a list of cities."""


def find(question: Question, library: Library, today: date) -> Answer:
    """List the cities that fit everything the message names, else what the last answer was about."""
    question = _narrowed(question, library)
    of_programme = participants.of_programme(question, library, today)
    if of_programme is not None:
        return of_programme
    found = matching(question, library)
    filters = said_filters(question, library)
    answer = Answer(asked_as=question)
    if not found:
        return _none_found(answer, filters)
    if not filters:
        return _both_sides(answer, found, library, today)
    count = values.number(len(found))
    answer.say("city.found", count=count, filters=values.listed(filters), evidence=_evidence(found))
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
    offer_all(answer)
    return answer.button(values.say("button.person"), "ask_for_person")


def offer_all(answer: Answer) -> Answer:
    """Offer the cities of both sides; naming both keeps what was spoken of before from narrowing them."""
    return answer.button(values.say("button.cities"), "find_cities", *[("country", side) for side in sorted(SIDES)])


def _narrowed(question: Question, library: Library) -> Question:
    """Give a message that filters by nothing the cluster or the programme that the last answer was about."""
    narrowing = {one.kind for one in question.entities} & FILTERS
    if narrowing - {"country"} or (narrowing and not pointing_back.says("in_it", question.text)):
        return question
    for kind in ("cluster", "programme"):
        for record in context.just_spoken_of(question, library, kind):
            return question.asking(question.intent, *question.entities, Entity(kind, record.ref))
    return question


def _both_sides(answer: Answer, found: list[Record], library: Library, today: date) -> Answer:
    """Name all cities in two lines, one for each side."""
    answer.say("city.found_all", count=values.number(len(found)), evidence=_evidence(found))
    for side in sorted(SIDES):
        some = [city for city in found if (city.country == "CN") == (side == "CN")]
        if some:
            names = values.listed([values.names(city) for city in some])
            answer.say(SIDE_LINES[side], count=values.number(len(some)), cities=names)
            answer.shown += [city.ref for city in some]
    pairings.tell_over(answer, found, library, today)
    answer.button(labels.of_country("CN"), "find_cities", ("country", "CN"))
    answer.button(labels.of_country("EU"), "find_cities", ("country", "EU"))
    answer.button(values.say("button.clusters"), "list_clusters")
    return answer.button(values.say("button.find_partner"), "find_partner")


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
    countries = question.named("country")
    said = [] if SIDES <= set(countries) else [labels.of_country(code) for code in countries]
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
