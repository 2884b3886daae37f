"""The programmes of a city that an answer about one of them leaves out: named, so that the one passes not for all."""

from __future__ import annotations

from actions import pairings, rounds, values
from actions.answer import Answer, Evidence
from actions.pairings import Pairing
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record


def tell(said: Answer, city: Record, told: list[Record], library: Library) -> None:
    """Name the other programmes of a city in a line, with its partners there.

    Args:
        said: the answer to add to.
        city: the city.
        told: the programmes that the answer tells of.
        library: all records.
    """
    others: dict[str, list[Pairing]] = {}
    for part in _others(city, told, library):
        others.setdefault(part.part.programme, []).append(part)
    if not others:
        return
    evidence = Evidence((city.ref,), pairings.sources([one for parts in others.values() for one in parts]))
    rows = values.listed([_round(parts, library) for parts in others.values()], "semicolon")
    said.say("city.parts_elsewhere", evidence, name=values.names(city), rounds=rows)


def _others(city: Record, told: list[Record], library: Library) -> list[Pairing]:
    refs = {one.ref for one in told}
    return [part for part in pairings.of_city(city, library) if part.part.programme not in refs]


def _round(parts: list[Pairing], library: Library) -> Typed:
    named = rounds.once([one.part for one in parts], library)[0]
    met = pairings.partners(parts)
    if not met:
        return named
    partners = values.listed([pairings.name(one, library) for one in met], "and")
    return values.say("city.round_with", round=named, partners=partners)


def rows(said: Answer, city: Record, told: list[Record], library: Library) -> None:
    """List what a city did in its other programmes, with partners and topics; nothing where it was in no other.

    Args:
        said: the answer to add to.
        city: the city.
        told: the programmes that the answer tells of.
        library: all records.
    """
    others = _others(city, told, library)
    if not others:
        return
    said.tells(city, "cooperation")
    title = values.say("city.parts_elsewhere_title", name=values.names(city))
    evidence = Evidence((city.ref,), pairings.sources(others))
    said.items([pairings.row(part, library) for part in others], title, evidence=evidence)
