"""Changes the last question: "add Wuhan", "without Prague", "I do not mean Mannheim, I mean Stuttgart"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import catalogue, consents, groups, guesses
from actions.answer import Answer
from actions.context import KINDS, Entity, Question
from actions.moves import Move
from knowledge.library import Library

CHANGE = "change"
LONGEST = 80
NOT_CHANGED = frozenset({*consents.INTENTS.values(), "stop_waiting", "switch_language", "out_of_scope", "did_you_mean"})
"""What sets something going, or answered nothing."""
CHANGEABLE = frozenset({*KINDS, "country", "topic"})
PLAINLY = 0.9
"""How sure a practical question is that is asked in so many words, whatever else a message denies."""
MARKS = ("add", "remove", "swap_out", "swap_in")


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    loaded = YAML(typ="safe").load(Path(__file__).with_name("changes.yml"))
    return {name: re.compile("|".join(f"(?:{form})" for form in forms)) for name, forms in loaded.items()}


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message may change the last question."""
    said = text.strip().lower()
    one_sentence = not re.search(r"[.。?？!！].*\w", said)
    return bool(slots.get("last_intent")) and one_sentence and len(said) <= LONGEST and _begins(said)


def _begins(said: str) -> bool:
    return _forms()["begins"].search(said) is not None


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Take a message for a change if there is a question to change and the message names a thing."""
    intent = question.last.get("intent")
    names = any(one.kind in CHANGEABLE for one in question.entities) or question.negated
    plainly = question.intent == "ask_faq" and question.confidence >= PLAINLY
    of_scheme = intent == "ask_faq" and bool(question.named("funding"))  # no practical answer has a scheme to change
    if intent not in catalogue.ANSWERS or intent in NOT_CHANGED or not names or plainly or of_scheme:
        return None
    left = groups.of_countries(question, library, asks)
    if left is not None:
        return left
    if _is_swap(question.text.lower()) and not _alike(question):
        return None
    return Move("ask_same_for", CHANGE)


def _is_swap(said: str) -> bool:
    return not any(_forms()[name].search(said) for name in ("add", "remove"))


def _alike(question: Question) -> bool:
    """Tell whether a message names a thing of the kind that the last question was about."""
    before = {row["entity"] for row in question.last.get("entities") or ()}
    return any(one.kind in before and one.kind in (*KINDS, "country") for one in question.entities)


def changed(question: Question, library: Library, today: date) -> Answer:
    """Answer the last question with the things that it has after the change."""
    added, removed = _said(question)
    last = guesses.as_entities(list(question.last.get("entities") or ()))
    kinds = {one.kind for one in added} or {one.kind for one in last if one.value in removed}
    before = [one for one in last if one.kind in kinds]
    if kinds <= {"city"} and not before:
        before = [Entity("city", ref) for ref in question.remembered("cities")]
        kinds = {"city"} if before else kinds
    kept = [] if _replaces(question, removed) else [one for one in before if one.value not in removed]
    new = list({one.value: one for one in (*kept, *added)}.values())
    others = [one for one in last if one.kind not in kinds]
    if not new and (before or not others):
        return Answer(continues=True).say("select.same_for_what")
    intent = str(question.last.get("intent"))
    again = replace(question.asking(intent, *new, *others), hits=(), negated=frozenset(removed))
    answers = "ask_city" if intent == "compare_cities" and len(new) == 1 else intent
    answer = catalogue.ANSWERS[answers](again, library, today)
    answer.asked_as = again  # one city left of a comparison is told, and compared again when another one is added
    return answer


def _replaces(question: Question, removed: set[str]) -> bool:
    """Tell whether the thing named takes the place of all before: "I mean Stuttgart"."""
    return not removed and _is_swap(question.text.lower())


def _said(question: Question) -> tuple[list[Entity], set[str]]:
    """Give what a message adds and what it takes away: each thing by the word before it, else the one after it."""
    text = question.text.lower()
    marks = sorted((match.end(), name) for name in MARKS for match in _forms()[name].finditer(text))
    added: list[Entity] = []
    removed = set(question.negated)
    for one in question.entities:
        if one.kind not in CHANGEABLE:
            continue
        place = one.start or 0
        before = [name for end, name in marks if end <= place]
        after = [name for end, name in marks if end > place]
        mark = before[-1] if before else after[0] if after else "add"
        if mark in ("remove", "swap_out"):
            removed.add(one.value)
        else:
            added.append(one)
    return added, removed
