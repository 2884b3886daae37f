"""Says what is not known here, and what is."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import guesses
from actions.reply import reply


class OutOfScope(Action):
    """Says what is not known here, and what is."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_out_of_scope"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, guesses.out_of_scope)
