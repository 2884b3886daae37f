"""What a short question asks of a programme or a pilot: who paid, who led it, what came of it, whether it goes on."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.library import Library
from knowledge.records import Record
from nlu.normalise import is_han
from nlu.own_questions import STAND_IN, without_names
from nlu.plain_words import settled_intent
from nlu.question_index import Hit
from nlu.reading import Reading
from nlu.understanding import ASK_FACT, ASK_FAQ, SURE, Understanding

PREFIX = "aspect:"
"""How `Understanding.asks` begins where a message asks for one of these."""
KEPT = frozenset({"topic", "theme", "method", "role", "policy", "ordinal", "country"})
"""Kinds of names whose words stand in these questions too: training, dialogue, leader, the EU."""


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("aspects.yml"))
    return rows


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Give aspect, language and pattern of each form."""
    rows = _rows()
    found: list[tuple[str, str, re.Pattern[str]]] = []
    for name, forms in rows["forms"].items():
        for form in forms:
            language = "zh" if any(map(is_han, form)) else "en"
            found.append((name, language, whole_form(form.replace("{it}", rows["it"][language]), language)))
    return tuple(found)


def whole_form(form: str, language: str) -> re.Pattern[str]:
    """Give the pattern of whole questions of a form, with what may stand before and after it without changing it."""
    rows = _rows()
    return re.compile(f"{rows['before'][language]}(?:{form}){rows['after'][language]}")


@lru_cache(maxsize=1)
def _other() -> re.Pattern[str]:
    return re.compile(_rows()["other"])


def aspect_of(text: str) -> str | None:
    """Give the aspect that a normalised question asks for, with "it" in the place of the name; None for another.

    Args:
        text: the whole message.
    """
    language = "zh" if any(map(is_han, text)) else "en"
    for name, spoken, form in _forms():
        if spoken == language and form.match(text):
            elsewhere = _other().search(text) and name not in _rows()["other_allowed"]
            return None if elsewhere else name
    return None


def asked(reading: Reading, about: Record | None, library: Library) -> tuple[Record, str] | None:
    """Give the record and the aspect that a message asks for, if it asks for nothing else.

    Args:
        reading: the message; what it names goes before what was spoken of.
        about: the record that the last answer was about.
        library: all records.
    """
    rows = _rows()
    about = library.get(rows["stands_for"].get(about.ref, about.ref)) if about is not None else None
    named = {one.value for one in reading.mentions if one.entity not in KEPT}
    record = library.get(next(iter(named))) if len(named) == 1 else None if named else about
    if record is None or record.kind not in rows["kinds"] or record.status != "published" or settled_intent(reading):
        return None
    name = aspect_of(_plain(reading, record))
    followed = about is not None and record.ref == about.ref
    return (record, rows["as"].get(name, name)) if name and (followed or name in rows["named"]) else None


def _plain(reading: Reading, record: Record) -> str:
    """Put "it" in the place of the name of a record."""
    text = reading.normalised.text
    stand_in = STAND_IN["zh" if any(map(is_han, text)) else "en"]
    places = sorted({(one.start, one.end) for one in reading.mentions if one.value == record.ref}, reverse=True)
    for start, end in places:
        text = text[:start] + stand_in + text[end:]
    return without_names(text, record).strip()


@lru_cache(maxsize=1)
def _documents() -> tuple[tuple[frozenset[str], frozenset[str], str, re.Pattern[str]], ...]:
    """Give the records spoken of, those that may be named, the FAQ and a pattern of the questions that it answers."""
    rows = _rows()
    found: list[tuple[frozenset[str], frozenset[str], str, re.Pattern[str]]] = []
    for document in rows["documents"].values():
        for faq, forms in document["answers"].items():
            for form in forms:
                language = "zh" if any(map(is_han, form)) else "en"
                whole = whole_form(form.replace("{doc}", rows["doc"][language]), language)
                found.append((frozenset(document["about"]), frozenset(document["named"]), faq, whole))
    return tuple(found)


def on_a_document(reading: Reading, about: Record | None, library: Library) -> str | None:
    """Give the FAQ that answers a short question on a document: the one named, else the one last spoken of.

    Args:
        reading: the message.
        about: the record that the last answer was about.
        library: all records.
    """
    named = {one.value for one in reading.mentions if one.entity not in KEPT - {"method"}}
    record = library.get(next(iter(named))) if len(named) == 1 else None if named else about
    if record is None:
        return None
    text = _plain(reading, record)
    for spoken, may_be_named, faq, form in _documents():
        if record.ref in (may_be_named if named else spoken) and form.match(text):
            return faq if library.get(faq) else None
    return None


def answered_by(result: Understanding, faq: str) -> Understanding:
    """Give what a message wants as a practical question that a FAQ answers."""
    others = tuple(hit for hit in result.hits if hit.ref != faq)
    return Understanding(ASK_FAQ, 1.0, SURE, result.candidates, (Hit(faq, None, 1.0, ""), *others))


def understood(result: Understanding, record: Record, aspect: str) -> Understanding:
    """Give what a message wants as a question for one aspect of a record."""
    whole = Hit(record.ref, None, 1.0, "")
    return Understanding(ASK_FACT, 1.0, SURE, result.candidates, (whole, *result.hits[:3]), PREFIX + aspect)
