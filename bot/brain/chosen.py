"""A choice among what was listed last, spelt out before the message is understood."""

from __future__ import annotations

from dataclasses import replace

from actions import request_draft
from bot.brain.turns import TurnRequest
from nlu import generation
from nlu.picks import spelt_out


def with_name(request: TurnRequest) -> TurnRequest:
    """Return the request with "the second one's partner" as a question about the city that was listed second."""
    state = request.state or {}
    slots = state.get("slots") or {}
    refs = slots.get("shown") or []
    if request.do is not None or not refs or request_draft.waits(slots):  # "as the third topic" is of the form
        return request
    now = generation.current()
    found = [now.library.get(ref) for ref in refs]
    shown = [record for record in found if record is not None and record.status == "published"]
    about = now.library.get(state["about"]) if state.get("about") else None
    text = spelt_out(request.text, shown, about, now.reader.gazetteer)
    return request if text is None else replace(request, text=text)
