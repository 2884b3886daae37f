"""Answers that the question index found: a practical question, or one fact of a record."""

from __future__ import annotations

from datetime import date

from actions import (
    aspects,
    contacts,
    context,
    counterparts,
    criteria,
    differences,
    faq_sides,
    funding,
    not_told,
    overall,
    participation,
    place_shares,
    place_ties,
    profiles,
    suitability,
    tie_facts,
    ties,
    values,
)
from actions.answer import Answer, Compose, Evidence
from actions.context import Entity, Question
from knowledge.library import Library
from knowledge.records import Record

PARTNER_UNKNOWN = "faq/partner_unknown"
"""Why some partners are not known; of a city that is named they may be."""
MOST_SCHEMES = 2
MOST_ALIKE = 2
ASKED_PAST: dict[str, Compose] = {
    overall.RESULTS: overall.answer,
    place_shares.SHARE: place_shares.answer,
    place_shares.OF_PROGRAMME: place_shares.of_programme,
    suitability.SUITS: suitability.answer,
    counterparts.COUNTS: counterparts.answer,
}
"""What is asked past one place, by the value of the entity `guide`."""
PLAIN_FACTS = frozenset({"clusters", "website"})
"""Facts that are asked for by their plain names, among several, also where a record does not have them."""


def faq(question: Question, library: Library, today: date) -> Answer:
    """Answer a practical question from its record."""
    found = context.records(library, [*question.named("faq"), *_hit_faqs(question)])
    if not found:
        return fact(question, library, today) if _hit_fact(question, library) else not_found()
    record = faq_sides.of_side(question, found[0], library)
    schemes = faq_sides.of_schemes(question, record, library)
    if schemes:
        return _of_schemes(question, schemes, library, today)
    if record.ref == PARTNER_UNKNOWN and context.mentioned(question, library, "city"):
        return participation.partners(question.asking("ask_city_partners", *question.entities), library, today)
    answer = Answer().tells(record, None)
    if record.answer is not None:
        evidence = Evidence((record.ref,), record.sources, record.as_of, record.sure)
        answer.add({"type": "text", **_words(record)}, evidence)
    for other in context.records(library, question.named("faq"))[1:]:  # two matters of one message
        if other.answer is not None:
            evidence = Evidence((other.ref,), other.sources, other.as_of, other.sure)
            answer.tells(other, None).add({"type": "text", **_words(other)}, evidence)
    close = {hit.ref for hit in question.sure_hits}
    for other in [one for one in found[1:] if one.ref in close and one != record][:MOST_ALIKE]:
        profiles.offer(answer, other)
    profiles.related(answer, record, library)
    told = {row["ref"] for row in answer.told}
    answer.buttons = [one for one in answer.buttons if not told & {row["value"] for row in one["do"]["entities"]}]
    return answer


def _of_schemes(question: Question, schemes: list[Record], library: Library, today: date) -> Answer:
    """Tell of the schemes that a message names what a practical answer only says of schemes at large."""
    others = [one for one in question.entities if one.kind != "funding"]
    answer = Answer()
    for scheme in schemes[:MOST_SCHEMES]:
        asked = question.asking("ask_funding_eligibility", Entity(scheme.kind, scheme.ref), *others)
        told = funding.eligibility(asked, library, today)
        answer.about(scheme)
        answer.blocks += told.blocks
        answer.buttons += told.buttons
        answer.told += told.told
        answer.asked_as = answer.asked_as or asked
    return answer


def _words(record: Record) -> values.Typed:
    answer = record.answer
    said = values.text(answer) if answer is not None else {}
    return values.say(f"sure.{record.sure}", text=said) if record.sure == "single" else said


def _hit_faqs(question: Question) -> list[str]:
    return [hit.ref for hit in question.hits if hit.ref.startswith("faq/")]


def not_found() -> Answer:
    """Say that there is no checked answer, and offer a person."""
    answer = Answer().say("faq.not_found").button(values.say("button.person"), "ask_for_person")
    return answer.button(values.say("button.capabilities"), "ask_capabilities")


def _hit_fact(question: Question, library: Library) -> tuple[Record, str] | None:
    """Give the record and the fact a button names, else the best fact that the index found."""
    named = question.named("fact")
    for record in context.mentioned(question, library, *context.KINDS):
        if named and named[0] in record.facts:
            return record, named[0]
    for hit in question.hits:
        record_hit = context.records(library, [hit.ref])
        if hit.fact and record_hit and hit.fact in record_hit[0].facts:
            return record_hit[0], hit.fact
    return None


def fact(question: Question, library: Library, today: date) -> Answer:
    """Answer with the one fact that the question index found."""
    special = next((ASKED_PAST[name] for name in question.named("guide") if name in ASKED_PAST), None)
    if special is not None:
        return special(question, library, today)
    apart = differences.asked(question, library)
    if apart:
        return differences.answer(apart, library, today)
    tie = ties.asked(question)
    told = ties.answer(question, tie, library, today) if tie else None
    told = told or (place_ties.answer(question, tie, library, today) if tie else None)
    if told is not None:
        return told
    aspect = aspects.asked(question, library)
    if aspect is not None:
        return aspects.answer(question, *aspect, library, today)
    silent = not_told.asked_on(question, library)
    paper = silent is not None and silent.kind in ("city", "pilot") and tie_facts.asks_of_paper(question.text)
    signed = ties.answer(question, "signed", library, today) if paper else None
    if signed is not None:
        return signed
    if silent is not None and silent.kind == "contact" and criteria.asks(question, "still_valid"):
        return contacts.still_valid(silent, library, today)
    if silent is not None:
        return not_told.answer(question, silent, library)
    lacking = _without_fact(question, library)
    if lacking is not None:
        return lacking
    found = _hit_fact(question, library)
    if found is None:
        return faq(question, library, today) if question.named("faq") or _hit_faqs(question) else not_found()
    record, name = found
    answer = Answer().about(record)
    profiles.lead(answer, record, name, library, today)
    profiles.offer(answer, record)
    answer.more = [{"ref": record.ref, "fact": one.name} for one in profiles.untold(answer, record)]
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    profiles.related(answer, record, library)
    return answer


def _without_fact(question: Question, library: Library) -> Answer | None:
    """Say of the one city that a message names that the fact it asks for by its plain name is not known."""
    named, cities = question.named("fact"), context.mentioned(question, library, "city")
    if len(named) != 1 or len(cities) != 1 or named[0] in cities[0].facts or named[0] not in PLAIN_FACTS:
        return None
    key = f"fact.without_{named[0]}"
    answer = Answer().about(cities[0]).say(key, Evidence((cities[0].ref,)), name=values.names(cities[0]))
    profiles.offer(answer, cities[0])
    return answer.button(values.say("button.person"), "ask_for_person")
