"""Tells which parts of a cooperation request a message puts right, and what they shall be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from actions import request_amendments, request_fields
from actions.context import Question
from actions.request_draft import CHANGE, EDGES, Draft, form, plain, questions, says, without_around, words

LAST = "last"
"""The part is not named: what was said last is meant."""
LONGEST_MEANT = 80
_FREE = ("topic", "description", "contacts")


def corrections(text: str, draft: Draft) -> Mapping[str, str]:
    """Give the parts that a message corrects, with what each shall be; empty text where it does not say."""
    found = _corrections(text, draft)
    return {} if any(form(words()["correcting"]["asks_value"]).search(value) for value in found.values()) else found


def _corrections(text: str, draft: Draft) -> Mapping[str, str]:
    if says(CHANGE, text):
        return {}
    asked = {draft.asking, *(("email", "phone") if draft.asking == "contact" else ())}
    pieces = [request_amendments.without_lead(one) for one in clauses(plain(text))]
    changed = {name: value for clause in pieces for name, value in _changed(clause)}
    said = {name: _right(value) for clause in pieces for name, value in request_fields.labelled(clause)}
    amended = {} if changed or len(pieces) > 1 else request_amendments.amended(text, draft)
    if amended:
        return amended
    if changed or any(name not in asked and draft.has(name) for name in said):
        return {**said, **changed} if len(pieces) > 1 else changed or said
    return request_amendments.amended(text, draft) or _meant(plain(text), draft)


def last_said(draft: Draft, question: Question) -> list[str]:
    """Give the questions that a message without a named part may put right, the likeliest first."""
    kinds = {one.kind for one in question.entities}
    if kinds & {"city", "unknown_name"}:
        return ["organisation"]
    if "country" in kinds:
        return ["country"]
    places = list(questions())
    end = places.index(draft.asking) if draft.asking in places else len(places)
    return [name for name in reversed(places[1:end]) if draft.has(name)]


def clauses(text: str) -> list[str]:
    """Cut a message between two parts that it puts right."""
    parts = "|".join(words()["parts_named"].values())
    pattern = words()["correcting"]["next_part"].replace("{part}", f"(?:{parts})")
    return [one for one in form(pattern).split(text) if one.strip()]


def _changed(clause: str) -> Iterator[tuple[str, str]]:
    for pattern in words()["correcting"]["changes"]:
        for name, called in words()["parts_named"].items():
            found = form(pattern.replace("{part}", f"(?:{called})")).search(clause)
            if found:
                yield name, _right((found.groupdict().get("value") or "").strip())
                return


def _right(value: str) -> str:
    """Give a value without what it is not: "Anna Bianchi, not Rossi"."""
    return request_amendments.right(value)


def _meant(text: str, draft: Draft) -> Mapping[str, str]:
    """Give what "I meant Gdańsk, not Gdynia" puts right: what holds the wrong words, else what was said last."""
    if len(text) > LONGEST_MEANT:
        return {}
    for pattern in words()["correcting"]["meant"]:
        found = form(pattern).search(text)
        if found is None:
            continue
        value, wrong = found["value"].strip(EDGES), (found.groupdict().get("wrong") or "").strip(EDGES)
        if form(words()["correcting"]["article"]).match(value) and form(words()["correcting"]["article"]).match(wrong):
            value, wrong = (form(words()["correcting"]["article"]).sub("", one) for one in (value, wrong))
        held = request_amendments.holding(wrong, draft) if wrong else None
        if held is not None:
            value = without_around(held, value) if held in words()["around"] else value
            value = request_amendments.place(value) if held == "organisation" else value
            return {held: request_amendments.put(wrong, value, str(draft.answers[held]))}
        if not wrong and draft.asking not in _FREE:
            return {LAST: value}
    return {}
