"""What was stopped can be taken up again: a search for money or a partner, an unsent draft, the wait for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import (
    consents,
    funding_finder,
    funding_guide,
    handovers,
    partner_case,
    partner_guide,
    request_draft,
    suggestions,
    values,
)
from actions.answer import Answer
from actions.consents import Wish
from actions.context import Entity, Question
from actions.moves import Move
from knowledge.library import Library

SLOT = "stopped"
RESUME = "resume"
INTENT = "show_more"
"""Whose action takes up again: to go on."""
FUNDING, WISH, WAITING, PARTNER = "funding", "wish", "waiting", "partner"
LONGEST = 90
_MARKS = re.compile(r"[\s,，.。!！…~～;；-]+")


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    rows = YAML(typ="safe").load(Path(__file__).with_name("resuming.yml"))
    words = "|".join((*rows["verbs"], *rows["others"]))
    found = {name: re.compile("|".join(rows[name])) for name in ("verbs", "back")}
    return {**found, "all": re.compile(f"(?:(?:{words})[\\s,，.。!！…~～;；-]*)+"), **_kinds(rows)}


def _kinds(rows: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(form) for name, form in rows["kinds"].items()}


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message may take something up again: whether it says so and nothing else."""
    said = text.strip().lower().replace("’", "'")
    forms = _forms()
    if len(said) > LONGEST or not forms["verbs"].search(said):
        return False
    return forms["all"].fullmatch(said) is not None


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Take a message for a wish to go on with what was stopped, or to hear that nothing was."""
    said = question.text.strip().lower().replace("’", "'")
    forms = _forms()
    comes_back = forms["back"].search(said) is not None
    if funding_guide.asking(question.slots) is not None:
        return (
            Move(funding_guide.INTENT, funding_guide.RESUME) if comes_back and _kind(said) in (None, FUNDING) else None
        )
    wish = Wish.of(question)
    if wish is not None and wish.waiting:
        return Move(consents.INTENTS[wish.kind], consents.RESUME) if comes_back and _kind(said) != WAITING else None
    kept = question.slots.get(SLOT)
    if not isinstance(kept, Mapping):
        nothing_named = comes_back and _kind(said) is None and not question.slots.get("shown_more")
        return Move(INTENT, RESUME) if nothing_named else None
    kind = _kind(said, kept["what"])
    if kind not in (None, *kept["what"]):
        return None
    return Move(INTENT, RESUME) if comes_back or kept["fresh"] or kind else None


def kind_of(text: str) -> str | None:
    """Give the kind of thing that a message wants to go on with, if it names one."""
    return _kind(text.strip().lower())


def _kind(said: str, stopped: Iterable[str] = ()) -> str | None:
    """Give the kind that a message names; a word that may be of two is of what was stopped last."""
    named = (*reversed(list(stopped)), FUNDING, WISH, WAITING, PARTNER)
    return next((name for name in named if _forms()[name].search(said)), None)


def asked(question: Question) -> bool:
    """Tell whether a message was taken for a wish to go on with what was stopped."""
    return RESUME in question.named("guide") and not question.pressed


def resumed(question: Question, library: Library, today: date) -> Answer:
    """Go on with what was stopped last, or with what the message names; else say what could be begun."""
    kept = question.slots.get(SLOT)
    stopped = dict(kept["what"]) if isinstance(kept, Mapping) else {}
    kind = _kind(question.text.lower(), stopped) or next(reversed(stopped), "")
    if kind not in stopped:
        return _nothing()
    answer = _again(kind, stopped.pop(kind), question, library, today)
    answer.slots[SLOT] = {"what": stopped, "fresh": False} if stopped else None
    return answer


def _again(kind: str, kept: Any, question: Question, library: Library, today: date) -> Answer:
    if kind == FUNDING:
        slots = {**question.slots, funding_guide.SLOT: kept}
        again = question.asking(funding_guide.INTENT, Entity("guide", funding_guide.RESUME))
        answer = funding_finder.find(replace(again, text="", slots=slots), library, today)
        answer.asked_as = question.asking(funding_guide.INTENT)
        return answer
    if kind == WISH:
        slots = {**question.slots, consents.SLOT: kept}
        wish = Wish.of(replace(question, slots=slots))
        return consents.ask(Answer(continues=True), wish, library) if wish else _nothing()
    if kind == PARTNER:
        slots = {**question.slots, partner_case.SLOT: kept}
        again = question.asking(partner_guide.INTENT, Entity("guide", partner_guide.GOES_ON))
        answer = suggestions.partner(replace(again, text="", slots=slots), library, today)
        answer.asked_as = question.asking(partner_guide.INTENT)
        return answer
    return handovers.person(replace(question, entities=()), library, today)


def _nothing() -> Answer:
    answer = Answer(continues=True).say("resume.nothing")
    for title, intent in (("intent.find_funding", funding_guide.INTENT), ("button.cooperate", "request_cooperation")):
        answer.button(values.say(title), intent)
    return answer.button(values.say("button.person"), "ask_for_person")


def remind(question: Question, answer: Answer) -> None:
    """Remember after an answer what it stopped; what was stopped before is then no longer the last thing said."""
    if SLOT in answer.slots:
        return
    kept = question.slots.get(SLOT)
    what = dict(kept["what"]) if isinstance(kept, Mapping) else {}
    now = _stopped(question, answer)
    if now or what:
        what = {**{kind: value for kind, value in what.items() if kind not in now}, **now}
        answer.slots[SLOT] = {"what": what, "fresh": bool(now)}


def _stopped(question: Question, answer: Answer) -> dict[str, Any]:
    """Give what an answer has stopped, by its kind."""
    found: dict[str, Any] = {}
    case = question.slots.get(funding_guide.SLOT)
    if funding_guide.asking(question.slots) and funding_guide.SLOT in answer.slots:
        after = answer.slots[funding_guide.SLOT]
        if not after or (after.get("asking") is None and question.intent != funding_guide.INTENT):
            found[FUNDING] = case
    given_up = request_draft.waits(question.slots) and answer.slots.get(request_draft.SLOT, question) is None
    if given_up and question.slots.get(partner_case.SLOT):
        found[PARTNER] = question.slots[partner_case.SLOT]
    wish = Wish.of(question)
    if wish is not None and wish.waiting and consents.SLOT in answer.slots and not _passed_on(answer):
        after = answer.slots[consents.SLOT]
        if not after or not after.get("waiting"):
            found[WISH] = wish.kept()
    if any(effect["type"] == "stop_waiting" for effect in answer.effects) and question.slots.get("asked_for_person"):
        found[WAITING] = True
    return found


def _passed_on(answer: Answer) -> bool:
    return any(effect["type"] in ("open_case", "withdraw_case") for effect in answer.effects)
