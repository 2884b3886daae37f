"""Answers what is asked on about a cooperation: what was signed, what was done, what came of it, who did alike.

It is that of the two cities last spoken of, of one city with its partners, or a pilot.
"""

from __future__ import annotations

from datetime import date

from actions import (
    alike,
    aspects,
    context,
    forms,
    pairings,
    pairs,
    profiles,
    programmes,
    relations,
    sisters,
    states,
    tie_facts,
    values,
)
from actions.answer import Answer
from actions.context import Entity, Question
from actions.tie_facts import Tie, Told
from knowledge.library import Library
from knowledge.records import Fact, Record

PREFIX = "tie:"
SISTERS = "sisters"
MOST = 3
MOST_CITIES = 2


def asked(question: Question) -> str | None:
    """Give what a message asks of a cooperation; None for another question."""
    named = [one for one in question.named(aspects.ENTITY) if one.startswith(PREFIX)]
    said = next(iter(named), question.asks)
    return said.removeprefix(PREFIX) if said.startswith(PREFIX) else None


def answer(question: Question, what: str, library: Library, today: date) -> Answer | None:
    """Answer what is asked of a cooperation; None where nothing was spoken of."""
    if what == SISTERS:
        found = _cities(question, library)
        return sisters.of_city(question, found[0], library, today) if found else None
    tie = _tie(question, library)
    if tie is None:
        return None
    if len(tie.cities) > 1 and not tie.parts and not tie.pilots:
        return relations.of_two(question, tie.cities[0], tie.cities[1], library, today)
    said = _said(question, tie, what, library, today)
    subjects = tie.pilots[:1] if tie.pilot else tie.cities
    entities = [*(Entity(one.kind, one.ref) for one in subjects), Entity(aspects.ENTITY, PREFIX + what)]
    said.asked_as = question.asking("ask_fact", *entities)
    said.about(*subjects)
    first = said.blocks[0]
    first["records"] = list(dict.fromkeys([*(one.ref for one in subjects), *first.get("records", ())]))
    if said.more:
        said.button(values.say("button.more"), "show_more")
    for record in (*tie.pilots, *tie.cities):
        profiles.offer(said, record)
    return said.button(values.say("button.person"), "ask_for_person")


def _said(question: Question, tie: Tie, what: str, library: Library, today: date) -> Answer:
    if what == "signed":
        return _signed(question, tie, library, today)
    if what == "results":
        return _results(question, tie, library, today)
    if what == "similar":
        return alike.answer(tie, library, today)
    if what == "else":
        return _else(question, tie, library)
    if what in ("payer", "cost"):
        return _of_programmes(question, tie, what, library, today)
    return (
        _when(question, tie, what, library, today)
        if what in ("now", "duration")
        else _done(question, tie, library, today)
    )


def _tie(question: Question, library: Library) -> Tie | None:
    """Give the cooperation that a message is about: of what it names, else of what the last answer was about."""
    named = context.mentioned(question, library, "city")
    if named:
        return tie_facts.of_cities(named[:MOST_CITIES] if pairs.of(named[:MOST_CITIES]) else named[:1], library)
    found = _cities(question, library)
    pilots = context.mentioned(question, library, "pilot") or context.records(library, [_about(question)])
    if pilots and pilots[0].kind == "pilot" and not tie_facts.of_both(pilots[0], found):
        return tie_facts.of_pilot(pilots[0], library)
    return tie_facts.of_cities(found, library) if found else None


def _about(question: Question) -> str:
    return question.hits[0].ref if question.hits else ""


def _cities(question: Question, library: Library) -> list[Record]:
    """Give the city that a message names or asks on about, with its partner if the last answer was about both."""
    named = context.mentioned(question, library, "city")
    if named:
        return named[:1]
    asked_of = [str(row["value"]) for row in question.last.get("entities") or () if row["entity"] == "city"]
    about = context.records(library, [_about(question)])
    if not about:
        return []
    cities = context.records(library, list(dict.fromkeys(asked_of)))
    told_apart = [one for one in about if one.kind == "city" and cities and one not in cities]
    if len(cities) == 1 and pairs.of([*told_apart, *cities]):  # "tell me about A and B" is answered one by one
        return [*told_apart, *cities]
    if len(cities) == MOST_CITIES and pairs.of(cities) and (about[0] in cities or tie_facts.of_both(about[0], cities)):
        return cities
    return [one for one in about if one.kind == "city"] or cities[:1]


def _tell_tie(answer: Answer, question: Question, tie: Tie, library: Library) -> None:
    """Say in which programmes it was, and with what topics."""
    if len(tie.cities) > 1:
        relations.tell_tie(answer, question, tie.cities[0], tie.cities[1], library)
    elif tie.cities:
        city = tie.cities[0]
        answer.tells(city, "cooperation")
        rows = [pairings.row(part, library) for part in tie.parts]
        title = values.say("city.parts_title", name=values.names(city))
        answer.items(rows, title, ordered=False, evidence=relations.evidence(city, list(tie.parts)))


def _over(answer: Answer, tie: Tie, library: Library, today: date) -> None:
    if pairings.all_over(list(tie.parts), library, today):
        answer.say("city.pairings_over")


def _holds(name: str, text: str) -> bool:
    return forms.form("rereadings", name).search(text.lower()) is not None


def _signed(question: Question, tie: Tie, library: Library, today: date) -> Answer:
    said = Answer()
    rows = tie_facts.papers(tie, library)
    if _holds("witnessed", question.text) and not any(_names_witness(fact) for _, fact in rows):
        said.say("tie.no_witness", name=tie.name)
    topics = [part.part.topics for part in tie.parts if part.part.topics and tie_facts.signs(part.part.topics)]
    if rows:
        said.say("tie.signed", name=tie.name)
        tie_facts.tell(said, rows, MOST, library)
    if topics:
        rows or said.say("tie.signed", name=tie.name)
        _tell_tie(said, question, tie, library)
    elif not rows:
        said.say("tie.not_signed", name=tie.name)
        _tell_tie(said, question, tie, library)
        said.say("tie.whom_to_ask")
    _over(said, tie, library, today)
    return said


def _names_witness(fact: Fact) -> bool:
    return fact.text is not None and _holds("presence", f"{fact.text.en} {fact.text.zh}")


def _done(question: Question, tie: Tie, library: Library, today: date) -> Answer:
    said = Answer()
    _tell_tie(said, question, tie, library)
    for pilot in tie.pilots:
        profiles.summary(said, pilot, library)
    rows = tie_facts.told(tie, library)
    if not rows:
        said.say("tie.no_more", name=tie.name)
    tie_facts.tell(said, rows, MOST, library)
    relations.topics_once(said)
    _over(said, tie, library, today)
    return said


def _when(question: Question, tie: Tie, what: str, library: Library, today: date) -> Answer:
    """Tell from when until when it was, and what is known of its state today."""
    said = Answer()
    _tell_tie(said, question, tie, library)
    if tie.pilots and what == "now":
        _aspect(said, question, tie.pilots[0], "now", library, today)
    _over(said, tie, library, today)
    return said


def _results(question: Question, tie: Tie, library: Library, today: date) -> Answer:
    said = Answer()
    for pilot in tie.pilots[:MOST]:
        _aspect(said, question, pilot, "results", library, today)
    if tie.pilots:
        return said
    said.say("tie.no_results", name=tie.name)
    _tell_tie(said, question, tie, library)
    rows = [row for row in tie_facts.told(tie, library) if row[1].text and tie_facts.signs(row[1].text)]
    rest: list[Told] = [*rows, *(row for row in tie_facts.told(tie, library) if row not in rows)]
    tie_facts.tell(said, rest, MOST, library)
    relations.topics_once(said)
    said.say("tie.whom_to_ask")
    _over(said, tie, library, today)
    return said


def _aspect(said: Answer, question: Question, pilot: Record, aspect: str, library: Library, today: date) -> None:
    part = aspects.answer(question, pilot, aspect, library, today)
    said.blocks += part.blocks
    said.told += part.told
    said.more += part.more


def _else(question: Question, tie: Tie, library: Library) -> Answer:
    """Tell what the last answers did not tell of a cooperation."""
    before = {(row["ref"], row["fact"]) for row in question.last.get("told") or ()}
    rows = [row for row in tie_facts.told(tie, library) if (row[0].ref, row[1].name) not in before]
    said = Answer()
    if rows:
        tie_facts.tell(said, rows, MOST, library)
    else:
        said.say("tie.nothing_else", name=tie.name)
        if len(tie.cities) > 1:
            for city in tie.cities:
                said.button(
                    values.say("button.partners_of", name=values.names(city)), "ask_city_partners", ("city", city.ref)
                )
    return said


def _of_programmes(question: Question, tie: Tie, what: str, library: Library, today: date) -> Answer:
    """Say that the records of cities do not tell who paid, and what is known of the programmes."""
    said = Answer()
    said.say(f"tie.not_told_{what}", name=tie.name)
    refs = list(dict.fromkeys(part.part.programme for part in tie.parts))
    for programme in context.records(library, refs):
        if what == "cost":
            part = programmes.money(programme, library, today)
            said.blocks += part.blocks
            said.told += part.told
            continue
        known = aspects.known(programme, what)
        if known:
            said.say("tie.of_programme", programme=values.names(programme))
            aspects.tell(said, programme, known, library)
        states.tell(said, programme, today, with_note=False)
    return said
