"""Reads the fields of a cooperation request that have choices: the kind of organisation, the time frame, the budget."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions import clock, funding_case, sums
from actions.context import Question
from actions.request_draft import form, plain, words
from knowledge.library import Library

CHOICES = ("role", "timeframe", "budget")
HALF_YEAR, YEAR = 6, 12
"""Months up to which a beginning is within half a year, and within a year."""
Said = dict[str, Any]


def choice(name: str, text: str, question: Question, library: Library, asked: bool = True) -> Said:
    """Give the choice that a text makes, in words or as a sum.

    Args:
        name: of the choice.
        text: what was written.
        question: the message.
        library: all records.
        asked: whether it was asked for; otherwise a mere number is no sum.
    """
    if name == "timeframe":
        return {name: when} if (when := timeframe(text)) else {}
    longest = _longest(words().get(f"{name}_words", {}), text)
    if longest:
        return {name: longest}
    if name == "budget" and not asked and not sums.band(plain(text).lower()):
        return {}
    if name == "budget" and (amount := funding_case.said(question, library, "sum").sum) in ("small", "medium", "large"):
        return {name: amount}
    return {}


def timeframe(text: str) -> str | None:
    """Give the time frame that a text names, in words or by a year."""
    return _in_year(text, clock.today()) or _longest(words()["timeframe_words"], text)


def _in_year(text: str, today: date) -> str | None:
    """Give the choice for a year that a text names, by the end of what it names: "first half of 2027"."""
    found = form(words()["begins_in"]).search(plain(text))
    if not found:
        return None
    parts = found.groupdict()
    end = 6 if parts["first"] or parts["early"] else 12
    months = (int(parts["year"] or parts["of"]) - today.year) * 12 + end - today.month
    return "soon" if months <= HALF_YEAR else "year" if months <= YEAR else "later"


def _longest(rows: Mapping[str, str], text: str) -> str | None:
    """Give the choice whose words cover most of a text in one piece: a longer one may hold the words of another."""
    found = {one: max((len(hit[0]) for hit in form(rows[one]).finditer(plain(text))), default=0) for one in rows}
    best = max(found, key=lambda one: found[one], default=None)
    return best if best and found[best] else None


def covered(name: str, text: str) -> int:
    """Give how many characters of a text the words of its choice cover, a year included."""
    hits = [len(hit[0]) for row in words().get(f"{name}_words", {}).values() for hit in form(row).finditer(plain(text))]
    years = [len(hit[0]) for hit in form(words()["begins_in"]).finditer(plain(text))] if name == "timeframe" else []
    return max([*hits, *years], default=0)


def names_place(question: Question) -> bool:
    """Tell whether a message names a city or a country."""
    return any(question.named(kind) for kind in ("city", "country", "unknown_name"))
