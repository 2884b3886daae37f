"""Answers for what has no record of its own: a body or a term of the glossary, the industry cluster of a trade."""

from __future__ import annotations

import re

from actions import context, facts, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Fact, Record

TERM, INDUSTRY = "term:", "industry:"
MOST_TOLD, MOST_CITIES = 2, 6


def term_asked(question: Question) -> str | None:
    """Give the English term of the glossary that a message asks for."""
    return question.asks.removeprefix(TERM) if question.asks.startswith(TERM) else None


def trade_asked(question: Question) -> str | None:
    """Give the trade whose industry cluster a message asks for, as it is written."""
    return question.asks.removeprefix(INDUSTRY) if question.asks.startswith(INDUSTRY) else None


def term(name: str, library: Library) -> Answer | None:
    """Say what a term of the glossary stands for and what the records tell of it; None for an unknown term."""
    entry = next((one for one in library.glossary if one["en"] == name), None)
    if entry is None:
        return None
    short, english, chinese = str(entry.get("acronym") or entry["en"]), str(entry["en"]), str(entry["zh"])
    both = {"text": {"en": english, "zh": chinese}}
    if short != english:
        said = Answer().say("glossary.stands_for", short=values.string(short), name=both)
    else:
        said = Answer().say("glossary.is", name=both)
    found = _naming([short, english], library)
    if not found:
        said.say("glossary.nothing_more")
    for record, fact in found[:MOST_TOLD]:
        facts.tell(said, record, fact, library)
    schemes = list({record.ref: record for record, _ in found[:MOST_TOLD]}.values())
    if len(schemes) == 1 and schemes[0].kind == "funding":  # what is asked next is asked of the scheme
        said.about(schemes[0])
    for record, _ in found[:MOST_TOLD]:
        profiles.offer(said, record)
    return said.button(values.say("button.person"), "ask_for_person")


def _naming(names: list[str], library: Library) -> list[tuple[Record, Fact]]:
    """Give the facts that name a body, those of programmes and offices first, each record once."""
    forms = [re.compile(rf"(?<![A-Za-z-]){re.escape(name)}(?![A-Za-z-])") for name in names]
    rows = [
        (record, fact)
        for kind in ("contact", "role", "programme", "funding")
        for record in library.of_kind(kind)
        for fact in facts.tellable(record)
        if fact.text is not None and not fact.unknown and any(form.search(fact.text.en) for form in forms)
    ]
    rows.sort(key=lambda row: _place(row[1], forms))
    return list({record.ref: (record, fact) for record, fact in reversed(rows)}.values())[::-1]


def _place(fact: Fact, forms: list[re.Pattern[str]]) -> int:
    """Give how late a fact names a body: what begins with it tells most of it."""
    found = [match.start() for form in forms if fact.text is not None and (match := form.search(fact.text.en))]
    return min(found, default=10_000)


def industry(trade: str, question: Question, library: Library) -> Answer:
    """Say that our clusters are none of a trade, and which cities name the trade in their records, if any does."""
    said = Answer().say("glossary.no_industry", trade=values.string(trade))
    found = [city for city in library.of_kind("city") if _speaks_of(city, trade)]
    topics = [one.value for one in question.entities if one.kind == "topic" and one.text == trade]
    found += [city for city in context.records(library, topics) if city.kind == "city"]
    cities = list({city.ref: city for city in found}.values())[:MOST_CITIES]
    if cities:
        evidence = Evidence(tuple(city.ref for city in cities))
        names = values.listed_names(cities)
        said.say("glossary.cities_of_trade", evidence, trade=values.string(trade), names=names)
    else:
        said.say("glossary.no_city_of_trade", trade=values.string(trade))
    said.shown = [city.ref for city in cities]
    for city in cities[:2]:
        profiles.offer(said, city)
    said.button(values.say("intent.list_clusters"), "list_clusters")
    return said.button(values.say("button.person"), "ask_for_person")


def _speaks_of(city: Record, trade: str) -> bool:
    """Tell whether a city's record has a trade among its subjects or in its sentences."""
    texts = [city.summary, *(fact.text for fact in city.facts.values())]
    said = [*city.topics.en, *city.topics.zh, *(words for text in texts if text for words in (text.en, text.zh))]
    form = re.compile(rf"(?<![a-z]){re.escape(trade.lower())}(?![a-z])")
    return any(form.search(words.lower()) for words in said)
