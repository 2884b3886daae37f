"""The compact state: a conversation goes on as if its whole history had been kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.brain import state
from bot.brain.agent import TurnRequest, TurnResult
from tests.conversations.runner import Conversation, NoSuchButton
from tests.conversations.stories import Story, stories
from tests.loaded_brain import LoadedBrain

pytestmark = pytest.mark.timeout(300)  # the first test loads the model

PLAYED = [story for place, story in enumerate(stories()) if place // 2 % 2 == place % 2]
"""Of each file one language, of the next the other: both are played whole in tests/conversations."""
LARGEST = 20_000
"""Characters of a state as JSON; most of it is the tail of parsed messages."""


class FullHistory:
    """Keeps the whole tracker of every conversation between turns, in the place of the compact state."""

    def __init__(self) -> None:
        self._kept: dict[str, DialogueStateTracker] = {}
        self._restore, self._compact = state.restore, state.compact

    def restore(self, compacted: state.State | None, turn_id: str, domain: Domain) -> DialogueStateTracker:
        """Give the tracker as the last turn left it."""
        if compacted is None:
            self._kept.pop(turn_id, None)
        return self._kept.get(turn_id) or self._restore(compacted, turn_id, domain)

    def compact(self, tracker: DialogueStateTracker) -> state.State:
        """Keep the tracker; the state is still given, since the brain reads what was spoken of from it."""
        self._kept[tracker.sender_id] = tracker
        return self._compact(tracker)


def play(story: Story, talker: LoadedBrain) -> list[TurnResult]:
    """Play a story; a button that is not there ends it, in both ways of keeping history alike."""
    conversation = Conversation(talker, story.language, story.today, turn_id=story.name)
    for turn in story.turns:
        try:
            conversation.take(turn)
        except NoSuchButton:
            break
    return conversation.results


def comparable(result: TurnResult) -> dict[str, Any]:
    """Return what must be equal."""
    return {
        "understood": result.understood,
        "blocks": result.blocks,
        "effects": result.effects,
        "slots": result.state["slots"],
        "loop": result.state["loop"],
    }


@pytest.mark.parametrize("story", PLAYED, ids=[f"{story.file}-{story.language}" for story in PLAYED])
def test_a_dialogue_goes_as_with_its_whole_history(
    talker: LoadedBrain, monkeypatch: pytest.MonkeyPatch, story: Story
) -> None:
    compact = [comparable(result) for result in play(story, talker)]

    history = FullHistory()
    monkeypatch.setattr(state, "restore", history.restore)
    monkeypatch.setattr(state, "compact", history.compact)
    full = [comparable(result) for result in play(story, talker)]

    assert compact == full


def test_the_whole_history_is_really_kept(talker: LoadedBrain, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above would prove nothing if both sides restored the same short tail."""
    history = FullHistory()
    monkeypatch.setattr(state, "restore", history.restore)
    monkeypatch.setattr(state, "compact", history.compact)
    conversation = Conversation(talker, turn_id="long")

    for _ in range(10):
        conversation.say("How many people live in Rome?")

    said = [event for event in history._kept["long"].events if isinstance(event, UserUttered)]
    assert len(said) == 10


def test_the_state_stays_small(talker: LoadedBrain) -> None:
    conversation = Conversation(talker)
    questions = [
        "Tell me about Liuzhou",
        "它和谁结对？",
        "What funding is there?",
        "the second one",
        "Where is this from?",
        "谢谢",
    ]
    sizes: list[int] = []

    for turn in range(300):
        conversation.say(questions[turn % len(questions)])
        sizes.append(len(json.dumps(conversation.state, ensure_ascii=False)))

    assert max(sizes) < LARGEST
    assert max(sizes[-60:]) <= max(sizes[:60]) * 1.1, "the state grows with the conversation"


def test_a_state_is_json(talker: LoadedBrain) -> None:
    kept = talker.turn(TurnRequest("a-turn", "en", "Tell me about Liuzhou")).state

    assert json.loads(json.dumps(kept)) == kept


@pytest.mark.parametrize("version", [None, 0, 2, "1"])
def test_a_state_of_another_version_is_refused(version: Any) -> None:
    with pytest.raises(ValueError, match="version"):
        state.restore({"version": version, "slots": {}, "loop": None, "tail": []}, "a-turn", FORM_DOMAIN)


# --- a made-up domain with a form: the product has none today, and the state must be able to carry one

FORM_DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [start, inform, chat]
slots:
  name: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  town: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  requested_slot: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  card_form: {required_slots: [name, town]}
responses:
  utter_chat: [{text: "Hm."}]
"""
)
OLDEST_KEPT_BY_A_TAIL = 40


def _turn(tracker: DialogueStateTracker, intent: str, *events: Any) -> None:
    parsed = {"intent": {"name": intent, "confidence": 1.0}, "entities": [], "text": intent}
    tracker.update(UserUttered(intent, parsed["intent"], [], parsed))
    for event in events:
        tracker.update(event)
    tracker.update(BotUttered("Hm."))
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))


def _in_the_form() -> DialogueStateTracker:
    tracker = DialogueStateTracker("a-turn", FORM_DOMAIN.slots)
    _turn(
        tracker,
        "start",
        ActionExecuted("card_form"),
        ActiveLoop("card_form"),
        SlotSet("name", "Ada"),
        SlotSet("requested_slot", "town"),
    )
    return tracker


def _standing(tracker: DialogueStateTracker) -> tuple[Any, ...]:
    name, town, requested = (tracker.get_slot(slot) for slot in ("name", "town", "requested_slot"))
    return tracker.active_loop_name, name, town, requested


Carry = Callable[[DialogueStateTracker], DialogueStateTracker]


def _sixty_turns(carry: Carry) -> DialogueStateTracker:
    tracker = _in_the_form()
    for _ in range(60):
        tracker = carry(tracker)
        _turn(tracker, "chat", ActionExecuted("utter_chat"))
    return carry(tracker)


def _compactly(tracker: DialogueStateTracker) -> DialogueStateTracker:
    return state.restore(json.loads(json.dumps(state.compact(tracker))), "a-turn", FORM_DOMAIN)


def _by_the_last_events(tracker: DialogueStateTracker) -> DialogueStateTracker:
    tail = list(tracker.events)[-OLDEST_KEPT_BY_A_TAIL:]
    return DialogueStateTracker.from_events("a-turn", tail, FORM_DOMAIN.slots, domain=FORM_DOMAIN)


def test_an_open_form_outlives_sixty_turns() -> None:
    assert _standing(_sixty_turns(_compactly)) == ("card_form", "Ada", None, "town")


def test_the_last_events_alone_would_lose_the_form() -> None:
    assert _standing(_sixty_turns(_by_the_last_events)) == (None, None, None, None)


def test_a_form_that_ended_stays_ended() -> None:
    tracker = _in_the_form()
    _turn(tracker, "inform", SlotSet("town", "Rome"), SlotSet("requested_slot", None), ActiveLoop(None))

    assert _standing(_compactly(tracker)) == (None, "Ada", "Rome", None)


def test_slots_that_the_model_no_longer_has_are_dropped() -> None:
    kept = state.compact(_in_the_form())
    kept["slots"]["gone"] = "something"

    restored = state.restore(kept, "a-turn", FORM_DOMAIN)

    assert "gone" not in restored.slots
    assert _standing(restored) == ("card_form", "Ada", None, "town")


def test_a_request_goes_on_from_the_draft_of_the_desk_when_the_state_is_gone(talker: LoadedBrain) -> None:
    conversation = Conversation(talker, "en")
    conversation.say("I want to register a cooperation request")
    conversation.say("I agree")
    conversation.say("Town of Hilden, Jan Meyer")
    draft = next(effect["draft"] for effect in reversed(conversation.results[-1].effects) if "draft" in effect)

    again = talker.turn(TurnRequest("later", "en", "go on with my request", None, None, draft=draft))

    slot = again.state["slots"]["request_form"]
    assert slot["stage"] == "asking" and slot["answers"] == draft["answers"]
    assert again.state["asks"] == "form"
