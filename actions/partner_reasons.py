"""Why a city was suggested as a partner: what its record says on the search, and how the order came about."""

from __future__ import annotations

from actions import context, partner_told, partner_topics, places, profiles, values
from actions.answer import Answer
from actions.context import Question
from actions.partner_case import SLOT, Case
from actions.partner_match import weigh
from knowledge import mentions
from knowledge.library import Library
from knowledge.mentions import Place
from knowledge.records import Record

LAST = "last"
MOST = 3


def answer(question: Question, case: Case, library: Library) -> Answer:
    """Explain the cities that a message means: named, counted or looked at last, else all that were shown.

    Args:
        question: the message.
        case: the search that they were suggested for.
        library: all records.
    """
    meant = _meant(question, case, library)
    own = library.get(case.own) if case.own else None
    said, wide = Answer().about(*meant), partner_topics.widened(case, library)
    partner_told.wish(said, case, library)
    for place in _without_record(question, library):
        said.say("partner.no_record", name=places.name(place))
    shown = question.slots.get("shown") or []  # "why not Guangzhou?" asks about the one that it denies
    for city in meant:
        if city.ref not in case.seen:
            said.say("partner.not_suggested", name=values.names(city))
        elif city.ref == _denied(question) and city.ref in shown:
            place_ = values.number(shown.index(city.ref) + 1)
            said.say("partner.is_suggested", name=values.names(city), place=place_)
        partner_told.explain(said, weigh(city, own, wide, library), case, library)
    said.say("partner.how_ordered").say("partner.honest")
    said.shown = question.remembered("shown") or [city.ref for city in meant]
    said.slots[SLOT] = case.kept()
    for city in meant:
        profiles.offer(said, city)
    return said.button(values.say("button.cooperate"), "request_cooperation")


def _without_record(question: Question, library: Library) -> list[Place]:
    """Give the places without a record that a message asks about: "why not Shanghai?"."""
    named = [one.text or one.value for one in (*question.entities, *question.denied) if one.kind == "unknown_name"]
    return [mentions.as_place(name, library) for name in dict.fromkeys(named)]


def _meant(question: Question, case: Case, library: Library) -> list[Record]:
    named = context.mentioned(question, library, "city") or context.records(library, [_denied(question)])
    if not named and _without_record(question, library):
        return []
    shown = [ref for ref in question.remembered("shown") if ref in case.seen] or list(case.seen[-MOST:])
    counted = [ref for value in question.named("ordinal") if (ref := _at(shown, value))]
    looked = [ref for ref in question.last.get("records") or () if ref in case.seen]
    last = looked if len(looked) == 1 else []
    found = [city for city in named if city.ref != case.own] or context.records(
        library, counted or last or shown or question.remembered("shown")
    )
    return found[:MOST]


def _denied(question: Question) -> str:
    """Give a city that the message asks about with "not": "why not Prague?"."""
    return next((one.value for one in question.denied if one.kind == "city"), "")


def _at(shown: list[str], place: str) -> str | None:
    if place == LAST:
        return shown[-1] if shown else None
    return shown[int(place) - 1] if place.isdecimal() and 0 < int(place) <= len(shown) else None
