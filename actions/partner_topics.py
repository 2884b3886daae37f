"""Which of the topics of a search for a partner the records name, in which words, and what stands in for the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from actions import clusters, labels, pairings, subjects, unknown_topics, values
from actions.answer import Answer
from actions.city_names import plain
from actions.context import Question
from actions.partner_case import CN, Case
from actions.subjects import Subject
from knowledge.library import Library
from knowledge.records import Record, Text


def worked(city: Record, parts: Iterable[pairings.Pairing], library: Library) -> list[Text]:
    """Give the recorded topics of what a city worked on: of its parts in programmes, and of its pilot projects.

    Args:
        city: the city.
        parts: its parts in programmes.
        library: all records.
    """
    found = [part.part.topics for part in parts if part.part.topics is not None]
    return found + [one for pilot in pilots(city, library) for one in subjects.recorded(pilot)]


def pilots(city: Record, library: Library) -> list[Record]:
    """Give the pilot projects of a city."""
    rows = ((pilot, pilot.facts.get("cities")) for pilot in library.of_kind("pilot"))
    return [pilot for pilot, cities in rows if cities is not None and city.ref in cities.refs]


def named(asked: Iterable[Subject], words: list[Text]) -> tuple[Text, ...]:
    """Give those of some recorded words that name what is asked for, each once."""
    return tuple(dict.fromkeys(word for subject in asked for word in subject.of(words)))


def missing(case: Case, library: Library) -> list[Subject]:
    """Give the subjects of a search that no city of the side names, in its topics or in what it worked on."""
    words = [
        word
        for city in library.of_kind("city")
        if (city.country == CN) == (case.side == CN)
        for word in (*subjects.recorded(city), *worked(city, pairings.of_city(city, library), library))
    ]
    return [one for one in map(subjects.by_key, case.subjects) if not one.of(words)]


def widened(case: Case, library: Library) -> Case:
    """Give a search with the wider subjects that stand in for those that no city names."""
    wider = [one.wider for one in missing(case, library) if one.wider]
    return replace(case, subjects=tuple(dict.fromkeys([*case.subjects, *wider])))


def tell(answer: Answer, question: Question, case: Case, found: bool, library: Library) -> None:
    """Say first which of the words and subjects asked for no record names, and what stands in for them.

    Args:
        answer: is added to.
        question: the message.
        case: the search.
        found: whether cities follow.
        library: all records.
    """
    unknown = [one for one in unknown_topics.of(question) if plain(one) not in plain(case.place)]
    unnamed = unknown_topics.unnamed(question, library)
    if unknown:
        answer.say("partner.topic_unknown", topics=_quoted(unknown))
    lacking = missing(case, library) if case.side is not None else []
    words = [one for one in unnamed if not any(subject.form.search(one.lower()) for subject in lacking)]
    nearest = clusters.fitting(question, library)[:1] if words else []
    if nearest:
        answer.say("partner.topic_nearest", topics=_quoted(words), cluster=values.names(nearest[0]))
    if lacking and case.side is not None:
        key = "partner.topic_missing" if found else "partner.topic_missing_alone"
        topics = values.listed([one.said for one in lacking], "and")
        answer.say(key, side=labels.of_country(case.side), topics=topics)


def _quoted(words: list[str]) -> values.Typed:
    return values.listed([values.say("partner.word", word=values.string(one)) for one in words], "quoted")
