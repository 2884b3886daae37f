"""Tells in which programmes and rounds a city took part."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import several
from actions.reply import reply


class TellCityPilot(Action):
    """Tells in which programmes and rounds a city took part."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_tell_city_pilot"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, several.pilot)
