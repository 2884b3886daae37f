"""The compact state of a conversation: everything the next turn needs, and no history beyond a short tail.

"The last N events" would lose an active form. So the state is one slot value per slot that is not at its default,
the active loop, and a short tail of events cut at a user message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from actions import overall

VERSION = 1
TAIL = 12
KEPT_PARSE_DATA = ("intent", "entities", "text")
State = dict[str, Any]
EMPTY: State = {"version": VERSION, "slots": {}, "loop": None, "tail": []}
"""A conversation in which nothing has been said."""

UNKNOWN_NAME, OF_CITY = "unknown_name", "ask_city"
"""Kind of a place without a record, and how the intents begin that ask about a city."""
WIDE = frozenset({overall.WHOLE, overall.RESULTS})
"""Guides of the answers that leave what was spoken of."""
LIST = 3
"""Records from which on an answer is a list, and about none of them."""


def compact(tracker: DialogueStateTracker) -> State:
    """Reduce a tracker to its compact state.

    Args:
        tracker: the tracker after a turn.

    Returns:
        JSON-ready state; `restore` gives a tracker that goes on in the same way.
    """
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value != slot.initial_value and name != "session_started_metadata"
    }
    loop = tracker.active_loop.name if tracker.active_loop else None
    return {"version": VERSION, "slots": slots, "loop": loop, "tail": [_as_json(e) for e in _tail(tracker)]}


def restore(state: State | None, turn_id: str, domain: Domain) -> DialogueStateTracker:
    """Build the tracker that a turn begins with.

    Args:
        state: what `compact` gave after the turn before; None for a new conversation.
        turn_id: becomes the sender id, so that nothing of two turns can meet.
        domain: the model's domain; slots it no longer has are dropped.

    Raises:
        ValueError: the state is of another version.
    """
    state = EMPTY if state is None else state
    if state.get("version") != VERSION:
        raise ValueError(f"conversation state of version {state.get('version')!r}; this brain reads {VERSION}")
    known = {slot.name for slot in domain.slots}
    events: list[Event] = [SessionStarted()]
    events += [SlotSet(name, value) for name, value in state["slots"].items() if name in known]
    if state["loop"]:
        events.append(ActiveLoop(state["loop"]))
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    tail = [Event.from_parameters(parameters) for parameters in state["tail"]]
    events += [e for e in tail if e is not None and not (isinstance(e, SlotSet) and e.key not in known)]
    return DialogueStateTracker.from_events(turn_id, events, domain.slots, domain=domain)


def _tail(tracker: DialogueStateTracker) -> list[Event]:
    events = [event for event in tracker.applied_events() if not isinstance(event, BotUttered)]
    last = events[-TAIL:]
    starts = [index for index, event in enumerate(last) if isinstance(event, UserUttered)]
    if starts:
        return last[starts[0] :]
    # A single turn longer than the tail: keep it whole, a cut inside a turn would change the next prediction.
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    return events[starts[-1] :] if starts else []


def _as_json(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = event.as_dict()
    data.pop("metadata", None)
    if isinstance(event, UserUttered):
        data["parse_data"] = {key: data["parse_data"].get(key) for key in KEPT_PARSE_DATA}
    return data


def spoken_of(spoken: list[str], before: str | None, slots: Mapping[str, Any]) -> str | None:
    """Give the record that "it" means after an answer: the first it was about; none after a list of several.

    After a question on a place without a record, "they" are of that place, and not of a record that names it.

    Args:
        spoken: refs of the records of the answer, in their order.
        before: ref of the record that was spoken of before the answer.
        slots: what the conversation remembers after the answer.
    """
    last, shown = slots.get("last_intent") or {}, slots.get("shown") or []
    if {row["value"] for row in last.get("entities") or ()} & WIDE:
        return None
    if not spoken:
        return before
    rows = last.get("entities") or ()
    of_place = str(last.get("intent") or "").startswith(OF_CITY)
    if of_place and rows and all(row["entity"] == UNKNOWN_NAME for row in rows):
        return None
    named = {row["value"] for row in rows}
    listed = len(shown) >= LIST and spoken[0] in shown and spoken[0] not in named and not last.get("told")
    return None if listed else spoken[0]
