"""Answers about the parts that a city took: its partners, and the rounds it was in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import (
    cities,
    city_lists,
    city_sides,
    city_subjects,
    context,
    facts,
    pairings,
    participants,
    place_shares,
    places,
    plans,
    profiles,
    rounds,
    sisters,
    states,
    values,
)
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

MOST_PROGRAMMES = 2


def partners(question: Question, library: Library, today: date) -> Answer:
    """Tell which partners the cities of a message have or had; by a country, list the cities with partners there."""
    if city_sides.asks_for_list(question) and not question.unknown_names and not _of_last(question, library):
        return city_lists.find(question.asking("find_cities"), library, today)
    found = cities.asked(question, library)
    if not found:
        return place_shares.with_whom(question, library, cities.missing(question, library, today))
    if len(found) == 1 and sisters.METHOD in question.named("method"):
        return sisters.of_city(question, found[0], library, today)
    answer = Answer().about(*found)
    cities.tell_others(answer, question, found, library)
    city_subjects.tell_unnamed(answer, question, found, library)
    ended = False
    for city in found:
        parts = pairings.of_city(city, library)
        _tell_partners(answer, city, _without(parts, question.negated), question, library)
        ended = ended or pairings.all_over(parts, library, today)
    if ended:
        answer.say("city.pairings_over")
    for city in found[:2]:
        name = values.names(city)
        answer.button(values.say("button.partner_for", name=name), "find_partner", ("city", city.ref))
    for record in context.records(library, answer.shown)[:2]:
        profiles.offer(answer, record)
    return answer


def _of_last(question: Question, library: Library) -> bool:
    """Tell whether only the side is named on which the city just spoken of had partners: "with which European one?"."""
    last = context.just_spoken_of(question, library, "city")
    other = "EU" if last and last[0].country == "CN" else "CN"
    return bool(last) and not question.named("city") and question.named("country") == [other]


def _without(parts: list[pairings.Pairing], denied: frozenset[str]) -> list[pairings.Pairing]:
    """Leave out the partners that a message says it does not mean, and the parts that were taken with them alone."""
    if not any(partner in denied for part in parts for partner in part.partners):
        return parts
    left = [replace(part, partners=tuple(one for one in part.partners if one not in denied)) for part in parts]
    return [part for part in left if part.partners]


def _tell_partners(
    answer: Answer, city: Record, parts: list[pairings.Pairing], question: Question, library: Library
) -> None:
    name = values.names(city)
    met = pairings.partners(parts)
    evidence = Evidence((city.ref,), pairings.sources(parts), _as_of(city))
    answer.tells(city, "cooperation")
    denied = values.listed_names(context.records(library, sorted(question.negated)))
    if question.negated and context.records(library, sorted(question.negated)):
        named = values.listed([pairings.name(one, library) for one in met], "and")
        key = "city.partners_besides" if met else "city.partners_none_besides"
        answer.say(key, evidence, name=name, denied=denied, **({"partners": named} if met else {}))
    elif met:
        named = values.listed([pairings.name(one, library) for one in met], "and")
        answer.say("city.partners", evidence, name=name, partners=named)
    else:
        answer.say("city.partners_none", evidence, name=name)
    answer.items([pairings.row(one, library) for one in parts], values.say("city.parts_title", name=name))
    answer.shown += [ref for one in met if (ref := pairings.ref_of(one, city, library))]
    for fact in city.facts.values():
        if fact.unknown and fact.name.endswith("partner"):
            facts.tell(answer, city, fact, library)


def _as_of(city: Record) -> str | None:
    fact = city.facts.get("cooperation")
    return fact.as_of if fact else None


def pilot(question: Question, library: Library, today: date) -> Answer:
    """Tell in which programmes and rounds the cities of a message took part, or whether in the one it names."""
    found = cities.asked(question, library)
    programmes = participants.programmes(question, library)
    ended = plans.ended(question, library, today)
    if ended is not None and not question.named("city") and _plans(question, found):
        return plans.answer(ended, library, today)
    if programmes and (found or question.unknown_names):
        return _in_programmes(question, found, programmes, library, today)
    if not found:
        return _with_country(cities.missing(question, library, today), question, library, today)
    answer = Answer().about(*found)
    cities.tell_others(answer, question, found, library)
    for city in found:
        zone = places.zone(question, city, library)
        for naming in places.of_zone(zone, city, library) if zone else ():
            places.line(answer, naming, library)
        _tell_rounds(answer, city, library)
    parts = [part for city in found for part in pairings.of_city(city, library)]
    if pairings.all_over(parts, library, today):
        answer.say("city.pairings_over")
    return _offer(answer, found, [])


def _with_country(answer: Answer, question: Question, library: Library, today: date) -> Answer:
    """Add the cities of a country that a message names beside a place without a record: "Lahti or another Finnish"."""
    codes = [one for one in question.entities if one.kind == "country" and one.value not in ("CN", "EU")]
    if not codes or not question.unknown_names:
        return answer
    listed = city_lists.find(replace(question.asking("find_cities", *codes), text="", hits=()), library, today)
    answer.blocks += listed.blocks
    answer.buttons = listed.buttons + answer.buttons
    return answer


def _plans(question: Question, found: list[Record]) -> bool:
    """Tell whether a message that names a programme wants in, or says of no place whether it took part."""
    nowhere = not found and not question.unknown_names
    if place_shares.PARTNERED in question.named("guide"):
        return nowhere
    if nowhere or question.asks == participants.ASKED:
        return nowhere
    return plans.wants_in(question) or (not found and plans.speaks_of_joining(question))


def _in_programmes(
    question: Question, found: list[Record], programmes: list[Record], library: Library, today: date
) -> Answer:
    answer = Answer(asked_as=participants.with_programme(question, programmes)).about(*found)
    for programme in programmes[:MOST_PROGRAMMES]:
        participants.tell(answer, question, found, programme, library)
        states.tell(answer, programme, today, with_note=False)
    if place_shares.PARTNERED in question.named("guide"):
        place_shares.with_whom(question, library, answer)
    return _offer(answer, found, programmes)


def _offer(answer: Answer, found: list[Record], programmes: list[Record]) -> Answer:
    for city in found[:2]:
        button = values.say("button.partners_of", name=values.names(city))
        answer.button(button, "ask_city_partners", ("city", city.ref))
    for programme in programmes[:1]:
        profiles.offer(answer, programme)
    return city_lists.offer_all(answer)


def _tell_rounds(answer: Answer, city: Record, library: Library) -> None:
    parts = pairings.of_city(city, library)
    name = values.names(city)
    evidence = Evidence((city.ref,), pairings.sources(parts), _as_of(city))
    if not parts:
        answer.say("city.rounds_none", name=name)
        return
    once = rounds.once([part.part for part in parts], library)
    answer.tells(city, "cooperation")
    answer.say("city.rounds", evidence, name=name, rounds=values.listed(once, "semicolon"))
    answer.items([pairings.row(one, library) for one in parts], values.say("city.parts_title", name=name))
