"""Tells how much a scheme pays."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import funding
from actions.reply import reply


class TellFundingAmount(Action):
    """Tells how much a scheme pays."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_tell_funding_amount"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, funding.amount)
