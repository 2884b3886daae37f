"""Tells how many people live in a city."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import several
from actions.reply import reply


class TellCityPopulation(Action):
    """Tells how many people live in a city."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_tell_city_population"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, several.population)
