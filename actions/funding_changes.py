"""What is said after money was shown: a change of the case, or a question about the schemes that were listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import context, funding_case, funding_guide
from actions.city_names import plain
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library

ASKED = ("deadline", "easy", "most")
"""What can be asked of the schemes that were listed."""
OF_ALL = {"since": "since", "amounts": "most", "who": "who", "until": "deadline"}
"""What is asked of all of them, unless one was spoken of since: the form, and what answers it."""
LIST, DENIED = "list_funding", ("denies", "no_loans")
FOLDER = "funding/"
NAMES = frozenset({"funding", "programme", "city", "pilot", "contact", "faq"})
"""Kinds of things that a change of the case does not name."""


@lru_cache(maxsize=1)
def _forms() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("funding_changes.yml").read_text("utf-8"))
    return loaded


def says(form: str, text: str) -> bool:
    """Tell whether a message holds one of the forms of funding_changes.yml."""
    return re.search(_forms()[form], plain(text).strip().replace("\u2019", "'")) is not None


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether schemes were listed last, and a message may ask of them or change the case."""
    if funding_guide.asking(slots) is not None or len(text.strip()) > int(_forms()["longest"]):
        return False
    if says("since", text):
        return True
    listed = len(_listed(slots)) > 1 and any(says(name, text) for name in (*ASKED, *OF_ALL, *DENIED))
    return listed or (_results_were_last(slots) and says("goes_on", text))


def _listed(slots: Mapping[str, Any]) -> list[str]:
    return [ref for ref in slots.get("shown") or () if str(ref).startswith(FOLDER)]


def _results_were_last(slots: Mapping[str, Any]) -> bool:
    last = slots.get("last_intent")
    return (
        isinstance(last, Mapping) and last.get("intent") == funding_guide.INTENT and bool(slots.get(funding_guide.SLOT))
    )


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Tell what a message asks of the schemes that were listed, or that it changes the case."""
    if says("since", question.text) and (since := _since(question, library)) is not None:
        return since
    if any(one.kind in NAMES and one.text for one in question.entities):
        return None
    if len(_listed(question.slots)) > 1 and (move := _of_all(question, library)) is not None:
        return move
    asked = next((name for name in ASKED if says(name, question.text)), None)
    if asked and len(_listed(question.slots)) > 1:
        return Move(funding_guide.INTENT, asked)
    if not _results_were_last(question.slots) or not says("goes_on", question.text):
        return None
    said = funding_case.said(question, library)
    changes = funding_case.drops(question.text) or not said.says_nothing
    return Move(funding_guide.INTENT, funding_guide.REFINE) if changes else None


def _since(question: Question, library: Library) -> Move | None:
    """Ask from when until when: of the scheme that is named or was spoken of, else of all that were listed."""
    named = {one.kind for one in question.entities if one.kind in NAMES}
    one = context.mentioned(question, library, "funding")
    if named:
        return Move(funding_guide.INTENT, "since") if named == {"funding"} and len(one) == 1 else None
    picked = _picked(question)
    if picked is not None:
        return Move(funding_guide.INTENT, "since", about=("funding", picked))
    told = context.just_spoken_of(question, library, "funding")
    if told and not context.just_spoken_of(question, library, "programme"):
        return Move(funding_guide.INTENT, "since", about=("funding", told[0].ref))
    return Move(funding_guide.INTENT, "since") if _were_last(question) else None


def _picked(question: Question) -> str | None:
    """Give the scheme that a message picks from the list by its place."""
    listed, places = _listed(question.slots), [one for one in question.named("ordinal") if one.isdigit()]
    return listed[int(places[0]) - 1] if places and 1 <= int(places[0]) <= len(listed) else None


def _were_last(question: Question) -> bool:
    """Tell whether the last answer was about several schemes, not about one of those listed before."""
    about = [ref for ref in question.last.get("records") or () if str(ref).startswith(FOLDER)]
    return len(_listed(question.slots)) > 1 and len(about) != 1


def _of_all(question: Question, library: Library) -> Move | None:
    """Tell what is asked of all schemes that were listed, or which of them are not wanted."""
    if says("no_loans", question.text):
        return Move(funding_guide.INTENT, funding_guide.REFINE)
    last = question.last.get("intent")
    if says("denies", question.text) and any(one.kind == "funding" for one in question.denied):
        return Move(LIST) if last == LIST else Move(funding_guide.INTENT, funding_guide.REFINE)
    if not _were_last(question) or not question.names_nothing or question.named("ordinal"):
        return None
    asked = next((answer for form, answer in OF_ALL.items() if says(form, question.text)), None)
    return Move(funding_guide.INTENT, asked) if asked else None
