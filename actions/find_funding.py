"""Finds the schemes that could fit a case."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import funding_finder
from actions.reply import reply


class FindFunding(Action):
    """Finds the schemes that could fit a case."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_find_funding"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, funding_finder.find)
