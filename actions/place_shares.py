"""What one place did in one programme, and with whom: what is on record of it, or that nothing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import context, elsewhere, facts, pairings, participants, places, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Entity, Question
from actions.participant_lists import is_list
from actions.values import Typed
from knowledge import mentions
from knowledge.library import Library
from knowledge.mentions import Naming, Place
from knowledge.records import Record

SHARE, PARTNERED, OF_PROGRAMME = "share", "partnered", "of_programme"
"""Values of the entity `guide`: what a place did in a programme, whether it took part and with whom, and what is known
of the programme to which a tie belonged."""
MOST = 2


def answer(question: Question, library: Library, today: date) -> Answer:
    """Tell what the places of a message did in the programmes that it names.

    Args:
        question: the message.
        library: all records.
        today: the day on which the states are told.
    """
    cities = context.mentioned(question, library, "city")
    programmes = context.mentioned(question, library, "programme")[:MOST]
    said = Answer().about(*cities)
    for programme in programmes:
        for city in cities:
            _of_city(said, question, city, programme, library)
        if question.unknown_names:
            participants.tell(said, question, [], programme, library)
            for place in places.asked(question, library):
                _of_place(said, place, programme, library)
        states.tell(said, programme, today, with_note=False)
    for record in (*cities, *programmes):
        profiles.offer(said, record)
    said.asked_as = question.asking("ask_city_pilot", *_named(question))
    return said.button(values.say("button.person"), "ask_for_person")


def _named(question: Question) -> list[Entity]:
    return [one for one in question.entities if one.kind != "guide"]


def _of_city(said: Answer, question: Question, city: Record, programme: Record, library: Library) -> None:
    parts = [part for part in pairings.of_city(city, library) if part.part.programme == programme.ref]
    known = [part for part in parts if part.part.topics is not None]
    if not parts:
        participants.tell(said, question, [city], programme, library)
        return
    if not known:
        _not_told(said, values.names(city), programme)
        _partner_unknown(said, city, programme, library)
        elsewhere.rows(said, city, [programme], library)
        return
    said.tells(city, "cooperation")
    title = values.say("city.parts_in_title", name=values.names(city), programme=values.names(programme))
    evidence = Evidence((city.ref,), pairings.sources(parts))
    said.items([pairings.row(part, library) for part in parts], title, evidence=evidence)
    if "role" in city.facts:
        facts.tell(said, city, city.facts["role"], library)
    elsewhere.tell(said, city, [programme], library)


def _not_told(said: Answer, name: Typed, programme: Record) -> None:
    said.say("share.not_told", Evidence((programme.ref,)), name=name, programme=values.names(programme))


def _partner_unknown(said: Answer, city: Record, programme: Record, library: Library) -> None:
    """Tell what a city's record says of a partner that is not known; each such fact has its programme in its name."""
    key = programme.ref.split("/")[-1]
    for fact in city.facts.values():
        if fact.unknown and fact.name.endswith("partner") and fact.name.startswith(key):
            facts.tell(said, city, fact, library)


def _of_place(said: Answer, place: Place, programme: Record, library: Library) -> None:
    """Tell what a programme says of a place beside its list of participants, or that it says nothing."""
    found = [one for one in mentions.find(place, library, [programme.ref]) if one.record is programme]
    more = [one for one in found if not is_list(programme, one.fact, place) and not _is_told(said, one)]
    for one in more:
        places.line(said, one, library)
    if not more and found:
        _not_told(said, places.name(place), programme)


def _is_told(said: Answer, one: Naming) -> bool:
    return {"ref": one.record.ref, "fact": one.fact.name if one.fact else None} in said.told


def with_whom(question: Question, library: Library, said: Answer) -> Answer:
    """Say of places without a record, before what the records tell of them, that their partner is not on record.

    Args:
        question: the message.
        library: all records.
        said: what the records tell of the places; it is added to.
    """
    asked = places.asked(question, library)
    untold = [places.name(place) for place in asked if _has_no_partner(place, library)]
    if untold:
        line = Answer().say("share.no_partner", name=values.listed(untold, "and"))
        said.blocks = [*line.blocks, *said.blocks]
    return said


def _has_no_partner(place: Place, library: Library) -> bool:
    """Tell whether the records name a place in nothing but lists of participants."""
    found = [one for one in mentions.find(place, library) if one.record.kind != "faq"]
    return bool(found) and all(one.record.kind == "programme" and _in_list(one, place) for one in found)


def _in_list(one: Naming, place: Place) -> bool:
    return one.part is None and is_list(one.record, one.fact, place)


def of_programme(question: Question, library: Library, today: date) -> Answer:
    """Tell of the programme to which a tie of two places belonged, where no more is on record of the tie itself."""
    programme = context.mentioned(question, library, "programme")[0]
    asked = question.asking("ask_programme", Entity("programme", programme.ref))
    said = profiles.profile(replace(asked, hits=()), programme, library, today)
    said.blocks = [*Answer().say("share.of_programme").blocks, *said.blocks]
    said.asked_as = asked
    return said
