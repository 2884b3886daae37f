"""Answers about what happened when, and what is still to come."""

from __future__ import annotations

from datetime import date

from actions import context, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.dates import first_day, last_day
from knowledge.library import Library
from knowledge.records import Fact, Record

MOST_LISTED = 8
NARROWING = ("programme", "city", "pilot", "cluster")


def timeline(question: Question, library: Library, today: date) -> Answer:
    """Tell about an event, or list the events of a year, a programme or a city in the order of time."""
    named = context.mentioned(question, library, "event")
    if named:
        return profiles.profile(question, named[0], library, today)
    years = question.named("year")
    if not years and question.sure_hits:
        found = context.records(library, [question.sure_hits[0].ref])
        if found and question.hit_on(found[0]):
            return profiles.profile(question, found[0], library, today)
    return _list(question, years, library, today)


def _list(question: Question, years: list[str], library: Library, today: date) -> Answer:
    events = sorted((e for e in library.of_kind("event") if "when" in e.facts), key=lambda one: first(one))
    about = context.mentioned(question, library, *NARROWING)
    found = [event for event in events if _in_years(event, years) and all(_concerns(event, one) for one in about)]
    answer = Answer().about(*about)
    if found and not years and not any(last(event) >= today for event in found):
        latest = max(found, key=last)
        answer.say("timeline.latest", _evidence([latest]), event=_line(latest))
    if found:
        _say_found(answer, found, years)
    else:
        answer.say("timeline.none")
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    for event in context.records(library, answer.shown)[:2]:
        profiles.offer(answer, event)
    return answer


def _say_found(answer: Answer, found: list[Record], years: list[str]) -> None:
    count = values.number(len(found))
    evidence = _evidence(found[:MOST_LISTED])
    if years:
        said = values.listed([values.date(year) for year in years], "and")
        answer.say("timeline.found_in", evidence, count=count, years=said)
    else:
        answer.say("timeline.found", evidence, count=count)
    shown = found[:MOST_LISTED]
    answer.items([_line(event) for event in shown], ordered=True)
    answer.shown = [event.ref for event in shown]
    answer.more = [{"ref": event.ref, "fact": None} for event in found[MOST_LISTED:]]


def _evidence(found: list[Record]) -> Evidence:
    sources = tuple(dict.fromkeys(key for event in found for key in event.facts["when"].sources))
    return Evidence(tuple(event.ref for event in found), sources, found[-1].facts["when"].as_of)


def _line(event: Record) -> Typed:
    when = values.of_fact(event.facts["when"], {})
    if when is None or event.facts["when"].unknown:
        return values.names(event)
    return values.say("timeline.item", when=when, name=values.names(event))


def _bounds(fact: Fact) -> tuple[str, str]:
    if fact.period is not None:
        return fact.period.from_, fact.period.until or fact.period.from_
    return (fact.date or fact.as_of,) * 2


def first(event: Record) -> date:
    """Give the first day of an event."""
    return first_day(_bounds(event.facts["when"])[0])


def last(event: Record) -> date:
    """Give the last day of an event."""
    return last_day(_bounds(event.facts["when"])[1])


def _in_years(event: Record, years: list[str]) -> bool:
    return not years or any(first(event).year <= int(year) <= last(event).year for year in years)


def _concerns(event: Record, record: Record) -> bool:
    fact = event.facts.get("refs")
    return record.ref in event.related or (fact is not None and record.ref in fact.refs)
