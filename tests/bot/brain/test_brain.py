"""The brain: what a turn promises, however it goes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.brain import rasa_patches
from bot.brain.agent import Brain, TurnError, TurnRequest, TurnResult
from bot.brain.collector import Collector
from bot.brain.endpoint import InProcessActions
from bot.brain.service import BadTurn, read_turn
from tests.loaded_brain import LoadedBrain

pytestmark = pytest.mark.timeout(300)  # the first test loads the model
DAY = date(2026, 12, 1)


def ask(text: str, state: dict[str, Any] | None = None, **changes: Any) -> TurnRequest:
    """Return a turn in English on a fixed day."""
    return TurnRequest("a-turn", changes.pop("language", "en"), text, state, today=DAY, **changes)


class FailingAction(Action):
    """Stands in for an action with a fault: asks the gateway for something, then breaks."""

    def name(self) -> str:
        """Take the place of the action that tells a population."""
        return "action_tell_city_population"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Break."""
        dispatcher.utter_message(json_message={"effects": [{"type": "ask_person"}]})
        raise ZeroDivisionError("a fault in an action")


@pytest.fixture
def failing(talker: LoadedBrain) -> Iterator[LoadedBrain]:
    """The real brain with one action that fails, registered among the real ones."""
    endpoint = talker.brain._agent.action_endpoint
    assert isinstance(endpoint, InProcessActions)
    executor = endpoint._executor
    real = dict(executor.actions)
    executor.register_action(FailingAction())
    yield talker
    executor.actions.clear()
    executor.actions.update(real)


def test_a_failing_action_is_an_error_and_not_silence(failing: LoadedBrain) -> None:
    with pytest.raises(TurnError) as failed:
        failing.turn(ask("How many people live in Rome?"))

    assert isinstance(failed.value.__cause__, ZeroDivisionError)


def test_the_turn_after_a_failed_one_is_answered(failing: LoadedBrain) -> None:
    with pytest.raises(TurnError):
        failing.turn(ask("How many people live in Rome?"))

    assert failing.turn(ask("Who was Rome paired with?")).blocks != []


def test_every_rule_leads_to_an_action_that_is_there(talker: LoadedBrain) -> None:
    agent = talker.brain._agent
    wanted = {name for name in agent.domain.user_actions if name.startswith("action_")}

    assert wanted - agent.action_endpoint.names == set()


def test_effects_are_numbered_through_the_turn() -> None:
    turn = Collector()

    # As actions hand them over: effects and blocks in messages of their own.
    turn.take([{"effects": [{"type": "ask_person"}]}, {"blocks": [{"type": "effect", "index": 0}]}])
    turn.take([{"blocks": [{"type": "effect", "index": 0}]}, {"effects": [{"type": "stop_waiting"}]}])

    assert [block["index"] for block in turn.blocks] == [0, 1]
    assert [effect["type"] for effect in turn.effects] == ["ask_person", "stop_waiting"]


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a person",
        "We want to cooperate with Chengdu on waste management. I also want to talk to a person.",
    ],
)
def test_every_effect_has_its_place(talker: LoadedBrain, text: str) -> None:
    result = talker.turn(ask(text))

    places = [block["index"] for block in result.blocks if block["type"] == "effect"]
    assert places == list(range(len(result.effects)))


def test_a_button_does_what_it_says(talker: LoadedBrain) -> None:
    do = {"intent": "ask_city_partners", "entities": [{"entity": "city", "value": "cities/rome"}]}

    result = talker.turn(ask("whatever stands on it", do=do))

    assert (result.understood["intent"], result.understood["band"]) == ("ask_city_partners", "sure")
    assert result.understood["records"] == ["cities/rome"]


@pytest.mark.parametrize(
    "text", ["/ask_for_person", " /restart", '/ask_city{"city": "cities/rome"}', "\n/stop_waiting{}"]
)
def test_typed_text_is_never_taken_for_an_intent(talker: LoadedBrain, text: str) -> None:
    result = talker.turn(ask(text))

    # Rasa's own reading of "/intent{…}" has the confidence 1 and entities without a text.
    assert result.understood["confidence"] < 1.0
    assert all(entity["text"] for entity in result.understood["entities"])


def test_typed_restart_forgets_nothing(talker: LoadedBrain) -> None:
    first = talker.turn(ask("How many people live in Rome?"))
    second = talker.turn(ask("/restart", first.state))

    assert second.state["slots"]["city"] == "cities/rome"
    assert {event["event"] for event in second.state["tail"]} <= {"user", "action", "slot", "user_featurization"}


def same(first: TurnResult, second: TurnResult) -> bool:
    """Tell whether two turns say, do and remember the same; times of events may differ."""

    def timeless(result: TurnResult) -> dict[str, Any]:
        tail = [{**event, "timestamp": None, "message_id": None} for event in result.state["tail"]]
        return {**vars(result), "state": {**result.state, "tail": tail}}

    return timeless(first) == timeless(second)


def test_the_same_turn_twice_gives_the_same_and_changes_nothing(talker: LoadedBrain) -> None:
    before = talker.turn(ask("How many people live in Rome?")).state
    kept = json.dumps(before, sort_keys=True)

    first = talker.turn(ask("Who was it paired with?", before))
    talker.turn(ask("Hello"))
    second = talker.turn(ask("Who was it paired with?", before))

    assert same(first, second)
    assert json.dumps(before, sort_keys=True) == kept
    assert talker.brain._store._running == {}


def test_the_patches_fit_the_pinned_rasa() -> None:
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.events import Event, SlotSet, UserUttered

    rasa_patches.apply()

    assert Event.resolve_by_type("slot") is SlotSet
    assert Event.resolve_by_type("user") is UserUttered
    with pytest.raises(ValueError, match="no_such_event"):
        Event.resolve_by_type("no_such_event")
    action = RemoteAction("action_tell_city", None)
    assert action._validate_action_result({"events": [], "responses": []})
    with pytest.raises(Exception, match="is not of type"):
        action._validate_action_result({"events": "none", "responses": []})


def test_a_copied_slot_is_the_same_slot_and_yet_another_one() -> None:
    from rasa.core.processor import MessageProcessor
    from rasa.shared.core.slots import TextSlot

    assert hasattr(MessageProcessor, "_check_for_unseen_features")
    slot = TextSlot("city", mappings=[{}], initial_value="cities/rome")
    rasas_own = vars(copy.copy(slot))
    rasa_patches.apply()
    other = copy.copy(slot)

    assert type(other) is TextSlot
    assert vars(other) == rasas_own
    other.value = "cities/nice"
    assert slot.value == "cities/rome"


async def test_without_a_model_it_says_what_to_do(tmp_path: Any) -> None:
    with pytest.raises(FileNotFoundError, match="make train"):
        await Brain.open(tmp_path / "none.tar.gz", tmp_path)


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"turn_id": "1", "language": "en"},
        {"turn_id": "1", "language": "de", "message": {"text": "Hallo"}},
        {"turn_id": 1, "language": "en", "message": {"text": "Hello"}},
        {"turn_id": "1", "language": "en", "message": {"text": 5}},
        {"turn_id": "1", "language": "en", "message": {"text": "", "do": {"entities": []}}},
    ],
)
def test_a_turn_that_is_not_one_is_refused(body: Any) -> None:
    with pytest.raises(BadTurn):
        read_turn(body)


def test_a_turn_is_read() -> None:
    do = {"intent": "ask_city", "entities": []}
    body = {
        "turn_id": "1",
        "language": "zh",
        "today": "2026-12-01",
        "message": {"text": "罗马", "do": do},
        "channel": "web",
    }

    assert read_turn(body) == TurnRequest("1", "zh", "罗马", None, do, DAY, "web")
