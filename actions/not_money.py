"""Messages near the search for money that are about something else: a trip's approval, investors, no money at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions import forms, funding_guide, values
from actions.answer import Answer
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library

NOT_MONEY = "not_money"
INTENTS = frozenset({"find_funding", "list_funding", "ask_funding", "ask_funding_amount", "ask_funding_eligibility"})
UNCLEAR = frozenset({"deny", "did_you_mean", "out_of_scope", "complain", "ask_capabilities", "affirm"})
INVESTORS, APPROVAL, TRAVEL = "faq/attract_investment", "faq/official_trip_approval", "faq/who_pays_travel"


def says(form: str, text: str) -> bool:
    """Tell whether a message holds one of the forms of not_money.yml."""
    return forms.form("not_money", form).search(text.lower().strip().replace("\u2019", "'")) is not None


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message may be about something else than the money it seems to be about."""
    return says("no_money", text) or says("attracts", text) or (says("approval", text) and says("trip", text))


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Tell what a message is about that is taken, or would be taken, for a search for money."""
    if question.named("funding"):
        return None
    of_money = question.intent in INTENTS or _is_searching(question)
    if says("no_money", question.text):
        leaves = of_money or _spoke_of_money(question)
        if leaves and says("partner", question.text):
            return Move("find_partner")
        return Move(funding_guide.INTENT, NOT_MONEY) if leaves and _says_no_more(question, is_sure) else None
    of_money_too = says("money", question.text)
    if says("approval", question.text) and says("trip", question.text):
        if of_money_too and (of_money or question.intent == "ask_faq"):  # two matters, told in one answer
            return Move("ask_faq", choice=("faq", TRAVEL), about=("faq", APPROVAL))
        return Move("ask_faq", choice=("faq", APPROVAL)) if of_money else None
    attracts = says("attracts", question.text) and not of_money_too
    return Move("ask_faq", choice=("faq", INVESTORS)) if attracts and (of_money or _is_vague(question)) else None


def _is_vague(question: Question) -> bool:
    return question.intent in UNCLEAR


def _is_searching(question: Question) -> bool:
    return funding_guide.asking(question.slots) is not None


def _spoke_of_money(question: Question) -> bool:
    return question.last.get("intent") in INTENTS


def _says_no_more(question: Question, is_sure: bool) -> bool:
    """Tell whether a message wants nothing else that is plain."""
    return question.intent in INTENTS | UNCLEAR or not is_sure


def answer() -> Answer:
    """Leave the search for money, and ask what is needed instead."""
    said = Answer(asks_back=True, slots={funding_guide.SLOT: None}).say("finder.not_money")
    said.button(values.say("button.find_partner"), "find_partner")
    said.button(values.say("button.investors"), "ask_faq", ("faq", INVESTORS))
    said.button(values.say("button.capabilities"), "ask_capabilities")
    return said.button(values.say("button.person"), "ask_for_person")
