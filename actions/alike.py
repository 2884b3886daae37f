"""Which other cities worked together on the subjects of a cooperation."""

from __future__ import annotations

from datetime import date

from actions import context, pairings, profiles, subjects, values
from actions.answer import Answer, Evidence
from actions.pairings import Pairing
from actions.subjects import Subject
from actions.tie_facts import Tie
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record, Text

MOST = 6


def answer(tie: Tie, library: Library, today: date) -> Answer:
    """List the other pairs whose recorded topics name a subject of a cooperation; say so where none does."""
    said = Answer()
    wanted = subjects.of_words(_topics(tie))
    others = [one for one in library.of_kind("pilot") if one not in tie.pilots]
    pilots = [one for one in others if _fits(subjects.recorded(one), wanted)]
    rows = [(city, part) for city, part in _others(tie, library) if _fitting(part.part.topics, wanted)]
    if not wanted or not (rows or pilots):
        said.say("tie.none_alike", name=tie.name)
        return said.button(values.say("button.clusters"), "list_clusters")
    said.say("tie.alike", name=tie.name, topics=values.listed([one.said for one in wanted]))
    rows = sorted(rows, key=lambda row: -_fitting(row[1].part.topics, wanted))[:MOST]
    refs = tuple(dict.fromkeys(city.ref for city, _ in rows))
    rests = Evidence(refs, pairings.sources([part for _, part in rows]))
    said.items([_row(city, part, library) for city, part in rows], evidence=rests)
    if pilots:
        said.say("tie.alike_pilots", names=values.listed_names(pilots))
    for record in (*pilots, *(city for city, _ in rows)):
        profiles.offer(said, record)
    if pairings.all_over([part for _, part in rows], library, today):
        said.say("city.pairings_over")
    return said


def _row(city: Record, part: Pairing, library: Library) -> Typed:
    names = values.listed([pairings.name(one, library) for one in part.partners], "and")
    topics = values.text(part.part.topics or Text("", ""))
    programme = pairings.programme(part.part, library)
    return values.say("tie.alike_item", city=values.names(city), partners=names, topics=topics, programme=programme)


def _fitting(words: Text | None, wanted: list[Subject]) -> int:
    return sum(bool(one.of([words])) for one in wanted) if words is not None else 0


def _topics(tie: Tie) -> list[Text]:
    """Give the recorded topics of a cooperation: of its parts, else of its pilots, else of its cities."""
    found = [part.part.topics for part in tie.parts if part.part.topics is not None]
    found = found or [word for pilot in tie.pilots for word in subjects.recorded(pilot)]
    return found or [word for city in tie.cities for word in subjects.recorded(city)]


def _fits(words: list[Text], wanted: list[Subject]) -> bool:
    return any(one.of(words) for one in wanted)


def _others(tie: Tie, library: Library) -> list[tuple[Record, Pairing]]:
    """Give the parts of the European cities that are not those of the cooperation."""
    own = {city.ref for city in tie.cities}
    pair = len(own) > 1
    return [
        (city, part)
        for city in library.of_kind("city")
        if city.country != "CN" and context.records(library, [city.ref])
        for part in pairings.of_city(city, library)
        if part.partners and not (own <= {city.ref, *part.partners} if pair else own & {city.ref, *part.partners})
    ]
