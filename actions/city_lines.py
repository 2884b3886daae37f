"""The cities of a list: one below the other with what was asked of them, or their names in one line."""

from __future__ import annotations

from actions import city_parts, city_sizes, labels, pairings, values
from actions.answer import Answer
from actions.city_filters import Wish
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

FEW = 5
"""More names with nothing beside them stand in one line, so that the answer stays short."""


def tell(answer: Answer, shown: list[Record], wish: Wish, common: Typed | None, library: Library) -> None:
    """Show the cities one below the other; many of which nothing but the name is asked in one line."""
    rows = [_line(city, wish, common, library) for city in shown]
    if len(rows) <= FEW or wish.with_partners or wish.size.asked:
        answer.items(rows, ordered=True)
    else:
        answer.say("city.found_names", cities=values.listed(rows))


def _line(city: Record, wish: Wish, common: Typed | None, library: Library) -> Typed:
    """Name a city with its country; with its inhabitants or its partners where these were asked for."""
    said = values.say("city.item", name=values.names(city), country=labels.of_country(city.country or ""))
    if wish.countries in ((city.country,), ("CN",)):  # the heading names it
        said = values.names(city)
    if wish.with_partners:
        said = _with_partners(said, city, wish, library)
    figure = city_sizes.fitting(city, wish.size) if wish.size.asked else None
    if figure is None:
        return said
    note = figure.fact.note
    if note is None or values.text(note) == common:
        return values.say("city.item_sized", city=said, population=figure.number)
    return values.say("city.item_sized_note", city=said, population=figure.number, note=values.text(note))


def _with_partners(said: Typed, city: Record, wish: Wish, library: Library) -> Typed:
    parts = pairings.of_city(city, library)
    met = [one for part in parts for one in city_parts.met_by(part, wish.partners, library)]
    shown = list(dict.fromkeys(met)) if wish.partners else pairings.partners(parts)
    if not shown:
        return values.say("city.item_partner_unknown", city=said)
    partners = values.listed([pairings.name(one, library) for one in shown], "and")
    return values.say("city.item_with", city=said, partners=partners)
