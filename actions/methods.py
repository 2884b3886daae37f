"""Answers about how a partnership is made: its steps, its methods and documents, and examples."""

from __future__ import annotations

from datetime import date

from actions import (
    city_subjects,
    context,
    facts,
    overall,
    pairs,
    pilot_topics,
    plans,
    pointing_back,
    profiles,
    states,
    values,
    worked,
)
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Fact, Record

STEPS = "method/steps"
PROJECTS = "pilots"
"""Name under which the understanding hands on a question for the projects of a city; no fact has it."""


def steps(question: Question, library: Library, today: date) -> Answer:
    """Tell the steps of a city partnership."""
    ended = plans.ended(question, library, today)
    if ended is not None and plans.wants_in(question):
        return plans.answer(ended, library, today)
    one = one_step(question)
    named = [] if one is not None else context.mentioned(question, library, "method")
    found = named or context.records(library, [STEPS])
    if not found:
        return profiles.ask_which("method", "ask_method", library.of_kind("method"))
    record = found[0]
    answer = Answer().about(record)
    listed = [fact for fact in record.facts.values() if fact.items]
    if not listed:
        return profiles.profile(question, record, library, today)
    if one is not None and 1 <= one <= len(listed[0].items):
        return _step(answer, record, listed[0], one)
    profiles.summary(answer, record, library)
    facts.tell(answer, record, listed[0], library)
    profiles.follow_up(answer, record, library)
    return answer.button(values.say("button.find_partner"), "find_partner")


def one_step(question: Question) -> int | None:
    """Give the number of the step that a message asks for: "step 3", or a button with nothing but the number."""
    named = [one for one in question.entities if one.kind == "ordinal" and one.value.isdigit()]
    return next(
        (int(one.value) for one in named if one.text in ("", one.value) or pointing_back.says("step", one.text)), None
    )


def _step(answer: Answer, record: Record, fact: Fact, number: int) -> Answer:
    words = values.text(fact.items[number - 1])
    answer.tells(record, fact.name)
    answer.say("method.step", Evidence.of(record, fact), number=values.number(number), text=words)
    if number < len(fact.items):
        after = values.say("button.step", number=values.number(number + 1))
        answer.button(after, "ask_steps", ("ordinal", str(number + 1)))
    answer.button(values.say("button.steps"), "ask_steps")
    return answer


def method(question: Question, library: Library, today: date) -> Answer:
    """Tell what a method or a document is."""
    found = context.spoken_of(question, library, "method")
    if not found:
        return profiles.ask_which("method", "ask_method", library.of_kind("method"))
    return profiles.profile(question, found[0], library, today)


def pilots(question: Question, library: Library, today: date) -> Answer:
    """Tell about a pilot project, about those of a city or a cluster, or list all."""
    if overall.WHOLE in question.named("guide"):
        return overall.forgetting(_list(question, [], [], library, today))
    named = context.mentioned(question, library, "pilot")
    towns = context.mentioned(question, library, "city") or _asked_on(question, library)
    whole = len(towns) > 1 and _of_all(towns, library)
    pair = None if named or whole else pairs.together(question, library, today)
    if pair is not None:
        return pair
    found = named or _of_cities(towns, library) or context.hit(question, library, "pilot")
    if not found and not towns:
        found = pilot_topics.found(question, _about(question, library), library)
        unnamed = pilot_topics.unnamed(question, found)
        if unnamed:
            answer = pilot_topics.wider(unnamed, found)
            worked.tell(answer, question, found, library, today, wider=True)
            return answer
    if named or len(found) == 1:
        answer = _story(question, found[0], library, today)
        if towns and not named:
            opening = Answer()
            city_subjects.tell_unnamed(opening, question, towns, library)
            answer.blocks = opening.blocks + answer.blocks
    elif not found and not towns and worked.on_subject(question, library):
        answer = Answer()
    else:
        answer = _list(question, found, towns, library, today)
    if not named and not towns:
        worked.tell(answer, question, found, library, today)
    return answer


def _asked_on(question: Question, library: Library) -> list[Record]:
    """Give the city last spoken of where the message asks on about its projects."""
    first = question.hits[:1]
    refs = [hit.ref for hit in first if hit.fact == PROJECTS]
    return [record for record in context.records(library, refs) if record.kind == "city"]


def _story(question: Question, pilot: Record, library: Library, today: date) -> Answer:
    answer = _told(question, pilot, library, today)
    if question.exactly_on(pilot):
        for programme in context.records(library, list(_refs(pilot, "programme"))):
            if states.is_over(programme, today):
                states.tell(answer, programme, today)
    town = pilot.facts.get("cities")
    for city in context.records(library, list(town.refs) if town else [])[:2]:
        profiles.offer(answer, city)
    return answer


def _told(question: Question, pilot: Record, library: Library, today: date) -> Answer:
    """Tell what a pilot was, then the fact asked for; it leads only beyond doubt.

    The names of its cities alone make a message much like every question about a pilot.
    """
    near = question.near(pilot)
    if near is None or question.exactly_on(pilot):
        return profiles.profile(question, pilot, library, today)
    answer = Answer().about(pilot)
    profiles.opening(answer, pilot, library, today, first=0)
    if question.hit_on(pilot):
        facts.tell(answer, pilot, pilot.facts[near], library)
    for fact in profiles.untold(answer, pilot)[:1]:
        facts.tell(answer, pilot, fact, library)
    profiles.follow_up(answer, pilot, library)
    return answer


def _of_cities(towns: list[Record], library: Library) -> list[Record]:
    """Give the pilots of all the cities, else of any of them."""
    wanted = {city.ref for city in towns}
    return _of_all(towns, library) or [one for one in library.of_kind("pilot") if wanted & set(_refs(one, "cities"))]


def _of_all(towns: list[Record], library: Library) -> list[Record]:
    """Give the pilots that all of some cities had together."""
    wanted = {city.ref for city in towns}
    return [one for one in library.of_kind("pilot") if wanted and wanted <= set(_refs(one, "cities"))]


def _refs(record: Record, name: str) -> tuple[str, ...]:
    fact = record.facts.get(name)
    return fact.refs if fact else ()


def _list(question: Question, found: list[Record], towns: list[Record], library: Library, today: date) -> Answer:
    if towns and not found:
        names = values.listed([values.names(city) for city in towns], "and")
        answer = Answer().about(*towns).say("pilot.none_for", names=names)
    else:
        answer = Answer()
    shown = found or _about(question, library) or library.of_kind("pilot")
    count = values.number(len(shown))
    if towns and found:  # of a city that was spoken of before, too: the list must not pass for the whole
        answer.say("pilot.counted_of", names=values.listed([values.names(city) for city in towns], "and"), count=count)
    else:
        answer.say("pilot.counted", count=count)
    profiles.listing(answer, shown)
    for pilot in shown[:3]:
        profiles.offer(answer, pilot)
    if towns and found:
        answer.button(values.say("button.all_pilots"), "ask_pilots", ("guide", overall.WHOLE))
    return answer


def _about(question: Question, library: Library) -> list[Record]:
    """Give the pilots of the clusters and topics that a message names."""
    wanted = set(question.named("cluster")) | set(question.named("topic"))
    return [one for one in library.of_kind("pilot") if one.ref in wanted or wanted & set(_refs(one, "clusters"))]
