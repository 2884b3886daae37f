"""Which sister cities a city has, as far as its record knows; partners of a programme are named as such."""

from __future__ import annotations

from datetime import date

from actions import facts, pairings, profiles, sister_ties, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.relations import evidence
from knowledge.library import Library
from knowledge.records import Record

METHOD = "method/sister_city"


def of_city(question: Question, city: Record, library: Library, today: date) -> Answer:
    """Tell the sister cities that the record of a city names, then its partners in programmes, as what they were."""
    said = Answer().about(city)
    known = [fact for fact in city.facts.values() if sister_ties.SISTER in fact.name and fact.text and not fact.unknown]
    for fact in known:
        facts.tell(said, city, fact, library)
    if not known:
        said.say("sister.unknown", Evidence((city.ref,)), name=values.names(city))
    parts = [part for part in pairings.of_city(city, library) if part.partners]
    if parts:
        said.tells(city, "cooperation")
        said.say("sister.partners", name=values.names(city))
        said.items([pairings.row(part, library) for part in parts], evidence=evidence(city, parts))
        if pairings.all_over(parts, library, today):
            said.say("city.pairings_over")
    if not known:
        said.say("sister.whom_to_ask" if city.country == "CN" else "sister.whom_to_ask_eu")
    profiles.offer(said, city)
    method = library.get(METHOD)
    if method is not None:
        profiles.offer(said, method)
    return said.button(values.say("button.person"), "ask_for_person")
