"""Who took part in a programme: for places that a message names, and as a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from actions import context, elsewhere, facts, labels, pairings, places, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Entity, Question
from actions.participant_lists import NAMING, SIDES, facts_of, is_partial, lists
from actions.values import Typed
from knowledge import mentions
from knowledge.library import EU_SIDE, Library
from knowledge.mentions import Naming, Place
from knowledge.records import Fact, Record, Text

ASKED = "participation"
PART, LISTED, NAMED, ABSENT, NO_LIST = "took_part", "on_list", "only_named", "absent", "no_list"
PERHAPS = "perhaps"
SENTENCES = {
    PART: "place.took_part",
    LISTED: "place.on_list",
    NAMED: "place.only_named",
    ABSENT: "city.not_in_programme",
    NO_LIST: "place.no_list",
    PERHAPS: "place.perhaps",
}
MISSING = (ABSENT, PERHAPS)
COUNTS = ("count", "count_cn", "count_eu")
OTHER_FILTERS = frozenset({"cluster", "topic", "theme", "year", "city", "unknown_name"})
"""What a message can name beside a programme and a country; its list is then not the one of the programme."""


@dataclass(frozen=True)
class Finding:
    """What the records say of the part of one place in one programme."""

    place: Place
    name: Typed
    kind: str
    parts: tuple[pairings.Pairing, ...] = ()
    named: tuple[Naming, ...] = ()
    city: Record | None = None


def programmes(question: Question, library: Library) -> list[Record]:
    """Give the programmes in which the part of a place is asked for: named, or just spoken of."""
    named = context.mentioned(question, library, "programme")
    if named or question.asks != ASKED:
        return named
    return context.just_spoken_of(question, library, "programme")


def tell(said: Answer, question: Question, cities: list[Record], programme: Record, library: Library) -> None:
    """Say of each place of a message whether it took part in a programme, then what that rests on."""
    found = [_of_city(city, question, programme, library) for city in cities]
    found += [_of_place(place, places.name(place), programme, library) for place in places.asked(question, library)]
    kinds = list(dict.fromkeys(one.kind for one in found))
    for kind in kinds:
        names = values.listed([one.name for one in found if one.kind == kind], "and")
        key = "name" if kind == ABSENT else "names"
        sentence = values.say(SENTENCES[kind], **{key: names, "programme": values.names(programme)})
        if kind in (PART, LISTED) and kinds == [kind] and question.asks == ASKED:
            sentence = values.say("place.yes", text=sentence)
        said.add({"type": "text", **sentence}, _evidence([one for one in found if one.kind == kind], programme))
    for one in found:
        _tell_ground(said, one, programme, library)
    _tell_list(said, [one for one in found if one.kind in MISSING], programme, library)


def _of_city(city: Record, question: Question, programme: Record, library: Library) -> Finding:
    place = Place(Text(city.name.en, city.name.zh), (*city.names, *city.aliases), city.country or "")
    zone = places.zone(question, city, library)
    parts = tuple(one for one in pairings.of_city(city, library) if one.part.programme == programme.ref)
    part = Finding(place, values.names(city), PART, parts, city=city)
    if parts and zone is None and any(one.partners or one.part.sure != "single" for one in parts):
        return part
    shown = values.text(zone.name) if zone else values.names(city)
    found = _of_place(zone or place, shown, programme, library)
    if parts and zone is None and found.kind != LISTED:
        return part
    own = places.of_zone(zone, city, library) if zone else []
    return replace(found, city=city, parts=parts, named=(*found.named, *own))


def _of_place(place: Place, shown: Typed, programme: Record, library: Library) -> Finding:
    whole = facts_of(programme, *NAMING)
    on_list = [fact for fact in whole if mentions.lists_it(place, fact)]
    if on_list:
        named = tuple(_naming(programme, fact, place) for fact in on_list)
        return Finding(place, shown, LISTED, named=named)
    found = mentions.find(place, library, [programme.ref])
    part = tuple(one for one in found if one.part is not None and one.part.programme == programme.ref)
    if part:
        return Finding(place, shown, PART, named=part)
    named = tuple(one for one in found if one.record is programme)
    if named:
        return Finding(place, shown, NAMED, named=named)
    if all(fact.unknown for fact in whole):
        return Finding(place, shown, NO_LIST)
    sides = SIDES if place.country is None else ("cn",) if place.country == "CN" else ("eu",)
    return Finding(place, shown, PERHAPS if is_partial(programme, *sides) else ABSENT)


def _naming(programme: Record, fact: Fact, place: Place) -> Naming:
    return Naming(programme, fact, tuple(mentions.in_fact(place, fact)) if fact.items else ())


def _evidence(found: list[Finding], programme: Record) -> Evidence:
    refs = [one.city.ref for one in found if one.city is not None]
    return Evidence((*refs, programme.ref), pairings.sources([part for one in found for part in one.parts]))


def _tell_ground(said: Answer, one: Finding, programme: Record, library: Library) -> None:
    """Add what a verdict rests on: the rows of a city, else the sentences that name the place, each once."""
    if one.parts and one.city is not None:
        said.tells(one.city, "cooperation")
        title = values.say("city.parts_in_title", name=values.names(one.city), programme=values.names(programme))
        said.items([pairings.row(part, library) for part in one.parts], title)
        elsewhere.tell(said, one.city, [programme], library)
    for naming in one.named:
        key = {"ref": naming.record.ref, "fact": naming.fact.name if naming.fact else None}
        if key not in said.told or naming.items:
            places.line(said, naming, library)
    if one.kind in MISSING and one.city is not None:
        rounds = [pairings.programme(part.part, library) for part in pairings.of_city(one.city, library)]
        once = [row for place, row in enumerate(rounds) if row not in rounds[:place]]
        if once:
            said.say("city.rounds", name=values.names(one.city), rounds=values.listed(once, "semicolon"))


def _tell_list(said: Answer, absent: list[Finding], programme: Record, library: Library) -> None:
    """Add the list on which places do not stand, so that one can see which it is and how complete."""
    if not absent:
        return
    sides = {side for one in absent for side in _sides(one.place, said, programme)}
    untold = [
        fact
        for fact in facts_of(programme, *(side for side in SIDES if side in sides), "both")
        if not fact.items and {"ref": programme.ref, "fact": fact.name} not in said.told
    ]
    if untold:
        said.say("place.list_we_have")
    for fact in untold:
        facts.tell(said, programme, fact, library)


def _sides(place: Place, said: Answer, programme: Record) -> tuple[str, ...]:
    """Give the sides whose list matters for a place; where its country is not known, those told for its neighbours."""
    if place.country is None:
        told = {row["fact"] for row in said.told if row["ref"] == programme.ref}
        known = tuple(side for side in SIDES if any(fact.name in told for fact in facts_of(programme, side)))
        return known or SIDES
    return ("cn",) if place.country == "CN" else ("eu",)


def of_programme(question: Question, library: Library, today: date) -> Answer | None:
    """List who took part in the one programme that a message names, as its record does; our profiles come after.

    Returns: None where the message narrows the list by something else, or where the record has no list to tell.
    """
    found = context.mentioned(question, library, "programme")
    kinds = {one.kind for one in question.entities}
    if not kinds:
        return _counts(question, library)
    if len(found) != 1 or kinds & OTHER_FILTERS or places.denies(question) or found[0].ref not in lists():
        return None
    programme = found[0]
    codes = question.named("country")
    sides = [side for side in SIDES if not codes or any(_on_side(code, side) for code in codes)]
    country = codes[0] if len(codes) == 1 and codes[0] not in ("CN", "EU") else None
    cities = [one for one in library.cities(programme=programme.ref) if _from(one, codes)]
    said = Answer(asked_as=question).about(programme)
    if country is not None:
        _tell_country(said, cities, country, programme, library)
    else:
        _tell_lists(said, sides, cities, programme, library)
    states.tell(said, programme, today, with_note=False)
    said.shown = [city.ref for city in cities]
    for city in cities[:2]:
        profiles.offer(said, city)
    said.button(values.say("button.find_partner"), "find_partner")
    profiles.offer(said, programme)
    return said


def _counts(question: Question, library: Library) -> Answer | None:
    """Tell how many took part in each of several programmes that the last answer was about."""
    last = [*(question.last.get("records") or ()), *(row["value"] for row in question.last.get("entities") or ())]
    found = [one for one in context.records(library, list(dict.fromkeys(last))) if one.kind == "programme"]
    counts = [(one, fact) for one in found for fact in facts_of(one, *COUNTS)]
    if len({one.ref for one, _ in counts}) < 2:
        return None
    said = Answer(asked_as=question).about(*found)
    for programme, fact in counts:
        facts.tell(said, programme, fact, library)
    for programme in found:
        profiles.offer(said, programme)
    return said


def _on_side(code: str, side: str) -> bool:
    return (code == "CN") == (side == "cn")


def _from(city: Record, codes: list[str]) -> bool:
    sides = {"EU"} if city.country in EU_SIDE else set()
    return not codes or bool({city.country, *sides} & set(codes))


def _tell_lists(said: Answer, sides: list[str], cities: list[Record], programme: Record, library: Library) -> None:
    told = facts_of(programme, *sides) or facts_of(programme, "both", "no_names")
    counted = facts_of(programme, "count", *(f"count_{side}" for side in sides))
    if not facts_of(programme, *NAMING):
        said.say("place.no_names", programme=values.names(programme))
    for fact in (*(fact for fact in told if not (fact.unknown and counted)), *counted):
        facts.tell(said, programme, fact, library)
    if cities and len(sides) == 1:
        evidence = Evidence(tuple(city.ref for city in cities))
        said.say("place.profiles", evidence, names=values.listed([values.names(city) for city in cities]))


def _tell_country(said: Answer, cities: list[Record], code: str, programme: Record, library: Library) -> None:
    """Name the participants of one country: those with a profile, then those that only the lists name."""
    side = "cn" if code == "CN" else "eu"
    whole = facts_of(programme, side, "both")
    others = [one for one in mentions.places(library) if one.country == code and one.part_of is None]
    others = [one for one in others if _of_place(one, places.name(one), programme, library).kind in (PART, LISTED)]
    names = [*(values.names(city) for city in cities), *(places.name(one) for one in others)]
    shown, country = values.names(programme), labels.of_country(code)
    if not names:
        said.say("place.none_of_country", programme=shown, country=country)
    else:
        evidence = Evidence((*(city.ref for city in cities), programme.ref), whole[0].sources if whole else ())
        said.say("place.of_country", evidence, names=values.listed(names, "and"), programme=shown, country=country)
    for fact in [fact for fact in whole if fact.unknown] or whole[:1]:
        facts.tell(said, programme, fact, library)


def with_programme(question: Question, found: list[Record]) -> Question:
    """Give a message with the programmes that it was answered for, so that "and Rome?" asks the same."""
    named = set(question.named("programme"))
    added = [Entity("programme", one.ref) for one in found if one.ref not in named]
    return question.asking(question.intent, *question.entities, *added)
