"""The guided search for money: up to four questions, one at a time; each can be skipped, and all of it stopped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from actions import funding_case, funding_place, partner_case, values
from actions.answer import Answer
from actions.context import Question
from actions.funding_case import Case
from actions.values import Typed
from knowledge.library import Library

SLOT = "funding_case"
INTENT = "find_funding"
ENTITY = {"who": "applicant", "side": "side", "purpose": "purpose", "sum": "sum"}
CHOICES = {
    "who": ("city", "university", "firm", "ngo"),
    "side": ("EU", "CN", "both", "other"),
    "purpose": ("exchange", "research", "pilot", "people", "business", "invest"),
    "sum": ("small", "medium", "large"),
}
"""The questions in their order, with the choices that are offered."""
MOST_BUTTONS = 8
MOST_UNCLEAR = 2
"""Answers in a row that were not understood, after which a person is offered too."""
MOST_REMINDERS = 4
SMALL_TALK = frozenset({"greet", "say_goodbye", "affirm", "deny", "thank", "show_more"})
PLAIN = 0.85
"""How sure a courtesy must be to be one, while a question waits for an answer."""
CANCEL, SKIP, FINISH, RESUME, ASK, UNCLEAR, ANSWERED = "cancel", "skip", "finish", "resume", "ask", "unclear", "answer"
REFINE = "refine"
"""The move that changes a case for which results were shown."""


@dataclass(frozen=True)
class Step:
    """What comes next: an answer that asks or ends, or the case to show results for."""

    case: Case
    answer: Answer | None = None


def missing(case: Case) -> list[str]:
    """Give the points of a case that nobody has spoken of yet."""
    return [name for name in CHOICES if getattr(case, name) is None]


def asking(slots: Mapping[str, Any]) -> str | None:
    """Give the question that a conversation waits for an answer to, if the search is under way."""
    kept = slots.get(SLOT)
    return kept.get("asking") if isinstance(kept, Mapping) else None


def step(question: Question, library: Library) -> Step:
    """Take one step: read what was said, then ask on, stop, or show what fits."""
    kept = question.slots.get(SLOT) or {}
    move = next(iter(question.named("guide")), None)
    waiting = kept.get("asking") if move else None
    said = funding_case.said(question, library, waiting)
    if move == CANCEL:
        return Step(Case(), _cancelled())
    before = Case.of(kept)
    if move is None:  # a new search: who one is stays, what for and how much is a new matter
        case = replace(before, purpose=None, sum=None, gives=None, subjects=()).with_(said)
        case = _known_from_partner(case, question)
        return Step(case) if _is_enough(case, question) else Step(case, _ask(case, missing(case), intro=True))
    case = funding_case.changed(before, said, question.text) if move in (ANSWERED, REFINE) else before
    if move == SKIP and waiting:
        case = funding_case.left_open(case, waiting)
    left = missing(case)
    if move in (FINISH, REFINE) or not left:
        return Step(case)
    unclear = waiting in left and (move == UNCLEAR or (move == ANSWERED and case == before))
    return Step(case, _ask(case, left, unclear=int(kept.get("unclear") or 0) + 1 if unclear else 0))


def _is_enough(case: Case, question: Question) -> bool:
    """Tell whether a first message says enough to be answered at once."""
    more = case.who or case.purpose or case.gives or case.subjects
    return not missing(case) or bool(case.side and more) or bool(question.named("funding"))


def _known_from_partner(case: Case, question: Question) -> Case:
    """Take over where the applicant is from a search for a partner, if it was said there."""
    home = (question.slots.get(partner_case.SLOT) or {}).get("home")
    if case.side is not None or not home:
        return case
    return replace(case, side=funding_place.side_of(home), country=None if home in ("CN", "EU") else home)


def _cancelled() -> Answer:
    answer = Answer(slots={SLOT: None}).say("finder.cancelled")
    answer.button(values.say("button.funding"), "list_funding")
    return answer.button(values.say("button.capabilities"), "ask_capabilities")


def _ask(case: Case, left: list[str], intro: bool = False, unclear: int = 0) -> Answer:
    answer = Answer(asks_back=True, most_buttons=MOST_BUTTONS)
    answer.slots[SLOT] = {**case.kept(), "asking": left[0], "unclear": unclear}
    if intro:
        answer.say("funding.no_pair_scheme").say("finder.intro")
    if unclear:
        answer.say("finder.unclear")
    answer.say(f"finder.ask_{left[0]}")
    _choices(answer, left[0])
    if unclear >= MOST_UNCLEAR:
        answer.button(values.say("button.person"), "ask_for_person")
    return answer


def _choices(answer: Answer, name: str) -> None:
    for choice in CHOICES[name]:
        answer.button(title(name, choice), "find_funding", (ENTITY[name], choice), ("guide", ANSWERED))
    answer.button(values.say("finder.skip"), "find_funding", ("guide", SKIP))
    if name != "who":
        answer.button(values.say("finder.finish"), "find_funding", ("guide", FINISH))


def title(name: str, choice: str) -> Typed:
    """Give a choice in words."""
    return values.say(f"finder.{name}_{choice.lower()}")


def remind(question: Question, answer: Answer) -> None:
    """After the answer to a question in between, say which question of the search is still open."""
    kept = question.slots.get(SLOT) or {}
    name = asking(question.slots)
    if name is None or question.intent == "find_funding":
        return
    reminded = int(kept.get("reminded") or 0)
    if answer.effects or reminded >= MOST_REMINDERS:
        answer.slots[SLOT] = {**kept, "asking": None}
        return
    answer.slots[SLOT] = {**kept, "reminded": reminded + 1}
    answer.say("finder.waiting", question=values.say(f"finder.ask_{name}"))
    does = {"intent": "find_funding", "entities": [{"entity": "guide", "value": RESUME}]}
    answer.buttons.insert(0, {"title": values.say("finder.go_on"), "do": does})


@lru_cache(maxsize=1)
def _steps() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(forms)) for name, forms in funding_case.words()["steps"].items()}


def move_of(question: Question, library: Library, asks_something: bool, is_sure: bool) -> tuple[str, str | None] | None:
    """Tell how a typed message moves the search that waits for an answer.

    Args:
        question: the message as understood.
        library: all records.
        asks_something: whether it is worded as a question.
        is_sure: whether the understanding is sure of what it wants.
    Returns:
        the move, with the choice where one was picked by its place ("2"); None where the message is about something
        else, which is answered first.
    """
    name = asking(question.slots)
    text = question.text.strip().lower()
    if name is None:
        return None
    move = next((move for move, pattern in _steps().items() if pattern.search(text)), None)
    if move:
        return move, None
    picked = _picked(name, text, question)
    if picked:
        return ANSWERED, picked
    said = funding_case.said(question, library, name)
    if getattr(said, name) is not None and not (asks_something and is_sure and question.intent != "find_funding"):
        return ANSWERED, None
    if not asks_something and not said.says_nothing and (question.intent == INTENT or _only_place(question, text)):
        return ANSWERED, None
    chat = question.intent in SMALL_TALK and question.confidence < PLAIN
    unsure = not is_sure and re.search(funding_case.words()["asks"], text) is None
    return (UNCLEAR, None) if chat or unsure else None


def asks_papers(question: Question) -> bool:
    """Tell whether a message asks for the papers of an application, while a question of the search is open."""
    return asking(question.slots) is not None and bool(
        re.search(funding_case.words()["papers"], question.text.strip().lower())
    )


def _only_place(question: Question, text: str) -> bool:
    """Tell whether a message is the name of a country and nothing else: it says where the applicant is."""
    named = [one.text.lower() for one in question.entities if one.kind == "country" and one.text]
    bare = text.strip(" .!,。！，")
    return len(named) == 1 and bool(re.search(funding_case.words()["around_place"], bare.replace(named[0], "\u00a7")))


def _picked(name: str, text: str, question: Question) -> str | None:
    """Give the choice that a message picks by its place in the list."""
    ordinals = question.named("ordinal")
    number = re.fullmatch(r"[(（]?(\d)[)）.。、]?", text)
    place = number[1] if number else ordinals[0] if ordinals and len(text) <= 24 else ""
    choices = CHOICES[name]
    if place == "last":
        return choices[-1]
    return choices[int(place) - 1] if place.isdigit() and 1 <= int(place) <= len(choices) else None
