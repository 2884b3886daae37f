"""Reads the fields of a cooperation request out of what a person writes; one message may fill several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from actions import request_contacts, request_pieces
from actions.context import Question
from actions.request_amendments import without_lead
from actions.request_choices import CHOICES, choice, names_place
from actions.request_draft import (
    CLEARS,
    EDGES,
    ENTITY,
    HAN,
    HELD,
    SUGGEST,
    Draft,
    form,
    plain,
    says,
    without_around,
    words,
)
from actions.request_known import before_consent
from actions.request_misplaced import bare_han_name, elsewhere, misplaced
from actions.request_people import introduced, is_organisation, organisation, person, who, without_wish
from actions.request_sides import country_of, is_short, is_wish, own_country, own_part, speaks_of_partner
from actions.request_wishes import LONGEST, free, names_choice, partner, partners, subjects, topic
from knowledge.library import Library

LONGEST_CHOICE = 32
"""Characters up to which a message is taken for an answer to another question than the open one."""

Said = dict[str, Any]


def gather(question: Question, library: Library, draft: Draft) -> Said:
    """Give all fields that a message fills; empty where it does not answer.

    Args:
        question: the message.
        library: all records.
        draft: the request so far; its open question is what an unnamed answer belongs to.
    """
    if question.pressed:
        return _pressed(question, library, draft)
    question = _revised(question)
    said = _read(question, library, draft)
    named = [
        draft.asking,
        *(part for piece in request_pieces.pieces(question.text) for part, _ in labelled(without_lead(piece))),
    ]
    named = ["organisation" if part == "city" else part for part in named]
    free_to_change = {
        "email",
        "phone",
        *(field for one in named for field in (*HELD.get(one, (one,)), *CLEARS.get(one, ()))),
    }
    kept = {name for name in said if name in free_to_change or not draft.answers.get(name)}
    if draft.asking != "consent" and "organisation" in said and "organisation" not in kept:
        kept -= {"city", "city_ref"} | (set() if draft.asking == "country" else {"country"})
    return {name: said[name] for name in said if name in kept or draft.asking == "consent"}


def _revised(question: Question) -> Question:
    """Give a message with what it begins anew only: "Gdańsk, no sorry, Kraków"."""
    found = form(words()["revision"]).search(plain(question.text))
    if found is None:
        return question
    value = found["value"].strip(EDGES)
    named = (*question.entities, *question.denied)
    return replace(question, text=value, entities=tuple(one for one in named if one.text and one.text in value))


def _read(question: Question, library: Library, draft: Draft) -> Said:
    said = _contacts(question, draft)
    pieces = request_pieces.pieces(question.text)
    if not said and request_contacts.wrong_email(question.text) and not pieces:
        return {}
    if draft.asking == "topic" and not said and _names_topics(pieces):
        return topic(question.text, question, library)
    if not said and (other := elsewhere(question, library, draft)) is not None:
        return other
    pieces = [piece for piece in pieces if not _takes_label(piece, said, question, library, draft)]
    asking = draft.asking
    if asking in ("description", "contacts"):
        return {**said, **free(asking, request_contacts.without(question.text) if said else question.text)}
    if pieces and _is_aside(question.text, asking, said):
        return said | _aside(question, library, draft)
    if asking == "name" and (name := introduced(question.text)):
        return said | {"name": name}
    if not said and (other := misplaced(question, library, draft)) is not None:
        return other
    if asking in ("organisation", "name", "contact"):
        return {**who(pieces, asking, question, library, draft, bool(said)), **said}
    if asking == "consent":
        return before_consent(question, library, draft)
    if not pieces or asking in ("summary", "change"):
        return said
    if asking == "partner" and says("suggest", question.text) and not names_choice(question):
        return said | {"partner": SUGGEST}
    if any(name in said for name in HELD.get(asking, (asking,))):  # named with its label, it is no more than that
        return said
    if said:  # a number that was read is no sum besides
        question = replace(question, text=request_contacts.without_read(question.text))
    others = _of_another(asking, question, library) if asking in (*CHOICES, "partner", "country") else {}
    if asking == "partner" and others and not names_place(question) and not names_choice(question):
        return said | others
    if asking == "country" and "country" not in others and (written := _name_of_person(question)):
        said |= {"name": written}
    return said | (one(asking, question.text, question, library, draft) or others)


def _is_aside(text: str, asking: str, said: Said) -> bool:
    """Tell whether a message says what is wished for where a fact about the writer was asked for."""
    if said or asking not in ("organisation", "country", "name", "role", "contact"):
        return False
    is_own = asking == "organisation" and without_around("organisation", text) != text.strip(EDGES)
    return is_wish(text) and not is_own and (speaks_of_partner(text) or not is_short(text))


def _aside(question: Question, library: Library, draft: Draft) -> Said:
    """Take a wish for the description, or a few words on the other side for the wished partner."""
    text = question.text.strip(EDGES)
    said: Said = choice("role", own_part(text), question, library) if draft.asking == "role" else {}
    body = without_wish(text)
    if draft.asking == "organisation" and body not in ("", text) and is_organisation(body, question):
        said |= organisation(body, question, library)
    has_more = bool(subjects(question, library)) or not is_short(text) or not speaks_of_partner(text)
    if not draft.answers.get("partner") and (not has_more or draft.answers.get("description")):
        return {**said, "partner": text[: LONGEST["partner"]]} if speaks_of_partner(text) else said
    topics = [record.ref for record in subjects(question, library)]
    return {**said, **({"topics": topics} if topics else {}), **free("description", question.text)}


def _name_of_person(question: Question) -> str | None:
    """Give the name that a message is, where it names nothing else: "Ana Ruiz"."""
    text = question.text.strip(EDGES)
    if HAN.search(text) and without_around("name", text) == text:
        return bare_han_name(text)
    return None if names_place(question) else person(text, asked=False)


def one(name: str, text: str, question: Question, library: Library, draft: Draft) -> Said:
    """Give what a text says in answer to one question."""
    if name in CHOICES:
        return choice(name, text, question, library)
    if name == "country":
        code = own_country(text, question) or country_of(text)
        return {"country": code} if code else {}
    if name == "topic":
        return topic(text, question, library)
    if name == "partner":
        return partner(text, question, library, draft)
    if name in ("organisation", "city"):
        return organisation(text, question, library)
    if name == "name":
        return {"name": shown} if (shown := person(text, asked=True)) else {}
    if name in ("contact", "email", "phone"):
        return _contacts(question, draft)
    return free(name, text)


def _pressed(question: Question, library: Library, draft: Draft) -> Said:
    value = next(iter(question.named(ENTITY)), "")
    if draft.asking == "topic":
        return {"topics": [value]} if library.get(value) is not None else {}
    if draft.asking == "partner":
        record = library.get(value)
        return {"partner": SUGGEST} if value == SUGGEST else partners([record], question) if record else {}
    return {draft.asking: value} if value else {}


def _contacts(question: Question, draft: Draft) -> Said:
    country = draft.answers.get("country")
    return {**request_contacts.read(question.text, country, is_sum=draft.asking == "budget")}


def _names_topics(pieces: list[str]) -> bool:
    """Tell whether an answer holds no other part by its label: "topics: water, energy"."""
    return {name for piece in pieces for name, _ in labelled(without_lead(piece))} <= {"topic"}


def _takes_label(piece: str, said: Said, question: Question, library: Library, draft: Draft) -> bool:
    """Take "name: Anna Rossi" for what it names."""
    for name, value in labelled(without_lead(piece)):
        if name == "contact" and "name" not in said and (shown := person(value, asked=False)):
            said["name"] = shown
        if name in ("email", "phone", "contact"):
            return True  # without the address or number, which was read before, only the label is left
        found = one(name, value, question, library, draft)
        said.update({key: kept for key, kept in found.items() if key not in said})
        return bool(found)
    # Only beside an address or a number is it a label without a value; "municipality" alone is an answer.
    return bool(said) and re.fullmatch("|".join(words()["parts_named"].values()), piece.lower()) is not None


def labelled(piece: str) -> Iterator[tuple[str, str]]:
    """Give the part that a piece of a message names, with its value."""
    for pattern in words()["correcting"]["says"]:
        for name, called in words()["parts_named"].items():
            found = form(pattern.replace("{part}", f"(?:{called})")).search(plain(piece))
            if found:
                yield name, found["value"].strip(EDGES)
    for name, label in words()["joined"].items():
        found = form(words()["joined_value"].replace("{label}", label)).search(plain(piece))
        if found:
            yield name, found["value"].strip(EDGES)


def _of_another(asking: str, question: Question, library: Library) -> Said:
    """Give what a short message says in answer to another question than the open one: "next year" for the budget."""
    if len(question.text) > LONGEST_CHOICE or not re.search(r"[^\W\d]", question.text):
        return {}
    names = [name for name in CHOICES if name != asking and not (name == "role" and asking == "partner")]
    found = next(
        (said for name in names if (said := choice(name, question.text, question, library, asked=False))), None
    )
    if found or asking == "partner":
        return found or {}
    codes = [code] if (code := own_country(question.text, question)) else []
    topics = [record.ref for record in subjects(question, library)]
    return {"country": codes[0]} if codes else {"topics": topics} if topics else {}
