"""What comes nearest where no city meets all conditions of a search, and which condition stands in the way."""

from __future__ import annotations

import math
from dataclasses import replace

from actions import figures, labels, partner_case, partner_told, partner_topics, values
from actions.answer import Answer
from actions.context import Question
from actions.partner_case import CN, EU, SIDES, Case
from actions.partner_match import Candidate, candidates, without
from knowledge.library import Library

MOST_SUGGESTED = 3
MOST_UNKNOWN = 4
"""How many cities of unknown size are named at most."""


def tell(answer: Answer, question: Question, case: Case, library: Library) -> tuple[list[Candidate], Case]:
    """Say that no city fits, which condition stands in the way, and what comes nearest without it.

    Args:
        answer: is added to.
        question: the message.
        case: the search.
        library: all records.
    Returns:
        what comes nearest, and the search without what stood in its way.
    """
    case = case if partner_case.says("another", question.text) else replace(case, seen=())
    lacks, less, nearest = _without_one(question, case, library)
    partner_topics.tell(answer, question, case, bool(nearest), library)
    if not nearest:
        answer.say("partner.no_other" if case.seen else "partner.none")
        partner_told.wish(answer, case, library)
    else:
        _say_why(answer, case, lacks, nearest, library)
        partner_told.lines(answer, nearest[:MOST_SUGGESTED], case, library)
        partner_told.wish(answer, case, library)
        partner_told.not_used(answer, case)
        answer.say("partner.honest")
    answer.button(values.say("button.person"), "ask_for_person")
    if not nearest:
        answer.button(values.say("button.cities"), "find_cities", ("country", CN), ("country", EU))
    return nearest, less


def _without_one(question: Question, case: Case, library: Library) -> tuple[str, Case, list[Candidate]]:
    """Give the first condition without which cities are found, the search without it, and these cities."""
    rows = [] if case.seen else without(case)
    for name, less in rows:
        wide = partner_topics.widened(less, library)
        nearest = candidates(wide, library, question.negated, [])
        if nearest and (name, len(rows)) != ("subject", 1):
            if name == "size":
                nearest.sort(key=lambda one: _distance(one, case))
            return name, less, nearest
    return "", case, []


def _say_why(answer: Answer, case: Case, lacks: str, nearest: list[Candidate], library: Library) -> None:
    """Say which condition no city meets, and how those that follow were chosen."""
    unknown = [one for one in nearest if figures.main(one.city) is None][:MOST_UNKNOWN] if lacks == "size" else []
    if unknown:
        answer.say("partner.none_known_fits", cities=values.listed([values.names(one.city) for one in unknown], "and"))
    elif lacks == "place" and (nowhere := _without_cities(case, library)):
        countries = values.listed([labels.of_country(code) for code in nowhere], "or")
        answer.say("partner.none_in_country", countries=countries)
    else:
        answer.say("partner.none_fits")
    if case.subjects and not any(one.names_it for one in nearest):
        answer.say("partner.only_cluster")
    if lacks == "size" and len(unknown) < len(nearest[:MOST_SUGGESTED]):
        answer.say("partner.nearest_size_known" if unknown else "partner.nearest_size")
    elif lacks != "size":
        answer.say(f"partner.nearest_{lacks}")


def _without_cities(case: Case, library: Library) -> list[str]:
    """Give the countries asked for, if no city of the records lies in any of them."""
    codes = [code for code in case.countries if code not in SIDES]
    return [] if any(city.country in codes for city in library.of_kind("city")) else codes


def of_unknown_size(question: Question, case: Case, library: Library) -> list[Candidate]:
    """Give the cities that would fit but for a limit on size, of which the records tell no size."""
    if case.least is None and case.most is None:
        return []
    less = partner_topics.widened(replace(case, least=None, most=None), library)
    found = candidates(less, library, question.negated, [])
    fits = [one for one in found if figures.main(one.city) is None and (one.names_it or not case.subjects)]
    return fits[:MOST_UNKNOWN]


def _distance(candidate: Candidate, case: Case) -> tuple[bool, float]:
    """Give how far a city is from the limits on size; those of unknown size come first, since they may well fit."""
    own = figures.main(candidate.city)
    if own is None:
        return False, 0.0
    far = [_off(people, case) for people in own.numbers]
    return True, min(far)


def _off(people: float, case: Case) -> float:
    """Give by which factor a number lies outside the limits, as a logarithm."""
    if case.most is not None and people > case.most:
        return math.log(people / case.most)
    return math.log(case.least / people) if case.least is not None and 0 < people < case.least else 0.0
