"""Conditions in words: what the records say of a city's standing and province, and what they cannot tell."""

from __future__ import annotations

import re
from functools import partial

from actions import city_parts, city_sizes, city_topics, unknown_topics, values
from actions.city_conditions import Condition, Holds
from actions.city_names import Name, form, plain, words
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

Span = tuple[int, int]
PARTS = 1
"""The row of `unknown` in city_words.yml that has the parts of a country."""
LYING = 0
"""Row of the words for the coast, the mountains and what else cities lie at."""


def read(written: str, names: list[Name], library: Library) -> tuple[list[Condition], list[Span]]:
    """Read what the records say in words: the standing of a city, its province; and groups of countries.

    Args:
        written: the message as typed; the heading repeats its words.
        names: what it names.
        library: all records.
    """
    text = plain(written)
    rows = placed(written, names)
    found = [_condition(written, holds, span) for holds, span in rows]
    spans = [span for _, span in rows]
    if no_cluster := form("no_cluster").search(text):
        spans.append(no_cluster.span())
        said = values.say("city.filter_no_cluster")
        found.append(Condition(said, lambda city: not city_topics.clusters_of(city, library)))
    return found, spans


def _condition(written: str, holds: Holds, span: Span) -> Condition:
    """Give a place in words as a condition; one that is denied leaves its cities out."""
    start, end = span
    text, said = plain(written), values.string(written[start:end])
    denied = any(form(name).search(text[:start]) for name in ("not_in", "not_in_zh", "not_place_zh"))
    if not denied and form("not_after_place_zh").match(text, end) is None:
        return Condition(said, holds)
    return Condition(values.say("city.filter_without", what=said), lambda city: not holds(city))


def placed(written: str, names: list[Name]) -> list[tuple[Holds, Span]]:
    """Give the words of a message for the standing of a city, its province or a group of countries, with their test."""
    text = plain(written)
    found: list[tuple[Holds, Span]] = []
    rows: list[tuple[str, Holds]] = [(row["asked"], partial(_says, form_=row["says"])) for row in words()["standing"]]
    for latin, han in words()["regions"].items():
        form_ = rf"(?<![a-z]){latin}(?: province)?(?![a-z])|{han}(?:\u7701|\u81ea\u6cbb\u533a)?"
        rows.append((form_, partial(_says, form_=han)))
    rows += [(row["asked"], partial(_is_in_any, codes=row["countries"])) for row in words()["groups"]]
    for form_, holds in rows:
        for match in re.finditer(form_, text):
            taken = any(start < match.end() and match.start() < end for _, (start, end) in found)
            if not taken and not any(name.covers(*match.span()) for name in names):
                found.append((holds, match.span()))
    return found


def _says(city: Record, form_: str) -> bool:
    return re.search(form_, _opening(city)) is not None


def _is_in_any(city: Record, codes: list[str]) -> bool:
    return city.country in codes


def _opening(city: Record) -> str:
    return re.split("[\u3002;\uff1b]", city.summary.zh)[0] if city.summary else ""


def not_used(question: Question, names: list[Name], met: tuple[Name, ...], used: list[Span]) -> tuple[str, ...]:
    """Give the words for conditions that were not applied, as they were written."""
    text = plain(question.text)
    taken = used + city_sizes.own_spans(text) + [(one.start, one.end) for one in names]
    found = [match.span() for written in words()["unknown"] for match in re.finditer(written, text)]
    found += [
        (one.start, one.start + len(one.text))
        for one in question.entities
        if one.kind == "unknown_name" and one.start is not None and one.text and plain(one.text) in text
    ]
    found += [span for _, span in city_parts.round_spans(text)]
    free = [span for span in found if not any(start < span[1] and span[0] < end for start, end in taken)]
    free = [one for one in free if not any(one != two and two[0] <= one[0] and one[1] <= two[1] for two in free)]
    free += unknown_topics.spans(text, [*taken, *free])
    free += [
        (one.start, one.end) for one in names if one.kind == "city" and not (one.denied or one in met or one.start < 0)
    ]
    return tuple(dict.fromkeys(question.text[start:end] for start, end in sorted(free)))


def unknown_places(written: str) -> list[str]:
    """Give the words for parts of a country and for what cities lie at, of which the records say nothing; as typed."""
    rows = [re.finditer(words()["unknown"][row], plain(written)) for row in (LYING, PARTS)]
    return [written[match.start() : match.end()] for found in rows for match in found]
