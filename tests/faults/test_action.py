"""An action that raises is an error of its turn, and what the person wrote does not reach the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from rasa_sdk import Action
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from bot import logs
from bot.brain import collector
from bot.brain.endpoint import InProcessActions
from bot.brain.metrics import BrainMetrics

SECRET = "my password is swordfish"  # noqa: S105


class FailingAction(Action):
    """An action with a fault that quotes what was said."""

    failure: type[Exception] = ValueError

    def name(self) -> str:
        """Its name."""
        return "action_with_a_fault"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Break."""
        raise self.failure(f"cannot read {tracker.latest_message['text']!r}")


@pytest.fixture
def _as_in_production() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure("info")
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.mark.usefixtures("_as_in_production")
@pytest.mark.parametrize("failure", [ValueError, MemoryError])
async def test_action_that_raises_fails_the_turn_and_is_logged_without_words(
    failure: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint, turn = InProcessActions(BrainMetrics()), collector.begin()
    broken = FailingAction()
    broken.failure = failure
    endpoint._executor.register_action(broken)
    tracker = {"sender_id": "t", "slots": {}, "events": [], "latest_message": {"text": SECRET}, "paused": False}
    await endpoint.request({"next_action": "action_with_a_fault", "tracker": tracker, "domain": {}})
    line = json.loads(capsys.readouterr().out.strip().splitlines()[-1])

    assert [type(error) for error in turn.errors] == [failure]
    assert (line["event"], line["action"], line["error"]) == ("action failed", "action_with_a_fault", failure.__name__)
    assert "test_action.py" in line["exception"] and "swordfish" not in str(line)
