"""Suggests partner cities, with reasons."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import suggestions
from actions.reply import reply


class FindPartner(Action):
    """Suggests partner cities, with reasons."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_find_partner"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, suggestions.partner)
