"""Who worked with whom: the parts that cities took in the programmes, read from either side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions import states, values
from actions.answer import Answer
from actions.values import Typed
from knowledge.library import Library, parts_of
from knowledge.records import Cooperation, Record, Text

Partner = str | Text


@dataclass(frozen=True)
class Pairing:
    """One part of one city in one programme, seen from that city."""

    city: str
    part: Cooperation
    partners: tuple[Partner, ...]
    source_city: str


def of_city(city: Record, library: Library) -> list[Pairing]:
    """Give the parts a city took: its own record's, then what only its partners' records say.

    Args:
        city: the city.
        library: all records.
    """
    own = [Pairing(city.ref, part, part.partners, city.ref) for part in parts_of(city)]
    seen = {(one.part.programme, partner) for one in own for partner in one.partners}
    theirs = [
        Pairing(city.ref, part, (other.ref,), other.ref)
        for other, part in library.parts_with(city.ref)
        if other.ref != city.ref and (part.programme, other.ref) not in seen
    ]
    return own + theirs


def partners(pairings: list[Pairing]) -> list[Partner]:
    """Give all partners, each once, in the order of time."""
    return list(dict.fromkeys(partner for one in pairings for partner in one.partners))


def name(partner: Partner, library: Library) -> Typed:
    """Name a partner, with or without a record of its own."""
    if isinstance(partner, Text):
        return values.text(partner)
    record = library.get(partner)
    return values.names(record) if record else values.string(partner)


def ref_of(partner: Partner, city: Record, library: Library) -> str | None:
    """Give the ref by which a partner can be chosen from a list: its own, else that of its pilot with the city."""
    if isinstance(partner, str):
        return partner
    pilots = (one for one in library.of_kind("pilot") if city.ref in one.related)
    return next((one.ref for one in pilots if partner.en in (*one.names.en, *one.aliases)), None)


def programme(part: Cooperation, library: Library) -> Typed:
    """Name the programme of a part, with its time where that is known."""
    record = library.get(part.programme)
    named = values.names(record) if record else values.string(part.programme)
    if part.period is None:
        return named
    # A round and what is documented of it, which is not how long two cities have worked together.
    return values.say("city.on_record", programme=named, period=values.period(part.period))


def row(pairing: Pairing, library: Library) -> Typed:
    """Put a part into a line: programme, time, partners, topics."""
    with_ = {"programme": programme(pairing.part, library)}
    key = "city.part_unknown"
    if pairing.partners:
        key = "city.part"
        with_["partners"] = values.listed([name(one, library) for one in pairing.partners], "and")
    if pairing.part.topics is not None:
        with_["topics"] = values.text(pairing.part.topics)
        key += "_topics"
    return values.say(key, **with_)


def all_over(pairings: list[Pairing], library: Library, today: date) -> bool:
    """Tell whether every programme of some parts is over on a day."""
    programmes = [library.get(one.part.programme) for one in pairings]
    return bool(programmes) and all(one is not None and states.is_over(one, today) for one in programmes)


def tell_over(answer: Answer, cities: list[Record], library: Library, today: date, alone: bool = False) -> None:
    """Say that the earlier pairings of some cities are over, as far as that is known; of one that stands alone, too."""
    found = [pairing for city in cities for pairing in of_city(city, library)]
    if found:
        over = "city.list_over" if alone and len(cities) == 1 else "city.lists_over"
        answer.say(over if all_over(found, library, today) else "city.parts_over")


def sources(pairings: list[Pairing]) -> tuple[str, ...]:
    """Give the sources of some parts, each once."""
    return tuple(dict.fromkeys(key for one in pairings for key in one.part.sources))
