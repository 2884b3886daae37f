"""Answers a practical question from its record."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import questions
from actions.reply import reply


class AnswerFaq(Action):
    """Answers a practical question from its record."""

    def name(self) -> str:
        """Return the name of the action in the domain."""
        return "action_answer_faq"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Hand the answer to the dispatcher; return the events that set the slots."""
        return reply(dispatcher, tracker, questions.faq)
