"""Asks the desk what became of a request."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import handovers
from actions.reply import reply


class AskRequestStatus(Action):
    """Asks the desk what became of a request."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_ask_request_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, handovers.status)
