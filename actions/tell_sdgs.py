"""Tells the Sustainable Development Goals that matter, or about one of them."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import themes
from actions.reply import reply


class TellSdgs(Action):
    """Tells the Sustainable Development Goals that matter, or about one of them."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_tell_sdgs"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, themes.sdgs)
