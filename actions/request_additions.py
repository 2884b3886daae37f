"""What a person adds to a cooperation request beside its questions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions import request_contacts, request_fields, request_pieces
from actions.context import Question
from actions.request_draft import EDGES, Draft, form, plain, words
from actions.request_people import person
from actions.request_wishes import LONGEST
from knowledge.library import Library

_SPLIT = re.compile(r"[,，;；。\n]+|\.\s+(?=[A-Z])")
Said = dict[str, Any]


def added(text: str) -> str:
    """Give what a message adds to the wish ("I want to add: …"); empty where it adds nothing."""
    found = next((hit for one in words()["adds"] if (hit := form(one).search(plain(text)))), None)
    return found["value"].strip() if found else ""


def supplement(question: Question, library: Library, draft: Draft) -> Said:
    """Give what an addition changes: the fields it names, else the description with its words."""
    text = added(question.text)
    said = _named(replace(question, text=text), library, draft)
    if said:
        return said
    before = draft.answers.get("description")
    joined = "\n".join(part for part in (before, text) if part)
    return {"description": joined[: LONGEST["description"]]}


def _named(question: Question, library: Library, draft: Draft) -> Said:
    """Give the fields that a message names, piece by piece."""
    said: Said = {**request_contacts.read(question.text, draft.answers.get("country"))}
    for piece in _pieces(question.text):
        for name, value in request_fields.labelled(piece):
            about = request_pieces.about(question, value)
            if name == "contact" and (shown := person(value, asked=False)):
                said.setdefault("name", shown)
            said = {**request_fields.one(name, value, about, library, draft), **said}
            break
    return said


def _pieces(text: str) -> list[str]:
    rest = request_contacts.without_read(text)
    return [piece for part in _SPLIT.split(rest) if part and re.search(r"\w", piece := part.strip(EDGES))]
