"""Tells how old the last answer is."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import provenance
from actions.reply import reply


class TellFreshness(Action):
    """Tells how old the last answer is."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_tell_freshness"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, provenance.freshness)
