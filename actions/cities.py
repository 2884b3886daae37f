"""Answers about one city: its profile, its people, its partners, the rounds it took part in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import context, criteria, facts, figures, forms, labels, pairings, pairs, places, profiles, rounds, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library, programmes_of
from knowledge.records import Record

MOST_AT_ONCE = 4
CARD_FACTS = frozenset({"population", "cooperation", "clusters", "website", "place"})


def asked(question: Question, library: Library) -> list[Record]:
    """Give the cities that a message speaks of, at most four; none if it names one we do not know."""
    named = context.mentioned(question, library, "city")
    if named or question.unknown_names:
        return named[:MOST_AT_ONCE]
    pilots = context.mentioned(question, library, "pilot")
    through = [ref for pilot in pilots for ref in _cities_of(pilot)]
    return (context.records(library, through) or context.remembered(question, library, "city"))[:MOST_AT_ONCE]


def _cities_of(pilot: Record) -> tuple[str, ...]:
    fact = pilot.facts.get("cities")
    return fact.refs if fact else ()


def missing(question: Question, library: Library, today: date) -> Answer:
    """Say what the records have on places without a record of their own, or ask which city is meant."""
    if question.unknown_names:
        return places.answer(question, library, today)
    return profiles.ask_which("city", question.intent, likely(question, library))


def tell_others(answer: Answer, question: Question, found: list[Record], library: Library) -> None:
    """Say what becomes of the names beside those that are told about: places without a record, a fifth city."""
    beside = criteria.beside(question)
    kept = [
        one for one in question.entities if one.kind != "unknown_name" or one in beside or places.known(one, library)
    ]
    places.tell(answer, replace(question, entities=tuple(kept)), library)
    others = [city for city in context.mentioned(question, library, "city") if city not in found]
    if others:
        answer.say("compare.one_by_one", names=values.listed_names(others))


def likely(question: Question, library: Library) -> list[Record]:
    """Give the cities to offer when none was named: those shown last, then those that took part most."""
    shown = [ref for ref in question.remembered("shown") if ref.startswith("cities/")]
    most = sorted(library.of_kind("city"), key=lambda city: -len(programmes_of(city)))
    return list({city.ref: city for city in (*context.records(library, shown), *most)}.values())


def profile(question: Question, library: Library, today: date) -> Answer:
    """Tell about one city (or, named together, up to four): what it is and what it stands for, in short."""
    found = asked(question, library)
    if not found:
        return missing(question, library, today)
    answer = Answer().about(*found)
    tell_others(answer, question, found, library)
    if len(found) > 1:
        pairs.line(answer, question, found, library)
        return _short_profiles(answer, found, library)
    city = found[0]
    hit = question.hit_on(city)
    told = {row["fact"] for row in answer.told if row["ref"] == city.ref}
    if hit is not None and hit not in CARD_FACTS | told:
        profiles.lead(answer, city, hit, library, today)
    else:
        profiles.summary(answer, city, library)
        if "role" in city.facts:
            facts.tell(answer, city, city.facts["role"], library)
    answer.add(card(city, library), _card_evidence(city))
    answer.more = [{"ref": city.ref, "fact": f.name} for f in profiles.untold(answer, city) if f.name not in CARD_FACTS]
    return _offers(answer, city)


def _short_profiles(answer: Answer, found: list[Record], library: Library) -> Answer:
    for city in found:
        profiles.summary(answer, city, library)
    refs = [("city", city.ref) for city in found]
    answer.button(values.say("button.compare"), "compare_cities", *refs)
    for city in found[:3]:
        profiles.offer(answer, city)
    answer.shown = [city.ref for city in found]
    return answer


def _offers(answer: Answer, city: Record) -> Answer:
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    answer.button(values.say("button.partners_of", name=values.names(city)), "ask_city_partners", ("city", city.ref))
    answer.button(values.say("button.partner_for", name=values.names(city)), "find_partner", ("city", city.ref))
    return answer


def card(city: Record, library: Library) -> dict[str, object]:
    """Give the card of a city: country, people, partners, programmes, clusters, website."""
    found = pairings.of_city(city, library)
    partners = [pairings.name(one, library) for one in pairings.partners(found)]
    programmes = rounds.once([one.part for one in found if one.source_city == city.ref], library)
    rows = [_row("label.country", labels.of_country(city.country or ""))]
    population = population_value(city)
    if population:
        rows.append(_row("label.population", population))
    if partners:
        rows.append(_row("label.partners", values.listed(partners)))
    if programmes:
        rows.append(_row("label.programmes", values.listed(programmes, "semicolon")))
    for name in ("clusters", "website"):
        fact = city.facts.get(name)
        value = values.of_fact(fact, library.records) if fact is not None and not fact.unknown else None
        if value:
            rows.append(_row(f"label.{name}", value))
    return {"type": "card", "kind": "city", "title": {"text": values.names(city)["names"]}, "rows": rows}


def _row(label: str, value: Typed) -> dict[str, object]:
    return {"label": label, "value": value}


def _card_evidence(city: Record) -> Evidence:
    kept = [city.facts[name] for name in ("cooperation", "population", "clusters", "website") if name in city.facts]
    sources = tuple(dict.fromkeys(key for fact in kept for key in fact.sources))
    return Evidence((city.ref,), sources, kept[0].as_of if kept else None)


def population_value(city: Record) -> Typed | None:
    """Give how many people live in a city, with what is counted and of when; each figure where there are two."""
    found = figures.of_city(city)
    return values.listed([one.noted for one in found], "semicolon") if found else None


def counts_counties(found: list[Record]) -> bool:
    """Tell whether a figure of a Chinese city was told, which needs the note on what is counted."""
    return any(city.country == "CN" and population_value(city) is not None for city in found)


def population(question: Question, library: Library, today: date) -> Answer:
    """Tell how many people live in the cities a message speaks of."""
    found = asked(question, library)
    if not found:
        return missing(question, library, today)
    answer = Answer().about(*found)
    tell_others(answer, question, found, library)
    for city in found:
        zone = _zone(question, city)
        if zone is not None:
            answer.say("city.zone_population_unknown", zone=values.string(zone), name=values.names(city))
        _tell_population(answer, city, library)
    if counts_counties(found):
        answer.say("city.census_note")
    answer.shown = [city.ref for city in found]
    if len(found) > 1:
        answer.button(values.say("button.compare"), "compare_cities", *[("city", city.ref) for city in found])
    for city in found[:2]:
        profiles.offer(answer, city)
    return answer


def _zone(question: Question, city: Record) -> str | None:
    """Give the zone of a city that a message names in its place; None where it names the city itself."""
    named = [one.text for one in question.entities if one.value == city.ref and one.text]
    zones = [text for text in named if any(map(forms.form("places", "zone").search, _written_out(text, city)))]
    return zones[0] if zones and len(zones) == len(named) else None


def _written_out(text: str, city: Record) -> list[str]:
    """Give a name in lower case, and the longer names of a city that begin with it where it is not the city's own."""
    text = text.lower()
    own = {name.lower() for name in (*city.names.en, *city.names.zh)}
    return [text, *(one.lower() for one in city.aliases if one.lower().startswith(text) and text not in own)]


def _tell_population(answer: Answer, city: Record, library: Library) -> None:
    fact = city.facts.get("population")
    if fact is None:
        answer.say("city.population_unknown", name=values.names(city))
        return
    figure = figures.main(city)
    if figure is None or fact.value is None:
        facts.tell(answer, city, fact, library)
        return
    evidence = Evidence.of(city, fact)
    answer.tells(city, fact.name)
    said = values.say("city.population", name=values.names(city), population=figure.number, notes=figure.notes)
    if fact.sure in facts.HEDGED:
        said = values.say(f"sure.{fact.sure}", text=said)
    answer.add({"type": "text", **said}, evidence)
    if fact.note is not None:
        answer.say("city.population_note", note=values.text(fact.note))
    for other in city.facts.values():
        if other.name.startswith("population_"):
            facts.tell(answer, city, other, library)
