"""Goes on from suggested partner cities: smaller ones, others, another topic, another country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions import partner_case, partner_objections, subjects
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library

INTENT = "find_partner"
GOES_ON = "goes_on"
WHY = "why"
PERSON = "ask_for_person"
CHANGES = ("smaller", "larger", "any_size", "any_topic", "any_place", "any_programme", "another")
PLAIN_CHANGES = ("smaller", "larger", "focus", "refuses")
"""Forms by which a longer message goes on too."""
LOOKED = ("ask_city", "ask_city_population", "ask_city_partners", "ask_city_pilot", "thank", "affirm", "deny")
"""What may come between a suggestion and a wish for another one."""
NAMED = ("country", "topic", "cluster", "theme", "programme")


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether partner cities were suggested last, and a message may go on from them."""
    last = slots.get("last_intent")
    if not isinstance(last, Mapping) or not slots.get(partner_case.SLOT):
        return False
    changes = last.get("intent") == INTENT and any(partner_case.says(form, text) for form in PLAIN_CHANGES)
    if not partner_case.is_short(text, changes):
        return False
    if last.get("intent") != INTENT:
        return last.get("intent") in LOOKED and _goes_back(text)
    return bool(last.get("open")) or _may_go_on(text)


def _goes_back(text: str) -> bool:
    return any(partner_case.says(form, text) for form in ("smaller", "larger", "another", "swaps", "why_suggested"))


def _may_go_on(text: str) -> bool:
    said = any(partner_case.says(form, text) for form in (*CHANGES, *PLAIN_CHANGES, "goes_on", "why", "why_suggested"))
    return said or all(partner_case.says(form, text) for form in ("doubts", "wants"))


def _asks_of_focus(question: Question, asks: bool) -> bool:
    """Tell whether a message asks for the focus of something, and does not name that of the search."""
    others = (one for one in PLAIN_CHANGES if one != "focus")
    goes_on = any(partner_case.says(form, question.text) for form in (*others, *CHANGES, "goes_on"))
    return asks and question.intent != INTENT and not goes_on and partner_case.says("focus", question.text)


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Take a message for a change of the search if it changes anything of it and names no city of ours."""
    if question.intent == PERSON or _asks_of_focus(question, asks):
        return None
    if any(partner_case.says(form, question.text) for form in ("why", "why_suggested")):
        return Move(INTENT, WHY) if question.remembered("shown") else None
    cities = question.named("city")
    if cities and set(cities) <= set(question.remembered("shown")) and partner_case.says("why_this", question.text):
        return Move(INTENT, WHY)
    if partner_objections.cities(question):
        return Move(INTENT, GOES_ON)
    if partner_case.says("other", question.text) or any(map(question.named, ("city", "funding", "pilot"))):
        return None
    changed = any(partner_case.says(form, question.text) for form in CHANGES)
    named = any(question.named(kind) for kind in NAMED) or bool(subjects.read(question))
    denied = any(one.kind in ("city", "country", "unknown_name") for one in question.denied)
    said = partner_case.read(question, library, partner_case.Case(), True) != partner_case.Case()
    return Move(INTENT, GOES_ON) if changed or named or denied or said or question.unknown_names else None
