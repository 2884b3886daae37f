"""The runner itself: it must see what is wrong, and leave alone what is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.brain.agent import TurnRequest, TurnResult
from tests.conversations.expectations import Answer, problems
from tests.conversations.runner import Conversation, NoSuchButton, play
from tests.conversations.stories import StoryError, read

ROME = {"type": "text", "text": {"en": "Rome had 2,800,000 inhabitants.", "zh": "罗马的人口为2,800,000人。"}}
BUTTONS = {
    "type": "buttons",
    "items": [{"title": {"say": "button.more", "with": {}}, "do": {"intent": "show_more", "entities": []}}],
}
UNDERSTOOD = {"intent": "ask_city", "band": "sure", "records": ["cities/rome"]}


def answer(*effects: dict[str, Any], language: str = "en", blocks: tuple[Any, ...] = (ROME, BUTTONS)) -> Answer:
    return Answer(language, UNDERSTOOD, blocks, effects)


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ({"intent": "ask_city", "band": "sure", "language": "en", "records": ["cities/rome"]}, answer()),
        ({"contains": ["2,800,000"], "lacks": ["Milan"], "opening": ["Rome"]}, answer()),
        ({"buttons": ["show_more", "More"], "says": ["button.more"]}, answer()),
        ({"effects": [{"type": "ask_person"}]}, answer({"type": "ask_person", "index": 0})),
        ({"contains": ["2,800,000"]}, answer(language="zh")),
    ],
)
def test_what_is_right_is_left_alone(expected: dict[str, Any], given: Answer) -> None:
    assert problems(expected, given) == []


@pytest.mark.parametrize(
    ("expected", "given", "word"),
    [
        ({"intent": "ask_city_partners"}, answer(), "ask_city_partners"),
        ({"band": "between"}, answer(), "between"),
        ({"language": "zh"}, answer(), "zh"),
        ({"records": ["cities/nice"]}, answer(), "cities/nice"),
        ({"says": ["button.person"]}, answer(), "button.person"),
        ({"contains": [2700000]}, answer(), "2700000"),
        ({"lacks": ["Rome"]}, answer(), "Rome"),
        ({"opening": ["Milan"]}, answer(), "Milan"),
        ({"buttons": ["Less"]}, answer(), "Less"),
        ({"effects": [{"type": "ask_person"}]}, answer(), "ask_person"),
        ({"effects": []}, answer({"type": "ask_person"}), "ask_person"),
        ({"intent": "ask_city"}, answer({"type": "stop_waiting"}), "no one expects"),
        ({"intent": "ask_city"}, answer(blocks=()), "says nothing"),
        ({"intent": "ask_city"}, answer(blocks=({"type": "text", "text": {"en": "罗马", "zh": "罗马"}},)), "not in en"),
    ],
)
def test_what_is_wrong_is_named(expected: dict[str, Any], given: Answer, word: str) -> None:
    found = problems(expected, given)

    assert len(found) == 1
    assert word in found[0]


class Echo:
    """Answers every message with Rome and one button, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[TurnRequest] = []

    def turn(self, request: TurnRequest) -> TurnResult:
        """Answer."""
        self.asked.append(request)
        state = {"turns": len(self.asked)}
        effects = [{"type": "set_language", "language": "zh"}] if request.text == "switch" else []
        return TurnResult(request.turn_id, state, [ROME, BUTTONS], effects, UNDERSTOOD, "generation")

    def language(self, text: str, previous: str) -> str:
        """Keep the language."""
        return previous


def test_state_and_buttons_are_carried_from_turn_to_turn() -> None:
    echo = Echo()
    conversation = Conversation(echo)

    conversation.say("Rome?")
    conversation.press(1)

    first, second = echo.asked
    assert (first.state, first.do) == (None, None)
    assert (second.state, second.do) == ({"turns": 1}, {"intent": "show_more", "entities": []})


def test_a_change_of_language_is_kept() -> None:
    conversation = Conversation(Echo())

    conversation.say("switch")

    assert conversation.say("Rome?").language == "zh"


def test_a_button_that_is_not_there_cannot_be_pressed() -> None:
    with pytest.raises(NoSuchButton):
        Conversation(Echo()).press(1)


STORY = """
stories:
  - story: The user asks about Rome (en)
    turns: [{user: "Rome?", contains: ["2,800,000"]}, {press: 1, contains: ["Milan"]}]
  - story: The user asks about Rome (zh)
    turns: [{user: "罗马？", contains: ["2,800,000"]}]
"""


def test_a_story_is_played_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "test_user_asks.yml"
    file.write_text(STORY, "utf-8")
    english, chinese = read(file)

    assert play(chinese, Echo()) == []
    assert ["turn 2" in found and "Milan" in found for found in play(english, Echo())] == [True]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('contains: ["Milan"]', 'contain: ["Milan"]', "contain"),
        (', contains: ["Milan"]', "", "nothing is expected"),
        ("press: 1, ", "", "`user` or `press`"),
        ("Rome (zh)", "Milan (zh)", "different names"),
        ("Rome (zh)", "Rome (en)", "two stories"),
        ("Rome (zh)", "Rome", "(en) or (zh)"),
    ],
)
def test_a_story_that_is_written_wrongly_is_refused(tmp_path: Path, old: str, new: str, word: str) -> None:
    file = tmp_path / "test_user_asks.yml"
    file.write_text(STORY.replace(old, new), "utf-8")

    with pytest.raises(StoryError) as refused:
        read(file)

    assert word in str(refused.value)
