"""Tells what the assistant can do."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import guesses
from actions.reply import reply


class TellCapabilities(Action):
    """Tells what the assistant can do."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_tell_capabilities"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, guesses.capabilities)
