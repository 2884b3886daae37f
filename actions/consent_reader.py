"""Reads what a message means for a wish that waits for a yes, or for a request that is with the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import consents
from actions.consents import ADD, FAULT, INTENTS, MAY_WITHDRAW, NO, UNCLEAR, WITHDRAW, YES, Wish
from actions.context import KINDS, Question
from actions.moves import Move
from actions.profiles import PROFILE_INTENTS
from knowledge.library import Library

SHORT_LATIN, SHORT_HAN = 24, 12
"""Characters up to which a message that speaks of a mistake and of nothing else means one of ours."""
LIKELY = 0.75
"""How sure a wish for information must be that is not worded as a question, right after a request."""
DELETION = "deletion"
"""The move by which somebody asks for deletion; the gateway itself sees to it."""
NEVER_DETAILS = frozenset(
    {
        "ask_for_person", "stop_waiting", "switch_language", "greet", "say_goodbye", "thank", "affirm", "deny",
        "show_more", "select_item", "ask_request_status", "ask_capabilities", "ask_if_machine", "ask_privacy",
        "complain", "ask_source", "ask_freshness",
    }
)  # fmt: skip
"""What is answered as it is meant, also while details of a request are expected."""
DETAILS = frozenset({*PROFILE_INTENTS.values(), "request_cooperation", "ask_same_for", "find_partner", "find_cluster"})
"""What the understanding takes a bare name, a topic or a self-description for."""


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    loaded = YAML(typ="safe").load(Path(__file__).with_name("consents.yml"))
    return {name: re.compile("|".join(f"(?:{form})" for form in forms)) for name, forms in loaded.items()}


def says(name: str, text: str) -> bool:
    """Tell whether a message has one of the forms of consents.yml."""
    return _forms()[name].search(text.strip().lower()) is not None


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message may be for the desk: something waits, was passed on, or the words themselves say so."""
    if slots.get(consents.SLOT) or slots.get("asked_for_person"):
        return True
    return any(says(name, text) for name in ("withdraw", "may_withdraw", "contact", "deletion", "fault"))


def pending(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Tell how a message answers "Shall I pass this on?"; None where it asks something else, which goes first."""
    wish = Wish.of(question)
    if wish is None or not wish.waiting:
        return None
    intent = INTENTS[wish.kind]
    if says("yes", question.text):
        return Move(intent, YES)
    if wish.earlier and says("withdraw", question.text):  # the one that is with the desk, not this one
        return Move("request_cooperation", WITHDRAW)
    if not asks and any(says(form, question.text) for form in ("no", "bare_withdraw", "withdraw")):
        return Move(intent, NO)
    if is_sure and question.intent == "deny":
        return Move(intent, NO)
    if says("no_first", question.text):  # and what follows is answered, too
        return Move(intent, NO, first=question.intent if is_sure else None)
    if is_sure and question.intent == "affirm":  # not in plain words, so it is asked once more
        return Move(intent, UNCLEAR)
    return Move(intent, ADD) if is_detail(question, is_sure) else None


def office_named(question: Question) -> str | None:
    """Give the office that a message asks for by its place; None where it names none or both."""
    named = [office for office in consents.OFFICES.values() if says(f"office_{office}", question.text)]
    return named[0] if len(named) == 1 else None


def is_detail(question: Question, is_sure: bool) -> bool:
    """Tell whether a message says something of the request that was spoken of last, and asks nothing."""
    if says("contact", question.text) or says("addition", question.text):
        return True
    if says("introduces", question.text) and not says("question", question.text):
        return True
    if says("question", question.text) or says("fault", question.text) or says("deletion", question.text):
        return False
    if not is_sure:
        return True
    if question.intent in NEVER_DETAILS:
        return False
    return question.intent in DETAILS or question.confidence < LIKELY


def for_desk(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Tell what a message wants of the desk: take something back, add to it, correct or delete something."""
    text, wish = question.text, Wish.of(question)
    filed = wish is not None and not wish.waiting
    if says("may_withdraw", text) and not says("withdraw", text):
        return Move("request_cooperation", MAY_WITHDRAW)
    if says("withdraw", text) or (filed and says("bare_withdraw", text)):
        return Move("request_cooperation", WITHDRAW)
    if filed and says("status", text):
        return Move("ask_request_status")
    if question.slots.get("asked_for_person") and says("cancel", text):
        return Move("stop_waiting")
    if wish is not None and filed and wish.fresh and says("cancel", text):
        return Move("request_cooperation", MAY_WITHDRAW)
    if says("deletion", text):
        return Move("ask_for_person", DELETION)
    if says("contact", text) and question.intent not in ("ask_contact", "ask_privacy"):
        return Move(INTENTS[consents.CONTACT], consents.CONTACT)
    plain = len(text) <= (SHORT_LATIN if text.isascii() else SHORT_HAN)
    about_us = plain or bool(question.last) or not question.names_nothing  # a fault in what, else?
    if about_us and says("fault", text) and not text.rstrip().endswith(("?", "？")):
        return Move("complain", FAULT, first=_told(question, library, is_sure))
    return _addition(question, wish, is_sure) if filed else None


def _addition(question: Question, wish: Wish | None, is_sure: bool) -> Move | None:
    """A statement right after a request is part of it; later only one that says so or wishes the same again."""
    if wish is None or says("another", question.text):
        return None
    same_wish = is_sure and question.intent == "request_cooperation" and wish.kind == consents.COOPERATION
    belongs = is_detail(question, is_sure) if wish.fresh else same_wish or says("addition", question.text)
    return Move("request_cooperation", ADD) if belongs else None


def _told(question: Question, library: Library, is_sure: bool) -> str | None:
    """Give the intent that tells what our records say of what is called wrong; None where it names nothing."""
    named = next((one.kind for one in question.entities if one.kind in KINDS), None)
    if named is None:
        return None
    told = set(PROFILE_INTENTS.values()) | {"ask_programme_status", "ask_fact"}
    told |= {"ask_city_population", "ask_city_partners", "ask_city_pilot", "ask_funding_amount"}
    told |= {"ask_funding_deadline", "ask_funding_eligibility"}
    return question.intent if is_sure and question.intent in told else PROFILE_INTENTS[named]
