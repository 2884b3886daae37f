"""Tells whether a programme still runs, when it ended and what came after it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import programmes
from actions.reply import reply


class TellProgrammeStatus(Action):
    """Tells whether a programme still runs, when it ended and what came after it."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_tell_programme_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, programmes.status)
