"""A city that somebody wishes for as partner: not who asks, but whom they would like to work with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import (
    clusters,
    context,
    pairings,
    pairs,
    partner_case,
    partner_homes,
    partner_objections,
    partner_told,
    profiles,
    relations,
    subjects,
    values,
)
from actions.answer import Answer
from actions.context import Question
from actions.partner_case import CN, EU, SLOT, Case
from actions.partner_match import candidates
from knowledge.library import Library
from knowledge.records import Record, Text

PREFIX = "wished:"


def city(question: Question, library: Library, before: Case) -> Record | None:
    """Give the city that a message wishes for as partner; None where it wishes for none by name.

    Who says where they are and names a city of the other side wishes for that city.

    Args:
        question: the message.
        library: all records.
        before: what was said of the search earlier.
    """
    if question.asks.startswith(PREFIX):
        found = context.records(library, [question.asks.removeprefix(PREFIX)])
        return found[0] if found else None
    if partner_objections.cities(question):
        return None
    named = context.mentioned(question, library, "city")
    waiting = context.records(library, [before.wished] if before.wished else [])
    if waiting and len(named) == 1 and pairs.of([named[0], waiting[0]]):
        return waiting[0]
    if len(named) != 1 or question.pressed or partner_case.says("for_a_city", question.text):
        return None
    home, _ = partner_homes.home_of(question, library)
    own = library.get(before.own) if before.own else None
    home = home or before.home or (own.country if own is not None and own.ref != named[0].ref else None)
    return named[0] if home is not None and (home == CN) != (named[0].country == CN) else None


def answer(question: Question, wanted: Record, library: Library, today: date) -> Answer:
    """Tell what speaks for a wished city, and how the wish is passed on; ask who asks where that is not known."""
    case = Case.of(question.slots.get(SLOT)).asker
    own = _own(question, wanted, case, library)
    home, _ = partner_homes.home_of(question, library)
    said = Answer().about(wanted)
    said.say("wish.noted", name=values.names(wanted))
    profiles.summary(said, wanted, library)
    if own is not None:
        relations.tell_tie(said, question, wanted, own, library)
        _tell_common(said, wanted, own, library)
    _tell_topics(said, question, wanted, library)
    parts = pairings.of_city(wanted, library)
    if pairings.all_over(parts, library, today):
        said.say("city.pairings_over")
    asks_back = own is None and not (home or case.home)
    if asks_back:
        said.say("wish.who")
        said.asks_back = True
    said.button(values.say("button.cooperate"), "request_cooperation", ("city", wanted.ref))
    said.button(values.say("button.partners_of", name=values.names(wanted)), "ask_city_partners", ("city", wanted.ref))
    side = CN if wanted.country == CN else EU
    said.button(values.say("button.other_cities"), "find_partner", ("country", side))
    said.shown = [wanted.ref]
    kept = replace(case, own=own.ref if own else case.own, home=home or case.home, side=side, seen=(wanted.ref,))
    kept = replace(kept, wished=wanted.ref if asks_back else None)
    said.slots[SLOT] = kept.kept()
    return said


def _own(question: Question, wanted: Record, case: Case, library: Library) -> Record | None:
    """Give the asker's own city: another one that the message names, else what was said before."""
    others = [one for one in context.mentioned(question, library, "city") if one.ref != wanted.ref]
    others += context.records(library, [case.own] if case.own else [])
    return next((one for one in others if pairs.of([one, wanted])), None)


def _tell_common(said: Answer, wanted: Record, own: Record, library: Library) -> None:
    """Say what speaks for the two by their records."""
    case = Case(own=own.ref, side=CN if wanted.country == CN else EU)
    fits = [one for one in candidates(case, library, frozenset(), []) if one.city.ref == wanted.ref]
    for candidate in fits:
        partner_told.explain(said, candidate, case, library)
    if not fits:
        said.say("wish.nothing_common")


def _tell_topics(said: Answer, question: Question, wanted: Record, library: Library) -> None:
    """Say whether the record of the city names the subject of the message."""
    asked = subjects.read(question)
    if not asked:
        return
    words: list[Text] = [*subjects.recorded(wanted)]
    words += [part.part.topics for part in pairings.of_city(wanted, library) if part.part.topics is not None]
    found = list(dict.fromkeys(one for subject in asked for one in subject.of(words)))
    fact = wanted.facts.get("clusters")
    covering = [one for one in clusters.fitting(replace(question, hits=()), library) if fact and one.ref in fact.refs]
    if found:
        said.say("wish.topic", topics=values.listed([values.text(one) for one in found], "semicolon"))
    elif covering:
        said.say("wish.cluster", clusters=values.listed_names(covering))
    else:
        said.say("wish.no_topic", topics=values.listed([subject.said for subject in asked]))
