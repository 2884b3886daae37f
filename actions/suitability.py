"""Whether a city is the right partner: what is on record of it for what is named, and no verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import clusters, context, forms, pairings, places, profiles, relations, subjects, unknown_topics, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.subjects import Subject
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record, Text

SUITS = "suits"
"""Value of the entity `guide` of such a question."""


def criteria(question: Question) -> bool:
    """Tell whether a message names what is to speak for the city."""
    return bool(subjects.read(question) or _unknown(question))


def answer(question: Question, library: Library, today: date) -> Answer:
    """Tell criterion by criterion what the record of the city says, and how partners are looked for.

    Args:
        question: the message.
        library: all records.
        today: the day on which the state of its pairings is told.
    """
    city, *others = context.mentioned(question, library, "city")
    said = Answer().about(city)
    rows = [_of_subject(question, city, subject, library) for subject in subjects.read(question)]
    themes = [one for one in context.mentioned(question, library, "theme") if not _is_subject(one)]
    rows += [_row(values.names(one), []) for one in themes]
    rows += [_row(values.string(words), []) for words in _unknown(question)]
    fact = city.facts.get("cooperation")
    evidence = Evidence((city.ref,), fact.sources if fact else (), fact.as_of if fact else None)
    said.tells(city, "cooperation")
    said.items(rows, values.say("suits.title", name=values.names(city)), evidence=evidence)
    covering = clusters.fitting(replace(question, hits=()), library)
    own = city.facts.get("clusters")
    covered = [one for one in covering if own and one.ref in own.refs]
    if covered:
        said.say("suits.cluster", Evidence((city.ref,)), clusters=values.listed_names(covered))
    for other in others[:1]:
        relations.tell_tie(said, question, city, other, library)
    places.tell(said, question, library)
    said.say("suits.no_ranking")
    if pairings.all_over(pairings.of_city(city, library), library, today):
        said.say("city.pairings_over")
    side = "CN" if city.country == "CN" else "EU"
    said.button(values.say("button.find_partner"), "find_partner", ("country", side))
    said.button(values.say("button.cooperate"), "request_cooperation", ("city", city.ref))
    said.button(values.say("button.partners_of", name=values.names(city)), "ask_city_partners", ("city", city.ref))
    profiles.offer(said, city)
    said.asked_as = question.asking("ask_city", *(one for one in question.entities if one.kind == "city"))
    return said.button(values.say("button.person"), "ask_for_person")


def _of_subject(question: Question, city: Record, subject: Subject, library: Library) -> Typed:
    """Say whether a subject is on record; what is not is named as the person named it."""
    found = subject.of(_words(city, library))
    typed = [words for words in _had(question) if subject in subjects.of_text(words)]
    return _row(values.string(typed[0]) if typed and not found else subject.said, found)


def _had(question: Question) -> list[str]:
    """Give what a message says that the city has."""
    matches = forms.form("place_talk", "has").finditer(question.text.lower())
    return [next(words for words in match.groups() if words).strip() for match in matches]


def _is_subject(theme: Record) -> bool:
    """Tell whether the name of a theme is a subject that is looked for in the records."""
    return bool(subjects.of_words([Text(en, zh) for en, zh in zip(theme.names.en, theme.names.zh)]))


def _unknown(question: Question) -> list[str]:
    """Give what a message names and no subject is known for: by its words, or as what the city is said to have."""
    named = [one.text.lower() for one in question.entities if one.text]
    found = [words for words in (*unknown_topics.of(question), *_had(question)) if not subjects.of_text(words.lower())]
    return [words for words in dict.fromkeys(found) if not any(words in one or one in words for one in named)]


def _words(city: Record, library: Library) -> list[Text]:
    words = [*subjects.recorded(city)]
    return words + [p.part.topics for p in pairings.of_city(city, library) if p.part.topics is not None]


def _row(asked: Typed, found: list[Text]) -> Typed:
    if not found:
        return values.say("suits.not_named", what=asked)
    named = values.listed([values.text(one) for one in dict.fromkeys(found)], "semicolon")
    return values.say("suits.named", what=asked, words=named)
