"""Answers about the parts that a city took: its partners, and the rounds it was in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import cities, city_lists, city_sides, context, facts, pairings, plans, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

UNKNOWN_PARTNERS = ("partner", "_partner")


def partners(question: Question, library: Library, today: date) -> Answer:
    """Tell which partners the cities of a message have or had; by a country, list the cities with partners there."""
    if city_sides.asks_for_list(question):
        return city_lists.find(question.asking("find_cities"), library, today)
    found = cities.asked(question, library)
    if not found:
        return cities.missing(question, library)
    answer = Answer().about(*found)
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
    answer.shown += [one for one in met if isinstance(one, str)]
    for fact in city.facts.values():
        if fact.unknown and fact.name.endswith("partner"):
            facts.tell(answer, city, fact, library)


def _as_of(city: Record) -> str | None:
    fact = city.facts.get("cooperation")
    return fact.as_of if fact else None


def pilot(question: Question, library: Library, today: date) -> Answer:
    """Tell in which programmes and rounds the cities of a message took part."""
    found = cities.asked(question, library)
    ended = plans.ended(question, library, today)
    if ended is not None and not question.named("city") and (not found or plans.wants_in(question)):
        return plans.answer(ended, library, today)
    if not found:
        return cities.missing(question, library)
    programmes = context.mentioned(question, library, "programme")
    answer = Answer().about(*found)
    for city in found:
        _tell_rounds(answer, city, programmes, library)
    parts = [part for city in found for part in pairings.of_city(city, library)]
    if pairings.all_over(parts, library, today):
        answer.say("city.pairings_over")
    for city in found[:2]:
        button = values.say("button.partners_of", name=values.names(city))
        answer.button(button, "ask_city_partners", ("city", city.ref))
    for programme in programmes[:1]:
        profiles.offer(answer, programme)
    return city_lists.offer_all(answer)


def _tell_rounds(answer: Answer, city: Record, programmes: list[Record], library: Library) -> None:
    parts = pairings.of_city(city, library)
    name = values.names(city)
    evidence = Evidence((city.ref,), pairings.sources(parts), _as_of(city))
    taken = {part.part.programme for part in parts}
    for programme in programmes:
        if programme.ref not in taken:
            answer.say("city.not_in_programme", name=name, programme=values.names(programme))
    if not parts:
        answer.say("city.rounds_none", name=name)
        return
    asked = [part for part in parts if part.part.programme in {one.ref for one in programmes}] or parts
    rounds = [pairings.programme(part.part, library) for part in asked]
    once = [row for place, row in enumerate(rounds) if row not in rounds[:place]]
    answer.tells(city, "cooperation")
    answer.say("city.rounds", evidence, name=name, rounds=values.listed(once, "semicolon"))
    answer.items([pairings.row(one, library) for one in asked], values.say("city.parts_title", name=name))
