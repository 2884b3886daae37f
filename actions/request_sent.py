"""Reads what a message changes in a cooperation request that was handed over, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from actions import (
    consent_reader,
    forms,
    request_amendments,
    request_changes,
    request_contacts,
    request_corrections,
    request_fields,
    request_pieces,
    request_topics,
)
from actions.context import Question
from actions.request_amendments import ERASED
from actions.request_corrections import LAST
from actions.request_draft import ASKING, CLEARS, CONSENT, EDGES, SENT, SUMMARY, Draft, form, plain, words
from actions.request_topics import Change
from knowledge.library import Library

LONGEST, LONGEST_CONTACT = 160, 80
_ENDS = f"{EDGES}?？"
CONTACT_PARTS = ("email", "phone", "contact")
OWN_WORDS = frozenset({*CONTACT_PARTS, "role", "timeframe", "budget", "contacts"})
"""Parts that a message states of the request whenever it names them; a topic may be what is asked about next."""


@dataclass(frozen=True)
class Amendment:
    """What shall be changed in a request that is with the desk.

    Args:
        part: one of parts_named of request_form.yml; "" where the message does not say.
        value: what it shall be; "" where the message does not say.
        joins: whether it joins what stands there.
    """

    part: str
    value: str = ""
    joins: bool = False


def rows() -> Mapping[str, Any]:
    """Give what stands in request_after.yml."""
    found: Mapping[str, Any] = forms.words("request_after")
    return found


def amendment(text: str) -> Amendment | None:
    """Give what a message changes in a submitted request; None where it does not say that it does."""
    said = plain(text)
    if len(said) > LONGEST:
        return None
    found = _found("adds", said) or (None if asks_how(text) else _found("wrong", said))
    if found is not None:
        return found
    if asks_how(text):
        return None
    corrected = request_corrections.corrections(text, Draft({}, CONSENT))
    parts = [(name, value) for name, value in corrected.items() if name in words()["parts_named"]]
    return Amendment(parts[0][0], "" if parts[0][1] == ERASED else parts[0][1]) if parts else None


def _found(name: str, said: str) -> Amendment | None:
    for pattern in rows()[name]:
        for part, called in words()["parts_named"].items():
            found = form(pattern.replace("{part}", f"(?:{called})")).search(said)
            if found:
                value = (found.groupdict().get("value") or "").strip(_ENDS)
                value = form(rows()["no_words"]).sub("", value)
                return Amendment(part if "{part}" in pattern else "topic", value, name == "adds")
    return None


def said(question: Question, library: Library, draft: Draft) -> Mapping[str, Any]:
    """Give the fields of a request that was handed over with what a message makes of them; empty where it fits none.

    Args:
        question: the message.
        library: all records.
        draft: the request; all of it that was handed over.
    """
    before = _at_summary(draft)
    found: Mapping[str, Any] = {}
    if len(question.text) <= LONGEST and not question.pressed and not asks_how(question.text):
        for text in dict.fromkeys((plain(question.text), _bare(question.text))):
            found = found or _said(replace(question, text=text), library, before)
    part = awaited(draft)
    if not found and part is not None and not drops(question.text):
        found = request_changes.put_right(part, question.text, before, question, library)
    return found


def changed(draft: Draft, found: Mapping[str, Any]) -> Draft:
    """Give a request that was handed over with other fields."""
    return replace(_at_summary(draft).with_(found), stage=draft.stage, asking=draft.asking)


def _at_summary(draft: Draft) -> Draft:
    return replace(draft, stage=ASKING, asking=SUMMARY)


def _said(question: Question, library: Library, draft: Draft) -> Mapping[str, Any]:
    """Give the fields that a message puts right, adds or takes out."""
    text = question.text
    called = _found("wrong", plain(text))
    if called is not None and not called.value:
        return {}  # what it shall be is asked for
    if topics := request_topics.change(question, library, draft, only_named=True):
        return request_topics.changed(topics, question, library, draft)
    parts = {name: value for name, value in request_corrections.corrections(text, draft).items() if name != LAST}
    if set(parts) == {"name"} and _introduces(text):
        parts = {}
    said: dict[str, Any] = {}
    for name, value in sorted(parts.items(), key=lambda row: row[0] not in ("organisation", "city")):
        fields = {"contact": CONTACT_PARTS[:2]}.get(name, CLEARS.get(name, (name,)))
        gone = value == ERASED
        said |= dict.fromkeys(fields) if gone else request_changes.put_right(name, value, draft, question, library)
        said |= {} if gone else request_contacts.read(value, draft.answers.get("country"), is_sum=name == "budget")
    found = amendment(text) if not said else None
    if found is not None and not found.value:
        return said
    if found is not None:
        if found.part == "topic" and found.joins:
            return _joined_topic(found.value, question, library, draft)
        read = request_changes.joined if found.joins else request_changes.put_right
        return read(found.part, found.value, draft, question, library)
    if "organisation" in said and not said.get("country"):  # nobody asks for it again: another town, the same country
        said.pop("country", None)
    return said or _stated(question, library, draft)


def _joined_topic(value: str, question: Question, library: Library, draft: Draft) -> Mapping[str, Any]:
    """Take one more topic; the name of a city is one more wished partner."""
    about = request_pieces.about(question, value)
    if any(about.named(kind) for kind in ("city", "country", "unknown_name")):
        return request_changes.joined("partner", value, draft, question, library)
    return request_topics.changed(Change(value), question, library, draft)


def _stated(question: Question, library: Library, draft: Draft) -> Mapping[str, Any]:
    """Give the fields that a message states by their names, all of it: "our budget is 50 000"; or a contact not known.

    Nothing of a message that asks something, or that holds more than that.
    """
    text = question.text
    if consent_reader.says("question", text):
        return {}
    said: dict[str, Any] = {}
    for piece in request_corrections.clauses(text):
        name, value = next(request_fields.labelled(piece), ("", ""))
        may = (
            name in OWN_WORDS or not draft.has(name) or (name == "name" and not form(rows()["introduces"]).search(text))
        )
        found = request_changes.put_right(name, value, draft, question, library) if name and may else {}
        if not found:
            break
        said |= found
    else:
        return said
    read = request_contacts.read(text, draft.answers.get("country"))
    is_new = bool(read) and not any(name in draft.answers for name in read)
    return read if is_new and len(text) <= LONGEST_CONTACT else {}


def _introduces(text: str) -> bool:
    """Tell whether somebody says who they are, and not that the name in the request is another one."""
    is_sign = form(request_amendments.rows()["signals"]).search(text) or request_amendments.without_lead(text) != text
    return form(rows()["introduces"]).search(text) is not None and not is_sign


def _bare(text: str) -> str:
    """Give a message without its greeting, its thanks, and that there is a mistake."""
    rest = form(rows()["begins_with"]).sub("", plain(text))
    return form(rows()["ends_with"]).sub("", rest).strip() or plain(text)


def differences(before: Draft, after: Draft) -> dict[str, Any]:
    """Give the fields of a request at the desk that differ, with what they shall say; None takes one out."""
    old, new = handed(before), handed(after)
    return {name: new.get(name) for name in {**old, **new} if old.get(name) != new.get(name)}


def handed(draft: Draft) -> dict[str, Any]:
    """Give the answers as they go to the desk: the words of a topic stand in the description."""
    said = dict(draft.answers)
    written, described = said.pop("topic_words", None), said.get("description", "")
    if written and written not in described:
        said["description"] = f"{written}\n{described}".strip()
    return said


def asks_how(text: str) -> bool:
    """Tell whether a message asks whether, or how, something of it can be changed."""
    return form(words()["amending"]).search(plain(text)) is not None


def awaited(draft: Draft) -> str | None:
    """Give the part of a submitted request whose right value was asked for."""
    return draft.asking if draft.stage == SENT and draft.asking in words()["parts_named"] else None


def drops(text: str) -> bool:
    """Tell whether somebody leaves it as it is after all."""
    return form(rows()["drops"]).search(plain(text).lower()) is not None
