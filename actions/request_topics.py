"""Changes the topics of a cooperation request one by one: a topic joins the others, takes the place of one, or goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import context, request_pieces
from actions import subjects as known_subjects
from actions.context import Question
from actions.request_draft import CONSENT, EDGES, HAN, Draft, form, plain, words
from actions.request_wishes import joined, subjects, topic_words
from knowledge.library import Library
from knowledge.records import Record, Text

LONGEST_CHANGE = 80
MOST_WORDS, MOST_HAN = 6, 14
"""Up to here words without "topic" beside them are the name of one, and no sentence."""

Said = dict[str, Any]


@lru_cache(maxsize=1)
def rows() -> dict[str, Any]:
    """Give what stands in request_topics.yml."""
    loaded: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("request_topics.yml").read_text("utf-8"))
    return loaded


@dataclass(frozen=True)
class Change:
    """What a message does to the topics.

    Args:
        adds: words of the topic that joins; empty: none.
        removes: words of the topic that goes; empty: none.
    """

    adds: str = ""
    removes: str = ""


def change(question: Question, library: Library, draft: Draft, only_named: bool = False) -> Change | None:
    """Give how a message changes the topics that are held; None where it does not.

    Args:
        question: the message.
        library: all records.
        draft: the request so far.
        only_named: a subject that just stands there ("and tourism") is none to be added.
    """
    text = form(rows()["lead"]).sub("", plain(question.text)).strip(EDGES)
    may = draft.has("topic") and draft.asking not in (CONSENT, "topic") and not question.pressed
    if not may or not text or len(text) > LONGEST_CHANGE or text.endswith(("?", "？")):
        return None
    for found in _found("replaces", text):
        one = Change(_bare(found["value"]), _bare(found["wrong"]))
        if one.adds and _is_held(one.removes, library, draft):
            return one
    for found in _found("removes", text):
        if _is_held(_bare(found["value"]), library, draft):
            return Change(removes=_bare(found["value"]))
    return _added(text, question, library, only_named)


def _added(text: str, question: Question, library: Library, only_named: bool) -> Change | None:
    named = next((_bare(found["value"]) for found in _found("adds_named", text)), "")
    if named:
        return Change(adds=named)
    for found in () if only_named else _found("adds", text):
        value = _bare(found["value"])
        if value and _is_name(value) and _is_subject(value, question, library):
            return Change(adds=value)
    return None


def _found(name: str, text: str) -> list[re.Match[str]]:
    part = f"(?:{words()['parts_named']['topic']})"
    hits = [form(one.replace("{part}", part)).search(text) for one in rows()[name]]
    return [hit for hit in hits if hit]


def _bare(value: str) -> str:
    return form(rows()["edges"]).sub("", value.strip(EDGES)).strip(EDGES)


def _is_name(value: str) -> bool:
    return len(HAN.findall(value)) <= MOST_HAN if HAN.search(value) else len(value.split()) <= MOST_WORDS


def _is_subject(value: str, question: Question, library: Library) -> bool:
    about = request_pieces.about(question, value)
    if any(about.named(kind) for kind in ("city", "country", "unknown_name", "programme", "funding")):
        return False
    return bool(subjects(about, library) or known_subjects.read(about))


def _held(value: str, library: Library, draft: Draft) -> list[Record]:
    """Give the records among the topics that words name."""
    held = context.records(library, list(draft.answers.get("topics") or ()))
    called = [one for one in held if _names(value, one)]
    keys = {one.key for one in known_subjects.of_words([Text(value, value)])}
    return called or [one for one in held if keys & {each.key for each in known_subjects.of_words(_names_of(one))}]


def _names(value: str, record: Record) -> bool:
    names = [*record.names.en, *record.names.zh]
    return any(value.casefold() in name.casefold() or name.casefold() in value.casefold() for name in names)


def _names_of(record: Record) -> list[Text]:
    return [Text(record.names.en[0], record.names.zh[0])]


def _is_held(value: str, library: Library, draft: Draft) -> bool:
    written = str(draft.answers.get("topic_words") or "")
    return bool(value) and (value.casefold() in written.casefold() or bool(_held(value, library, draft)))


def changed(one: Change, question: Question, library: Library, draft: Draft) -> Said:
    """Give the topics, and their words, after a change; the description stays as it is."""
    before = list(draft.answers.get("topics") or ())
    written = _pieces(str(draft.answers.get("topic_words") or ""))
    was_written = bool(written)
    if not written:
        named = context.records(library, before)
        written = [record.names.in_(str(question.slots.get("language")))[0] for record in named]
    if one.removes:
        gone = _held(one.removes, library, draft)
        before = [ref for ref in before if ref not in [record.ref for record in gone]]
        written = [each for each in written if not _speaks_of(each, one.removes, gone)]
    refs = []
    if one.adds:
        refs = [record.ref for record in subjects(request_pieces.about(question, one.adds), library)]
        was_written = was_written or bool(topic_words(one.adds, refs, library))
        written = list(dict.fromkeys([*written, one.adds]))
    topics = list(dict.fromkeys([*before, *refs]))
    return {"topics": topics, "topic_words": joined(written) if was_written or not topics else ""}


def _pieces(text: str) -> list[str]:
    return [one for one in form(rows()["between"]).split(text) if one]


def _speaks_of(words_: str, removed: str, gone: list[Record]) -> bool:
    told, other = words_.casefold(), removed.casefold()
    return other in told or told in other or any(_names(words_, record) for record in gone)
