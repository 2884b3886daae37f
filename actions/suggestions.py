"""Suggests partner cities, and shows on what each suggestion rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions import (
    cities,
    city_standing,
    context,
    funding_finder,
    funding_guide,
    pairings,
    partner_case,
    partner_guide,
    partner_heard,
    partner_homes,
    partner_nearest,
    partner_reasons,
    partner_sizes,
    partner_told,
    partner_topics,
    places,
    profiles,
    regions,
    values,
    wished,
)
from actions.answer import Answer
from actions.context import Question
from actions.partner_case import CN, EU, SLOT, Case
from actions.partner_match import Candidate, candidates
from knowledge import mentions
from knowledge.library import Library
from knowledge.records import Record

MOST_SUGGESTED = partner_nearest.MOST_SUGGESTED
MOST_OFFERED = 2
WISHED = "partner.unknown_wished"
FUNDING = frozenset({"list_funding", "find_funding", "ask_funding", "ask_funding_eligibility", "ask_funding_amount"})
"""After these, "which is best for us?" asks for one of the schemes."""
MOST_OF_BOTH = 2
"""How many cities of each side are shown while the side is open."""


def partner(question: Question, library: Library, today: date) -> Answer:
    """Suggest up to three cities of the other side.

    The own city is one that the message names; without one, the side, a country or a topic is enough. What was said of
    the search stays until it is changed or dropped.
    """
    before = Case.of(question.slots.get(SLOT) or partner_heard.of(question))
    if partner_guide.WHY in question.named("guide"):
        return partner_reasons.answer(question, before, library)
    if question.last.get("intent") in FUNDING and partner_case.says("of_list", question.text):
        return funding_finder.find(question.asking(funding_guide.INTENT), library, today)
    city = wished.city(question, library, before)
    if city is not None:
        return wished.answer(question, city, library, today)
    answers = before != Case() and before.side is None
    goes_on = answers or partner_guide.GOES_ON in question.named("guide")
    case = _case(question, library, before, goes_on)
    if case.side is None:
        return _ask_side(question, case, library, today)
    wide = partner_topics.widened(case, library)
    found = candidates(wide, library, question.negated, question.named("city"))
    answer = Answer().about(*context.records(library, [case.own] if case.own else []))
    _say_before(answer, question, case, found, library)
    if found:
        partner_topics.tell(answer, question, case, True, library)
        _suggest(answer, case, found[:MOST_SUGGESTED], library, today)
        _say_unsized(answer, partner_nearest.of_unknown_size(question, case, library))
    else:
        found, case = partner_nearest.tell(answer, question, case, library)
    if not city_standing.read(case.place, [], library)[0]:
        case = replace(case, place="")
    shown = [one.city.ref for one in found[:MOST_SUGGESTED]]
    answer.shown = shown or question.remembered("shown")
    answer.slots[SLOT] = replace(case, seen=tuple(dict.fromkeys([*case.seen, *shown]))).kept()
    if shown:
        _offer_reasons(answer)
    for city in context.records(library, shown[:MOST_OFFERED]):
        profiles.offer(answer, city)
    own = [("city", case.own)] if case.own else []
    return answer.button(values.say("button.cooperate"), "request_cooperation", *own)


def _say_before(answer: Answer, question: Question, case: Case, found: Sequence[Candidate], library: Library) -> None:
    """Say what must be known before the cities are read: first of all that nothing is known to choose by."""
    if found and not (case.own or case.narrows or case.people or case.seen):
        answer.say("partner.no_criterion")
    _say_unknown(answer, question, library)
    if found and any(row.get("say") == WISHED for row in answer.blocks):
        answer.say("partner.for_comparison")
    if found and case.own is not None and not found[0].score:
        answer.say("partner.nothing_shared")


def _case(question: Question, library: Library, before: Case, goes_on: bool) -> Case:
    """Give the search as it is now: what was said before, changed by this message."""
    case = partner_case.read(question, library, before, goes_on)
    if goes_on:
        case = partner_sizes.changed(case, before, question, library)
        keeps = any(partner_case.says(form, question.text) for form in ("another", "smaller", "larger"))
        return case if keeps else replace(case, seen=())
    named = context.mentioned(question, library, "city")
    if case.home is None or named:
        own = _own(question, library, case)
        case = replace(case, own=own.ref if own else None)
        if own is not None and case.side is None:
            case = replace(case, side=EU if own.country == CN else CN)
        elif own is not None and (case.side == CN) == (own.country == CN) and not case.countries:
            case = replace(case, side=EU if own.country == CN else CN)
    return case if case.side is not None else replace(case, side=partner_heard.side(question))


def _say_unknown(answer: Answer, question: Question, library: Library) -> None:
    """Say which places have no profile: the partners that are wished for, and all others in one sentence."""
    named = [mentions.as_place(one, library) for one in question.unknown_names if not regions.find(one)]
    for key in (WISHED, "partner.unknown_city"):
        some = [one for one in named if partner_homes.wishes(one, question.text) == (key == WISHED)]
        if some:
            answer.say(key, name=values.listed([places.name(one) for one in some], "and"))


def _own(question: Question, library: Library, case: Case) -> Record | None:
    """Give the city that looks for a partner: the first one named, else the last one spoken of, of the other side."""
    named = context.mentioned(question, library, "city")
    if named or question.unknown_names:
        return named[0] if named else None
    if case.side is None:
        kept = context.records(library, [case.own] if case.own else []) or context.remembered(question, library, "city")
    else:
        kept = context.remembered(question, library, "city")
    fits = (city for city in kept if case.side is None or (city.country == CN) != (case.side == CN))
    return next(fits, None)


def _ask_side(question: Question, case: Case, library: Library, today: date) -> Answer:
    """Ask where the partner shall be; who has said what it shall be like is shown the nearest of both sides at once."""
    answer = Answer(asks_back=True)
    _say_unknown(answer, question, library)
    both = [(side, candidates(replace(case, side=side), library, question.negated, [])) for side in (CN, EU)]
    told = [one for _, found in both for one in found[:MOST_OF_BOTH]] if case.narrows or case.people else []
    if told:
        answer.say("partner.both_sides")
        partner_told.lines(answer, told, case, library)
        partner_told.wish(answer, case, library)
        answer.say("partner.honest")
        pairings.tell_over(answer, [one.city for one in told], library, today)
        answer.say("partner.which_side_next")
    else:
        if case.narrows:
            answer.say("partner.none")
            partner_told.wish(answer, case, library)
        answer.say("partner.which_side")
    answer.shown = [one.city.ref for one in told] or question.remembered("shown")
    answer.slots[SLOT] = replace(case, seen=tuple(one.city.ref for one in told)).kept()
    kept = [(one.kind, one.value) for one in question.entities if one.kind in ("cluster", "topic", "theme")]
    answer.button(values.say("button.want_cn"), "find_partner", *kept, ("country", CN))
    answer.button(values.say("button.want_eu"), "find_partner", *kept, ("country", EU))
    if told:
        _offer_reasons(answer)
    answer.button(values.say("button.cooperate"), "request_cooperation")
    for city in cities.likely(question, library)[:1]:
        answer.button(values.say("button.partner_for", name=values.names(city)), "find_partner", ("city", city.ref))
    return answer


def _suggest(answer: Answer, case: Case, found: list[Candidate], library: Library, today: date) -> None:
    """Say which city comes nearest, one line for each, and what was taken into account."""
    own = library.get(case.own) if case.own else None
    if case.subjects and not any(one.names_it for one in found):
        answer.say("partner.only_cluster")
    _say_verdict(answer, own, found)
    partner_told.lines(answer, found, case, library)
    partner_told.wish(answer, case, library)
    if case.least is not None or case.most is not None or case.people is not None:
        if case.side == CN or (own is None and case.home == CN):
            answer.say("city.census_note")
    partner_told.not_used(answer, case)
    answer.say("partner.honest")
    pairings.tell_over(answer, [candidate.city for candidate in found], library, today)


def _say_unsized(answer: Answer, unsized: list[Candidate]) -> None:
    """Name the cities that may fit too, but whose number of inhabitants is not known."""
    if unsized:
        answer.say("city.size_left_out", cities=values.listed([values.names(one.city) for one in unsized]))


def _say_verdict(answer: Answer, own: Record | None, found: list[Candidate]) -> None:
    """Name the one city that fits more than the others by the records, or all where none does."""
    best, others = found[0], found[1:]
    said = {"name": values.names(own)} if own is not None else {}
    if best.score <= max((one.score for one in others), default=0):
        names = values.listed([values.names(one.city) for one in found], "and")
        key = "partner.suggested_for" if said else "partner.suggested"
        answer.add({"type": "text", **values.say(key, **said, cities=names)})
        return
    said["best"] = values.names(best.city)
    if own is None:
        key = "partner.closest_then" if others else "partner.closest"
    else:
        key = "partner.closest_then_for" if others else "partner.closest_for"
    if others:
        said["cities"] = values.listed([values.names(one.city) for one in others], "and")
    answer.add({"type": "text", **values.say(key, **said)})


def _offer_reasons(answer: Answer) -> None:
    """Offer all that speaks for the cities of a suggestion."""
    answer.button(values.say("button.reasons"), partner_guide.INTENT, ("guide", partner_guide.WHY))
