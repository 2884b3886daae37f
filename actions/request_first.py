"""Reads a first message that hands in a cooperation request with all, or much, of what the form asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from actions import forms, request_contacts, request_fields, request_pieces
from actions.context import Question
from actions.moves import Move
from actions.request_choices import choice
from actions.request_draft import EDGES, HAN, INTENT, Draft, form, plain, without_around, words
from actions.request_misplaced import is_topic
from actions.request_people import MOST_WORDS_OFFICE, is_organisation, organisation, person
from actions.request_sides import MOST_WORDS, country_of, is_wish
from actions.request_wishes import topics_named
from knowledge.library import Library

_SPLIT = re.compile(
    r",(?!\d{3}\b)|[，;；。\n]+|\.\s+(?-i:(?=[A-Z]))|(?<=[a-z])!\s+|\s+and\s+(?=(?:we|i|are|would|want|look|looking|search)\b)",
    re.IGNORECASE,
)
ENOUGH = 2
"""Labelled answers, the topic or the partner among them, with which a message is a request that does not say so."""
Said = dict[str, Any]


def _rows() -> Mapping[str, Any]:
    rows: Mapping[str, Any] = forms.words("request_first")
    return rows


@dataclass
class _Reading:
    """What was read so far.

    Args:
        question: the message.
        library: all records.
        draft: the request before it.
        said: the fields.
        topics: names of topics as they were written.
        left: pieces that no field has taken.
        last: the part that the piece before was read as.
    """

    question: Question
    library: Library
    draft: Draft
    said: Said
    topics: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    last: str = ""

    def take(self, name: str, value: str) -> bool:
        """Take the answer to one question; tell whether there is one."""
        about = request_pieces.about(self.question, value)
        if name == "topic":
            listed = request_pieces.topics(value)
            self.topics += listed or [value]
            return True
        found = request_fields.one(name, value, about, self.library, self.draft)
        self.said = {**found, **self.said}
        return bool(found)


def at_once(question: Question, library: Library, draft: Draft) -> Said:
    """Give the fields that the message with the wish names: organisation, name, contact, topic, partner, time."""
    if question.pressed or not begins(question.text):
        return {}
    text = _without_introduction(question.text)
    said: Said = {**request_contacts.read(text, draft.answers.get("country"))}
    reading = _Reading(question, library, draft, said)
    for piece in _pieces(text):
        reading.last = _read(piece, reading)
    said = reading.said
    if reading.topics:
        said |= topics_named(list(dict.fromkeys(reading.topics)), question, library)
    if said.get("city_ref") in (draft.answers.get("partner_refs") or ()) and "partner" not in said:
        said |= {"partner": "", "partner_refs": []}  # the one city that the message names is the writer's own
    said["description"] = "\n".join(reading.left)  # what no field has taken: a contact is no part of it
    return said


def _read(piece: str, reading: _Reading) -> str:
    """Read one piece, and give the part that it was read as."""
    for name, value in _labelled(piece):
        if name == "contact" and (shown := person(value, asked=False)):
            reading.said.setdefault("name", shown)
        elif name not in ("contact", "email", "phone"):
            reading.take(name, value)
        return name
    if _is_label(piece) or form(_rows()["only_wish"]).search(plain(piece)):
        return ""
    about = request_pieces.about(reading.question, piece)
    if wished := _wish(piece, reading):
        return wished
    if "timeframe" not in reading.said and form(_rows()["begins_when"]).search(piece):
        reading.said |= choice("timeframe", piece, about, reading.library)
        return "timeframe"
    for name, taken in (("organisation", _body(piece, about, reading)), ("name", _person(piece, about, reading))):
        if taken:
            return name
    listed = request_pieces.topics(piece)
    if listed and (reading.last == "topic" or all(is_topic(one, about, reading.library) for one in listed)):
        reading.topics += listed
        return "topic"
    reading.left.append(piece)
    return ""


def _wish(piece: str, reading: _Reading) -> str:
    """Take whom a piece wishes for, and what it is about."""
    for pattern in _rows()["wishes"]:
        found = form(pattern).search(plain(piece))
        if found is None or "partner" in reading.said:
            continue
        if topic := found.groupdict().get("topic"):
            reading.take("topic", topic)
        return "partner" if reading.take("partner", found["partner"].strip(EDGES)) else ""
    return ""


def _body(piece: str, about: Question, reading: _Reading) -> bool:
    """Take the name of an organisation that stands alone: "City of Lyon, …", and what of it stands behind."""
    own = without_around("organisation", piece)
    longest = MOST_WORDS_OFFICE if own != piece.strip(EDGES) else MOST_WORDS  # said to be the own, it may be longer
    if len(own.split()) > longest and not HAN.search(piece):
        return False
    if is_wish(piece) or not is_organisation(piece, about) or is_topic(piece, about, reading.library):
        return False
    if "organisation" in reading.said:
        joins = reading.last == "organisation"
        if joins:
            reading.said["organisation"] = f"{reading.said['organisation']}, {piece}"
        return joins
    reading.said |= organisation(piece, about, reading.library)
    return "organisation" in reading.said


def _person(piece: str, about: Question, reading: _Reading) -> bool:
    """Take the name of a person that stands alone."""
    if "name" in reading.said or is_topic(piece, about, reading.library) or country_of(piece) is not None:
        return False
    if HAN.search(piece):
        full = form(words()["name_in_han"]).fullmatch(piece)
        name = piece if full and not form(request_pieces.rows()["never_name_end"]).search(piece) else None
    else:
        name = person(piece, asked=False)
    if name:
        reading.said["name"] = name
    return bool(name)


def _pieces(text: str) -> list[str]:
    rest = request_contacts.without_read(text)
    found = [piece for part in _SPLIT.split(rest) if part and re.search(r"\w", piece := part.strip(EDGES))]
    return [part for piece in found for part in request_pieces.apart(piece)]


def _labelled(piece: str) -> Iterator[tuple[str, str]]:
    """Give the part that a piece names; a first message often has the label right before its value: "topic water"."""
    yield from request_fields.labelled(piece)
    for name, label in _rows()["labels"].items():
        found = form(_rows()["labelled"].replace("{label}", label)).search(plain(piece))
        if found:
            yield name, found["value"].strip(EDGES)


def _without_introduction(text: str) -> str:
    for pattern in _rows()["introduction"]:
        rest = form(pattern).sub("", plain(text), count=1)
        if rest != plain(text) and re.search(r"\w", rest):
            return rest
    return plain(text)


@lru_cache(maxsize=256)
def begins(text: str) -> bool:
    """Tell whether a message hands in a request with a contact or a labelled answer, in words or by its answers."""
    said = plain(text)
    if form(_rows()["never"]).search(said):
        return False
    has_contact = bool(request_contacts.read(text, None))
    said_so = any(form(one).search(said) for one in _rows()["begins"])
    if not (has_contact or said_so):
        return False
    pieces = _pieces(_without_introduction(text))
    labels = {name for piece in pieces for name, _ in _labelled(piece)}
    if said_so:
        return has_contact or bool(labels) or any(map(_says_body, pieces))
    return len(labels) >= ENOUGH and bool(labels & {"topic", "partner"})


def _says_body(piece: str) -> bool:
    """Tell whether a piece says for whom it is written: "we're the city of Tartu", 我们是宁波大学."""
    own = without_around("organisation", piece)
    return own != piece.strip(EDGES) and form(words()["organisation_words"]).search(own) is not None


def _is_label(piece: str) -> bool:
    """Tell whether a piece is what was left of "e-mail a@b.eu"."""
    return form("|".join(f"(?:{one})" for one in words()["parts_named"].values())).fullmatch(plain(piece)) is not None


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message may begin a request, saying who can be reached, or searches for a partner."""
    return begins(text) or _plainly(text) or _searches(text)


def _plainly(text: str) -> bool:
    """Tell whether a message wishes to hand in a request, however it asks how."""
    return any(form(one).search(plain(text).lower()) for one in _rows()["plainly"])


def _searches(text: str) -> bool:
    return any(form(one).search(plain(text)) for one in words()["searches"])


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Begin a request with a message that says so, whatever else it holds; a search is no request yet."""
    return Move(INTENT if begins(question.text) or _plainly(question.text) else "find_partner")
