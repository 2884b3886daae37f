"""Places of a country that the records name as partners or participants, though they have no record of their own."""

from __future__ import annotations

from actions import city_parts, pairings, places, values
from actions.answer import Answer, Evidence
from actions.city_filters import Wish
from actions.city_names import Name
from actions.pairings import Partner
from actions.participant_lists import NAMING, facts_of, lists
from actions.values import Typed
from knowledge import mentions
from knowledge.library import Library, parts_of
from knowledge.mentions import Place
from knowledge.records import Record, Text

MOST_WITH_PARTNERS = 6
"""How many places are told with whom they worked; of more only the names."""


def find(wish: Wish, library: Library) -> list[tuple[Place, list[Record]]]:
    """Give the places that a list by country leaves out, each with the cities that worked with it.

    Args:
        wish: what is asked of the cities; a topic, a programme or a size says nothing of a place without a record.
        library: all records.
    """
    if not wish.countries or wish.is_narrower:
        return []
    found = []
    for place in mentions.places(library):
        if place.part_of is None and any(city_parts.is_in(place.country, code) for code in wish.countries):
            met = _partners(place, library)
            fits = [city for city in met if _is_meant(city, wish.partners, library)]
            whole = not wish.partners or _is_other_side(place, wish.partners)
            if fits or (whole and (met or _takes_part(place, library))):
                found.append((place, met if whole else fits))
    return found


def tell(answer: Answer, found: list[tuple[Place, list[Record]]]) -> None:
    """Name the places, with whom they worked where they are few."""
    if not found:
        return
    cities = [city for _, met in found for city in met]
    parts = [city.facts["cooperation"] for city in cities if "cooperation" in city.facts]
    evidence = Evidence(
        tuple(dict.fromkeys(city.ref for city in cities)),
        tuple(dict.fromkeys(key for fact in parts for key in fact.sources)),
    )
    few = len(found) <= MOST_WITH_PARTNERS
    rows = [_row(place, met if few else []) for place, met in found]
    answer.say("city.named_too", evidence, names=values.listed(rows, "and"))


def _row(place: Place, met: list[Record]) -> Typed:
    if not met:
        return places.name(place)
    partners = values.listed([values.names(city) for city in met], "and")
    return values.say("city.named_too_with", name=places.name(place), partners=partners)


def _is_other_side(place: Place, partners: tuple[Name, ...]) -> bool:
    """Tell whether the partners asked for are all of the other side: whoever took part has worked with it."""
    side = "EU" if place.country == "CN" else "CN"
    return any(name.kind == "country" and side in name.values for name in partners)


def _partners(place: Place, library: Library) -> list[Record]:
    """Give the cities whose own records have a place among their partners."""
    cities = library.of_kind("city")
    return [city for city in cities if any(_is(one, place, library) for one in pairings.partners(_parts(city)))]


def _parts(city: Record) -> list[pairings.Pairing]:
    return [pairings.Pairing(city.ref, part, part.partners, city.ref) for part in parts_of(city)]


def _is(partner: Partner, place: Place, library: Library) -> bool:
    named = mentions.place_of(partner.en, library) if isinstance(partner, Text) else None
    return named is not None and named.name.en == place.name.en


def _is_meant(city: Record, partners: tuple[Name, ...], library: Library) -> bool:
    return any(city_parts.is_meant(city.ref, name, library) for name in partners)


def _takes_part(place: Place, library: Library) -> bool:
    """Tell whether a list of participants names a place."""
    named = [fact for ref in lists() if (one := library.get(ref)) for fact in facts_of(one, *NAMING)]
    return any(mentions.lists_it(place, fact) for fact in named)
