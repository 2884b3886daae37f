"""Reads what a part of a cooperation request shall be instead, as the form would take it for an answer."""

from __future__ import annotations

from typing import Any

from actions import (
    request_contacts,
    request_corrections,
    request_fields,
    request_people,
    request_pieces,
    request_wishes,
)
from actions.context import Question
from actions.request_corrections import LAST
from actions.request_draft import EDGES, SUGGEST, Draft
from knowledge.library import Library

JOINS = {"partner": ", ", "contacts": "\n", "description": "\n"}
"""Parts that more words join, with what stands between."""
Said = dict[str, Any]


def put_right(name: str, value: str, draft: Draft, question: Question, library: Library) -> Said:
    """Give what one part of a correction says; empty where the form would not take it.

    Args:
        name: of the part, one of parts_named of request_form.yml, or LAST.
        value: what it shall be; empty where the message does not say.
        draft: the request so far.
        question: the message.
        library: all records.
    """
    if not value:
        return {}
    if name not in ("email", "phone", "contact"):
        value = request_contacts.without_read(value).strip(EDGES)
    part = request_pieces.about(question, value)
    if name == "city":
        return request_people.moved(value, part, library, draft)
    names = request_corrections.last_said(draft, part) if name == LAST else [name]
    found = next((said for one in names if (said := request_fields.one(one, value, part, library, draft))), {})
    if "organisation" in found:  # what was known of the place before is no longer so
        return {"city": "", "country": request_people.home_of(str(found["organisation"]), draft), **found}
    if "topics" in found or "topic" in names:
        topics = found.get("topics", [])
        written = request_wishes.topic_words(value, topics, library) if topics else {}
        return {**found, "topics": topics, **written}
    return dict(found)


def joined(name: str, value: str, draft: Draft, question: Question, library: Library) -> Said:
    """Give what one part says with something more; as `put_right` where nothing stands there, or nothing can join."""
    found = put_right(name, value, draft, question, library)
    before = str(draft.answers.get(name) or "")
    if name not in JOINS or not found.get(name) or before in ("", SUGGEST):
        return found
    refs = [*draft.answers.get("partner_refs", ()), *found.get("partner_refs", ())]
    more = {"partner_refs": list(dict.fromkeys(refs))} if name == "partner" and refs else {}
    return {**found, name: f"{before}{JOINS[name]}{found[name]}", **more}
