"""Answers about what happened when, and what is still to come."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions import context, criteria, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Entity, Question
from actions.values import Typed
from knowledge.dates import first_day, last_day
from knowledge.library import Library
from knowledge.records import Fact, Record

MOST_LISTED, MOST_RECENT = 8, 4
WHERE_NEXT = ("faq/where_new_calls", "faq/programme_websites")
"""Answers that say where what is new is announced."""
UPCOMING, MONTH = "when:upcoming", "when:month"
"""What the understanding says of a question for what is to come, and for a month without a year."""
NARROWING = ("programme", "city", "pilot", "cluster")


def timeline(question: Question, library: Library, today: date) -> Answer:
    """Tell about an event, or list the events of a year, a programme or a city in the order of time."""
    named = context.mentioned(question, library, "event")
    if named:
        return profiles.profile(question, named[0], library, today)
    years = question.named("year")
    if question.asks == UPCOMING and not any(int(year) < today.year for year in years):
        return _upcoming(library, today)
    if question.asks == MONTH and not years:
        return _month_of_last(question, library, today)
    if not years and question.sure_hits:
        found = context.records(library, [question.sure_hits[0].ref])
        if found and question.hit_on(found[0]):
            return profiles.profile(question, found[0], library, today)
    month = month_of(question.text)
    if month and len(years) == 1:
        return _of_month(question, f"{years[0]}-{month:02d}", library, today)
    return _list(question, years, library, today)


@lru_cache(maxsize=1)
def _months() -> tuple[tuple[int, re.Pattern[str]], ...]:
    rows = YAML(typ="safe").load(Path(__file__).with_name("months.yml"))
    return tuple((int(number), re.compile(form)) for number, form in rows.items())


def month_of(text: str) -> int | None:
    """Give the month that a message names, from 1 to 12."""
    return next((number for number, form in _months() if form.search(text.lower())), None)


def _upcoming(library: Library, today: date) -> Answer:
    """List what is still to come; where nothing is known, say so, and where it would be announced."""
    events = sorted((e for e in library.of_kind("event") if "when" in e.facts), key=first)
    coming = [event for event in events if last(event) >= today]
    answer = Answer()
    if not coming:
        _say_none(answer, events, [], library, today, "timeline.none_coming")
        _newest_first(answer, [event for event in events if event is not max(events, key=last)])
        return answer
    answer.say("timeline.coming", _evidence(coming))
    answer.items([_line(event) for event in coming[:MOST_LISTED]], ordered=True)
    answer.shown = [event.ref for event in coming[:MOST_LISTED]]
    for event in coming[:2]:
        profiles.offer(answer, event)
    return answer


def _month_of_last(question: Question, library: Library, today: date) -> Answer:
    """Tell of the events of a month among those last spoken of: of their programme, city and year."""
    month = month_of(question.text) or 0
    rows = question.last.get("entities") or () if question.last.get("intent") == question.intent else ()
    years = [str(row["value"]) for row in rows if row["entity"] == "year"]
    kept = [Entity(row["entity"], str(row["value"])) for row in rows if row["entity"] in NARROWING]
    if not kept:
        kept = [Entity(one.kind, one.ref) for one in context.just_spoken_of(question, library, "programme")]
    again = replace(question, entities=tuple(kept), hits=(), asks="")
    if years:
        said = _of_month(again, f"{years[0]}-{month:02d}", library, today)
    else:
        said = _in_any_year(again, month, library, today)
    said.asked_as = replace(again, entities=(*kept, *(Entity("year", year) for year in years)))
    return said


def _in_any_year(question: Question, month: int, library: Library, today: date) -> Answer:
    about = context.mentioned(question, library, *NARROWING)
    events = sorted((e for e in library.of_kind("event") if "when" in e.facts), key=first)
    pool = [event for event in events if all(concerns(event, one) for one in about)]
    found = [event for event in pool if _in_month(event, month)]
    if len(found) == 1:
        return profiles.profile(question, found[0], library, today)
    answer = Answer().about(*about)
    if found:
        _say_found(answer, found, [])
    else:
        answer.say("timeline.none_of_month")
        _say_found(answer, pool or events, [])
    for event in context.records(library, answer.shown)[:2]:
        profiles.offer(answer, event)
    return answer


def _in_month(event: Record, month: int) -> bool:
    """Tell whether an event of which the month is known fell into a month of any year."""
    exact = len(_bounds(event.facts["when"])[0]) > len("2018")
    return exact and first(event).month <= month <= last(event).month + 12 * (last(event).year - first(event).year)


def _of_month(question: Question, month: str, library: Library, today: date) -> Answer:
    """List the events of one month; where there is none, say so and list those of its year."""
    narrowed = _list(question, [month], library, today)
    if narrowed.shown:
        return narrowed
    answer = Answer().say("timeline.none_in", month=values.date(month))
    year = _list(question, [month[:4]], library, today)
    listed = year.blocks if year.shown else [block for block in year.blocks if block.get("say") != "timeline.none"]
    year.blocks = [*answer.blocks, *listed]
    return year


def _list(question: Question, years: list[str], library: Library, today: date) -> Answer:
    events = sorted((e for e in library.of_kind("event") if "when" in e.facts), key=lambda one: first(one))
    about = context.mentioned(question, library, *NARROWING)
    found = [event for event in events if _in_years(event, years) and all(concerns(event, one) for one in about)]
    answer = Answer().about(*about)
    over = bool(found) and not years and not any(last(event) >= today for event in found)
    recent = over and criteria.asks(question, "recent")
    if recent and criteria.asks(question, "attend"):
        answer.say("timeline.none_coming")
    latest = max(found, key=last) if over else None
    if latest is not None:
        answer.say("timeline.latest", _evidence([latest]), event=_line(latest))
    if recent and latest is not None:
        _newest_first(answer, [event for event in found if event is not latest])
        answer.shown.insert(0, latest.ref)
    elif found:
        _say_found(answer, found, years)
    else:
        _say_none(answer, events, years, library, today)
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    for event in context.records(library, answer.shown)[:2]:
        profiles.offer(answer, event)
    return answer


def _say_none(
    answer: Answer, events: list[Record], years: list[str], library: Library, today: date, key: str = "timeline.none"
) -> None:
    """Say that no event is known, which was the last one of all, and where the next would be announced."""
    answer.say(key)
    if events and not answer.spoken and (not years or min(int(one[:4]) for one in years) >= today.year):
        latest = max(events, key=last)
        answer.say("timeline.latest", _evidence([latest]), event=_line(latest))
        answer.say("timeline.none_next")
        for record in context.records(library, list(WHERE_NEXT)):
            profiles.offer(answer, record)
        answer.button(values.say("button.find_partner"), "find_partner")
    answer.button(values.say("button.person"), "ask_for_person")


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


def _newest_first(answer: Answer, found: list[Record]) -> None:
    """List what was before the latest event, from the newest on."""
    ordered = sorted(found, key=last, reverse=True)
    shown, answer.more = ordered[:MOST_RECENT], [{"ref": one.ref, "fact": None} for one in ordered[MOST_RECENT:]]
    if not shown:
        return
    answer.say("timeline.before_it", _evidence(shown))
    answer.items([_line(event) for event in shown], ordered=True)
    answer.shown = [event.ref for event in shown]


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
    """Tell whether an event falls into one of some years, or months ("2018-09")."""
    exact = len(_bounds(event.facts["when"])[0])  # an event of which only the year is known is told for no month
    asked = [one for one in years if len(one) <= exact]
    return not years or any(first_day(one) <= last(event) and first(event) <= last_day(one) for one in asked)


def concerns(event: Record, record: Record) -> bool:
    """Tell whether an event belongs to a programme, a city, a pilot or a cluster."""
    fact = event.facts.get("refs")
    return record.ref in event.related or (fact is not None and record.ref in fact.refs)
