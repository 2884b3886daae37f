"""What is asked of several cities at once, right after they were listed or compared: "which one is bigger"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from actions import city_filters, city_sizes, context, forms
from actions.city_names import plain
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library
from knowledge.records import Record

LISTED = "listed"
"""Value of the entity `guide` with which a list of cities is one of those that were listed last."""
FIND, COMPARE = "find_cities", "compare_cities"
SEVERAL, MOST_COMPARED = 2, 4
NARROWING = frozenset({"country", "cluster", "topic", "theme", "programme", "year", "ordinal", "role", "method"})
"""Kinds of names that a question about what was listed may hold."""
RIGHT_PERSON = {"CN": "faq/find_right_person_cn", "EU": "faq/find_right_person_eu"}


@cache
def _whole(name: str) -> re.Pattern[str]:
    rows = forms.words("groups")
    return re.compile(f"{rows['lead']}(?:{rows[name]})(?:{rows['after']})")


def _is(name: str, text: str) -> bool:
    """Tell whether a whole message is of a form."""
    return _whole(name).match(text) is not None


def says(name: str, text: str) -> bool:
    """Tell whether a message holds a form of groups.yml, after what may stand before it."""
    bare = re.sub(forms.words("groups")["lead"], "", text)
    return forms.form("groups", name).search(bare) is not None


def shown(question: Question, library: Library) -> list[Record]:
    """Give the cities of the last list, with those that "more" would show; of a comparison, those compared."""
    more = [row["ref"] for row in question.slots.get("shown_more") or () if isinstance(row, dict) and not row["fact"]]
    refs = [*question.remembered("shown"), *more]
    found = [one for one in context.records(library, list(dict.fromkeys(refs))) if one.kind == "city"]
    return found if len(found) >= SEVERAL else []


def _is_about_them(question: Question) -> bool:
    """Tell whether the last answer was about several cities, and not about one of those listed before."""
    about = {ref for ref in question.last.get("records") or () if ref.startswith("cities/")}
    return len(about) >= SEVERAL


def rule(question: Question, library: Library, asks: bool) -> Move | None:
    """Give what a message asks of the cities that were listed or compared last; None where it asks something else."""
    found = shown(question, library)
    if not found or question.last.get("open") or {one.kind for one in question.entities} - NARROWING:
        return None
    text = plain(question.text).strip().replace("\u2019", "'")
    named = {one.kind for one in question.entities} & {"country", "cluster", "topic", "programme", "year"}
    if _is_about_them(question) and not named - {"country"} and _is("their_partners", text):
        return _compared(found)
    if not named and not question.denied and (move := _of_all(question, found, text)) is not None:
        return move
    return _some(question, found, text, library)


def _of_all(question: Question, found: list[Record], text: str) -> Move | None:
    """Read a question that names nothing and is asked of all of them."""
    together = _is_about_them(question)
    if says("common", text):
        return _compared(found[:SEVERAL] if says("first_two", text) else found)
    if says("most_partners", text) or (together and _is("their_rows", text)):
        return _compared(found)
    if together and _is("responsible", text):
        side = "CN" if found[0].country == "CN" else "EU"
        return Move("ask_faq", choice=("faq", RIGHT_PERSON[side]))
    if _is("size", text):
        listed = question.last.get("intent") == FIND and (len(found) > MOST_COMPARED or not says("more", text))
        return Move(FIND, LISTED) if listed else _compared(found)
    return Move(FIND, LISTED) if together and (_is("count", text) or _is("sort", text)) else None


def _compared(found: list[Record]) -> Move:
    return Move(COMPARE, cities=tuple(one.ref for one in found))


def _some(question: Question, found: list[Record], text: str, library: Library) -> Move | None:
    """Read which of them are wanted, or are not."""
    if says("but_largest", text) or city_sizes.not_big(text):
        return Move(FIND, LISTED)
    if question.denied:
        return _without(question, found, library)
    last = question.last.get("intent")
    if question.named("country") and last == FIND and says("besides", text) and not question.named("topic"):
        return Move("ask_same_for")
    if not (says("only", text) or says("denies", text)):
        return None
    wish = city_filters.read(replace(question, intent=FIND), library)
    if {one.kind for one in question.entities} == {"country"} and not wish.partners:
        return None  # chosen by their own country; "which of these had a partner in Germany?" is another question
    return Move(FIND, LISTED) if wish.conditions or wish.not_used else None


def _without(question: Question, found: list[Record], library: Library) -> Move | None:
    """Leave out what a message denies: of a comparison the others are compared, of a list they are listed."""
    if question.entities or any(one.kind not in ("city", "country", "programme", "cluster") for one in question.denied):
        return None
    wish = city_filters.read(replace(question, intent=FIND), library)
    left = [one for one in found if all(condition.holds(one) for condition in wish.conditions)]
    if question.last.get("intent") == COMPARE and SEVERAL <= len(left) < len(found):
        return _compared(left)
    if left or not wish.conditions:
        return Move(FIND, LISTED) if wish.conditions else None
    side = "CN" if found[0].country == "CN" else "EU"
    return Move(FIND, choice=("country", side)) if ("country", side) not in _denied(question) else Move(FIND)


def of_countries(question: Question, library: Library, asks: bool) -> Move | None:
    """Give what is left of a comparison, or of a list of one country, where a message does not want a country.

    It goes before the change of the last question, which would only add to what that question named.
    """
    denied = {one.value for one in question.denied if one.kind == "country"}
    before = {str(row["value"]) for row in question.last.get("entities") or ()}
    if not denied or not (question.last.get("intent") == COMPARE or denied & before):
        return None
    return rule(question, library, asks)


def _denied(question: Question) -> set[tuple[str, str]]:
    return {(one.kind, one.value) for one in question.denied}
