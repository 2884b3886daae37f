"""Lists of cities by everything that a message asks of them."""

from __future__ import annotations

from datetime import date

from actions import (
    city_filters,
    city_lines,
    city_sizes,
    city_wishes,
    context,
    facts,
    labels,
    pairings,
    participants,
    profiles,
    unknown_topics,
    unlisted,
    values,
)
from actions.answer import Answer, Evidence
from actions.city_filters import Wish
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

MOST_LISTED = 16
FEW_LEFT = 3
"""A list with so few more is shown whole."""
SIDES = frozenset({"CN", "EU"})
SIDE_LINES = {"CN": "city.side_cn", "EU": "city.side_eu"}


def find(question: Question, library: Library, today: date) -> Answer:
    """List the cities that fit everything the message names, else what the last answer was about."""
    question, wish = city_wishes.read(question, library)
    of_programme = participants.of_programme(question, library, today) if wish.is_of_programme_alone else None
    if of_programme is not None:
        return of_programme
    if len(wish.rounds) > 1:
        return _round_by_round(question, len(wish.rounds), library, today)
    found = city_sizes.ordered(wish.found(library), wish.size)
    near, answer = wish.found(library, near=True), Answer(asked_as=question)
    if not found and not near:
        return _none_found(answer, wish, library, today)
    if not wish.is_narrower and (unknown := unknown_topics.of(question)):
        covered = unknown_topics.nearest(question, library)
        if covered:
            return find(question.asking(question.intent, *question.entities, *covered), library, today)
        return unknown_topics.nothing_on(answer, unknown, library)
    if not (wish.conditions or wish.size.asked):
        _say_not_used(answer, wish)
        return _both_sides(answer, found, library, today)
    _say_not_used(answer, wish)
    _say_found(answer, found, wish)
    shown = found if len(found) <= MOST_LISTED + FEW_LEFT else found[:MOST_LISTED]
    common = city_sizes.counted(shown, wish.size)
    city_lines.tell(answer, shown, wish, common, library)
    answer.shown = [city.ref for city in shown]
    answer.more = [{"ref": city.ref, "fact": None} for city in found[len(shown) :]]
    unlisted.tell(answer, unlisted.find(wish, library))
    _say_near(answer, near, found)
    _say_sizes(answer, shown, wish, common, library)
    _say_round(answer, wish, library)
    if wish.by_programme:
        answer.say("city.only_with_record")
    pairings.tell_over(answer, shown or near, library, today, alone=True)
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    for city in (shown or near)[:2]:
        profiles.offer(answer, city)
    return answer.button(values.say("button.find_partner"), "find_partner")


def _round_by_round(question: Question, count: int, library: Library, today: date) -> Answer:
    """List the cities of several rounds one round after the other."""
    answer = Answer(asked_as=question)
    for place in range(count):
        wish = city_filters.read(question, library, place)
        found = city_sizes.ordered(wish.found(library), wish.size)
        _say_found(answer, found, wish)
        city_lines.tell(answer, found, wish, None, library)
        answer.shown += [city.ref for city in found if city.ref not in answer.shown]
        _say_round(answer, wish, library)
    pairings.tell_over(answer, context.records(library, answer.shown), library, today)
    for city in context.records(library, answer.shown)[:2]:
        profiles.offer(answer, city)
    return answer.button(values.say("button.find_partner"), "find_partner")


def _say_found(answer: Answer, found: list[Record], wish: Wish) -> None:
    """Say how many cities there are and under which conditions; the biggest one first if that was asked."""
    said = values.listed([one.said for one in wish.conditions])
    count = values.number(len(found))
    if not found:
        answer.say("city.found_none_named", filters=said)
    elif wish.conditions and len(found) == 1:
        answer.say("city.found_one", filters=said, evidence=_evidence(found))
    elif wish.conditions:
        answer.say("city.found", count=count, filters=said, evidence=_evidence(found))
    else:
        answer.say("city.found_all", count=count, evidence=_evidence(found))
    first = city_sizes.fitting(found[0], wish.size) if found else None
    if found and wish.size.largest_first is not None and not wish.size.extreme:
        answer.say("city.largest_first" if wish.size.largest_first else "city.smallest_first")
    if wish.size.extreme and first is not None:
        key = "city.largest" if wish.size.largest_first else "city.smallest"
        answer.say(key, name=values.names(found[0]), population=first.number)


def _say_near(answer: Answer, near: list[Record], found: list[Record]) -> None:
    if near:
        key = "city.in_cluster_too" if found else "city.in_cluster_only"
        answer.say(key, cities=values.listed([values.names(city) for city in near]), evidence=_evidence(near))
        answer.shown += [city.ref for city in near]


def _say_sizes(answer: Answer, shown: list[Record], wish: Wish, common: Typed | None, library: Library) -> None:
    """Say what the figures count, and which cities have none."""
    if not wish.size.asked:
        return
    if common is not None:
        answer.say("city.size_counted", note=common)
    if any(city.country == "CN" for city in shown) and any(city.country != "CN" for city in shown):
        answer.say("city.census_note")
    unknown = wish.of_unknown_size(library)
    if unknown:
        key = "city.size_left_out" if wish.size.limited else "city.size_put_last"
        answer.say(key, cities=values.listed([values.names(city) for city in unknown]))


def _say_round(answer: Answer, wish: Wish, library: Library) -> None:
    """Tell what the programme's record says of a round of which no complete list is known."""
    programme = library.get(wish.round.programme) if wish.round else None
    name = f"round{wish.round.number}" if wish.round else ""
    if programme is not None and name in programme.facts:
        facts.tell(answer, programme, programme.facts[name], library)


def _say_not_used(answer: Answer, wish: Wish) -> None:
    if wish.not_used:
        answer.say("city.not_applied", words=values.listed([values.string(one) for one in wish.not_used]))


def _none_found(answer: Answer, wish: Wish, library: Library, today: date) -> Answer:
    others = unlisted.find(wish, library)
    key = "city.found_none" if len(wish.conditions) > 1 else "city.found_none_one"
    if any(one.nearly is not None for one in wish.conditions):  # what no record names may well be so
        key = "city.found_none_named"
    if others:
        key = "city.found_no_profile"
    answer.say(key, filters=values.listed([one.said for one in wish.conditions]))
    unlisted.tell(answer, others)
    met = list({city.ref: city for _, cities in others for city in cities}.values())
    pairings.tell_over(answer, met, library, today)
    for city in met[:2]:
        profiles.offer(answer, city)
    _say_not_used(answer, wish)
    if wish.by_programme:
        answer.say("city.only_with_record")
    offer_all(answer)
    return answer.button(values.say("button.person"), "ask_for_person")


def offer_all(answer: Answer) -> Answer:
    """Offer the cities of both sides; naming both keeps what was spoken of before from narrowing them."""
    return answer.button(values.say("button.cities"), "find_cities", *[("country", side) for side in sorted(SIDES)])


def _both_sides(answer: Answer, found: list[Record], library: Library, today: date) -> Answer:
    """Name all cities in two lines, one for each side."""
    answer.say("city.found_all", count=values.number(len(found)), evidence=_evidence(found))
    for side in sorted(SIDES):
        some = [city for city in found if (city.country == "CN") == (side == "CN")]
        if some:
            names = values.listed([values.names(city) for city in some])
            answer.say(SIDE_LINES[side], count=values.number(len(some)), cities=names)
            answer.shown += [city.ref for city in some]
    pairings.tell_over(answer, found, library, today)
    answer.button(labels.of_country("CN"), "find_cities", ("country", "CN"))
    answer.button(labels.of_country("EU"), "find_cities", ("country", "EU"))
    answer.button(values.say("button.clusters"), "list_clusters")
    return answer.button(values.say("button.find_partner"), "find_partner")


def topic_words(question: Question) -> list[str]:
    """Give the topics of a message in the words in which it names them."""
    return list(dict.fromkeys(one.text for one in question.entities if one.kind == "topic" and one.text))


def _evidence(found: list[Record]) -> Evidence:
    kept = [city.facts["cooperation"] for city in found[:MOST_LISTED] if "cooperation" in city.facts]
    sources = tuple(dict.fromkeys(key for fact in kept for key in fact.sources))
    return Evidence(tuple(city.ref for city in found), sources, max((f.as_of for f in kept), default=None))
