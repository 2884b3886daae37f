"""Tells whether a scheme takes applications, and until when."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import funding
from actions.reply import reply


class TellFundingDeadline(Action):
    """Tells whether a scheme takes applications, and until when."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_tell_funding_deadline"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, funding.deadline)
