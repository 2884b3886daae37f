"""What a person adds to a cooperation request beside its questions, and what a first message says of it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from actions import request_contacts, request_fields
from actions.context import Question
from actions.moves import Move
from actions.request_choices import choice
from actions.request_draft import EDGES, INTENT, Draft, form, plain, says, words
from actions.request_people import is_organisation, organisation, person
from actions.request_sides import is_short, is_wish
from actions.request_wishes import LONGEST
from knowledge.library import Library

_SPLIT = re.compile(r"[,，;；。\n]+|\.\s+(?=[A-Z])")
Said = dict[str, Any]


def added(text: str) -> str:
    """Give what a message adds to the wish ("I want to add: …"); empty where it adds nothing."""
    found = next((hit for one in words()["adds"] if (hit := form(one).search(plain(text)))), None)
    return found["value"].strip() if found else ""


def only_suggest(text: str) -> bool:
    """Tell whether a message asks for a suggestion and says nothing else."""
    return says("suggest", text) and not re.search(r"\w", form(words()["commands"]["suggest"][1]).sub("", _bare(text)))


def _bare(text: str) -> str:
    return form(words()["commands"]["suggest"][0]).sub("", plain(text))


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
        for name, value in _labelled(piece):
            about = _only_named(value, question)
            if name == "contact" and (shown := person(value, asked=False)):
                said.setdefault("name", shown)
            said = {**request_fields.one(name, value, about, library, draft), **said}
            break
    return said


def _only_named(text: str, question: Question) -> Question:
    """Give the question with what a part of it names, so that no other part gives it a place or a topic."""
    return replace(question, text=text, entities=tuple(one for one in question.entities if one.text in text))


def _pieces(text: str) -> list[str]:
    rest = request_contacts.without_read(text)
    return [piece for part in _SPLIT.split(rest) if part and re.search(r"\w", piece := part.strip(EDGES))]


def at_once(question: Question, library: Library, draft: Draft) -> Said:
    """Give the fields that the message with the wish names: organisation, name, contact, topic, partner, time."""
    if question.pressed or not begins(question.text):
        return {}
    text = form(words()["introduction"]).sub("", plain(question.text))
    said = _named(replace(question, text=text), library, draft)
    left = []
    for piece in _pieces(text):
        before = dict(said)
        wish = form(words()["wishes_for"]).search(plain(piece))
        about = _only_named(piece, question)
        if wish and "partner" not in said:
            value = wish["value"] or wish["name"]
            said |= request_fields.one("partner", value, about, library, draft)
        if "timeframe" not in said and form(words()["begins_when"]).search(piece):
            said |= choice("timeframe", piece, about, library)
        is_new = said != before or _takes_bare(piece, said, about, library)
        is_left = not is_new and not form(words()["introduces"]).search(plain(piece))
        if is_left and next(_labelled(piece), None) is None and not _is_label(piece):
            left.append(piece)
    said["description"] = "\n".join(left)  # what no field has taken: a contact is no part of it
    return said


def _takes_bare(piece: str, said: Said, about: Question, library: Library) -> bool:
    """Take the name of an organisation that stands alone: "City of Lyon, …"."""
    if "organisation" in said or not is_short(piece) or is_wish(piece) or not is_organisation(piece, about):
        return False
    said |= organisation(piece, about, library)
    return "organisation" in said


def _labelled(piece: str) -> Iterator[tuple[str, str]]:
    """Give the part that a piece names; a first message often has the label right before its value: "topic water"."""
    yield from request_fields.labelled(piece)
    for name, label in words()["joined_at_once"].items():
        found = form(rf"^(?:{label})\s+(?P<value>.+)$").search(plain(piece))
        if found:
            yield name, found["value"].strip(EDGES)


def begins(text: str) -> bool:
    """Tell whether a message hands in a request with a contact or a labelled answer, in words."""
    if not any(form(one).search(plain(text)) for one in words()["begins"]):
        return False
    return bool(request_contacts.read(text, None)) or any(
        next(request_fields.labelled(piece), None) for piece in _pieces(text)
    )


def _is_label(piece: str) -> bool:
    """Tell whether a piece is what was left of "e-mail a@b.eu"."""
    return form("|".join(f"(?:{one})" for one in words()["parts_named"].values())).fullmatch(plain(piece)) is not None


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message may begin a request, saying who can be reached, or searches for a partner."""
    return begins(text) or _searches(text)


def _searches(text: str) -> bool:
    return any(form(one).search(plain(text)) for one in words()["searches"])


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Begin a request with a message that says so, whatever else it holds; a search is no request yet."""
    return Move(INTENT if begins(question.text) else "find_partner")
