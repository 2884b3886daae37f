"""Finds the cluster that fits a topic."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import continuation
from actions.reply import reply


class FindCluster(Action):
    """Finds the cluster that fits a topic."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_find_cluster"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, continuation.cluster)
