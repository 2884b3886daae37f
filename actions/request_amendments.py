"""Reads corrections in the words of strangers: which part of a request a message puts right, and what it shall be."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import request_choices, request_contacts
from actions.request_draft import EDGES, Draft, form, plain, words

ERASED = "\0"
"""Stands for a part that shall be taken out again."""
LONGEST, LONGEST_CHOICE = 90, 48
ALIKE = 0.7
"""How much two spellings of one name have in common, from 0 to 1."""
_ENDS = EDGES + "?？"


@lru_cache(maxsize=1)
def rows() -> dict[str, Any]:
    """Give what stands in request_amendments.yml."""
    loaded: dict[str, Any] = YAML(typ="safe").load(
        Path(__file__).with_name("request_amendments.yml").read_text("utf-8")
    )
    return loaded


def right(value: str) -> str:
    """Give a new value without what it is not, and what stands around it: "Tom Claes instead", "Bianchi, not Rossi"."""
    meant = form(words()["correcting"]["not"]).sub("", value).strip(_ENDS)
    return form(rows()["edges"]).sub("", meant).strip(_ENDS)


def amended(text: str, draft: Draft) -> dict[str, str]:
    """Give the parts that a message puts right or takes out, with what each shall be.

    Args:
        text: the message.
        draft: the request so far; words that it holds tell what is meant by others.
    """
    said = plain(text)
    rest = without_lead(said).strip(_ENDS)
    if not rest or len(said) > LONGEST:
        return {}
    swapped = _swapped(rest, draft)
    if swapped:
        return swapped
    if gone := _part(rows()["removes"], right(rest)):
        return {gone[0]: ERASED}
    if rest == said.strip(_ENDS) and not form(rows()["signals"]).search(rest):
        return {}
    named = _named(rest, draft)
    if "name" in named:  # another person, with their address
        return {**_contact(rest, draft), **named}
    return _contact(rest, draft) or named or _chosen(rest, draft) or _respelt(rest, draft)


def without_lead(text: str) -> str:
    """Give a message without what people say before a correction: "no, sorry"."""
    return form(rows()["lead"]).sub("", text)


def question(part: str) -> str:
    """Give the question that a part answers."""
    return {"email": "contact", "phone": "contact", "city": "organisation"}.get(part, part)


def _part(patterns: list[str], text: str) -> tuple[str, str] | None:
    """Give the first part that one of the forms finds, with its value."""
    for pattern in patterns:
        for name, called in words()["parts_named"].items():
            found = form(pattern.replace("{part}", f"(?:{called})")).search(text)
            if found:
                return str(name), right(found.groupdict().get("value") or "")
    return None


def _named(rest: str, draft: Draft) -> dict[str, str]:
    found = _part(rows()["named"], rest)
    return {found[0]: found[1]} if found and found[1] and draft.asking != question(found[0]) else {}


def _contact(rest: str, draft: Draft) -> dict[str, str]:
    """Give another address or number, where one was given before."""
    if draft.asking == "contact" or not draft.has("contact"):
        return {}
    return request_contacts.read(rest, draft.answers.get("country"), is_sum="phone" not in draft.answers)


def _chosen(rest: str, draft: Draft) -> dict[str, str]:
    """Give another time, where one was given before."""
    if not draft.has("timeframe") or draft.asking == "timeframe" or len(rest) > LONGEST_CHOICE:
        return {}
    chooses = form(rows()["chooses"]).search(rest) and request_choices.timeframe(rest)
    return {"timeframe": rest} if chooses else {}


def _respelt(rest: str, draft: Draft) -> dict[str, str]:
    """Give a name written anew: "it is Anna Lopes with double n"."""
    value = form(rows()["respelt"]).sub("", rest).strip(_ENDS)
    for name in ("name", "organisation", "partner"):
        held = str(draft.answers.get(name) or "")
        if held and draft.asking != name and value != held and _is_like(value, held):
            return {name: value}
    return {}


def _is_like(value: str, held: str) -> bool:
    """Tell whether one spelling may stand for another: nearly the same, or a whole name for a part of it."""
    new, old = value.casefold(), held.casefold()
    if not new:
        return False
    whole = set(old.split()) < set(new.split()) and len(new.split()) <= len(old.split()) + 2
    return whole or SequenceMatcher(None, old, new).ratio() >= ALIKE


def _swapped(rest: str, draft: Draft) -> dict[str, str]:
    for pattern in rows()["swapped"]:
        found = form(pattern).search(rest)
        held = holding(found["wrong"].strip(_ENDS), draft) if found else None
        if found and held:
            return {held: put(found["wrong"].strip(_ENDS), right(found["value"]), str(draft.answers[held]))}
    return {}


def put(wrong: str, value: str, text: str) -> str:
    """Give a text with other words in the place of wrong ones."""
    return re.sub(re.escape(wrong), lambda _: value, text, flags=re.IGNORECASE)


def holding(wrong: str, draft: Draft) -> str | None:
    """Give the part that holds the wrong words."""
    named = ("organisation", "city", "name", "email", "phone", "partner", "description", "contacts")
    held = next((name for name in named if wrong.lower() in str(draft.answers.get(name) or "").lower()), None)
    return "organisation" if held == "city" and draft.answers.get("organisation") else held


def place_in(organisation: str, city: str) -> tuple[int, int] | None:
    """Give where in the name of an organisation its place stands.

    Args:
        organisation: as it was written.
        city: the city that is known of it; empty where none is.
    """
    city = place(city)
    start = organisation.lower().find(city.lower()) if city else -1
    if start >= 0:
        return start, start + len(city)
    found = form(rows()["place_in"]).search(organisation)
    return found.span("place" if found["place"] else "zh") if found else None


def place(text: str) -> str:
    """Give the bare name of a place: "we're in Ghent"."""
    shown = form(rows()["place_around"]).sub("", right(text)).strip(_ENDS)
    return form(rows()["place_end"]).sub("", shown) or shown
