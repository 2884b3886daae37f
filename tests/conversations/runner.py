"""Plays a story through the real brain, with the compact state carried from turn to turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from bot.brain.agent import TurnRequest, TurnResult
from bot.language import is_answer
from tests.conversations.expectations import Answer, problems
from tests.conversations.stories import TODAY, Story, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping


class Talker(Protocol):
    """Something that answers turns, such as `tests.loaded_brain.LoadedBrain`."""

    def turn(self, request: TurnRequest) -> TurnResult:
        """Answer one message."""

    def language(self, text: str, previous: str) -> str:
        """Decide the language of a message."""


class NoSuchButton(LookupError):
    """A story presses a button that the last answer does not have."""


@dataclass
class Conversation:
    """One person's conversation, carried on as the gateway does it.

    Args:
        talker: answers.
        language: of the conversation so far.
        today: the day on which it happens.
        turn_id: one name for all turns; None for another one each time.
        state: compact state after the last turn.
        last: the last answer.
        results: what the brain gave, turn by turn.
    """

    talker: Talker
    language: str = "en"
    today: date = TODAY
    turn_id: str | None = None
    state: dict[str, Any] | None = None
    last: Answer | None = None
    results: list[TurnResult] = field(default_factory=list)

    def say(self, text: str, do: Mapping[str, Any] | None = None) -> Answer:
        """Send a message and return the answer.

        Args:
            text: what is typed, or the title of a button.
            do: intent and entities of the button; None for typed text.
        """
        if do is None and not is_answer(text, self.state):
            self.language = self.talker.language(text, self.language)
        name = self.turn_id or f"turn-{len(self.results)}"
        pressed = dict(do) if do is not None else None
        result = self.talker.turn(TurnRequest(name, self.language, text, self.state, pressed, self.today, "test"))
        self.results.append(result)
        self.state = result.state
        changes = [effect["language"] for effect in result.effects if effect["type"] == "set_language"]
        self.language = changes[-1] if changes else self.language
        self.last = Answer(self.language, result.understood, result.blocks, result.effects)
        return self.last

    def press(self, number: int) -> Answer:
        """Press a button of the last answer, counted from 1.

        Raises:
            NoSuchButton: the last answer has fewer.
        """
        buttons = self.last.buttons if self.last else []
        if not 1 <= number <= len(buttons):
            raise NoSuchButton(f"button {number} of {[button['title'] for button in buttons]}")
        button = buttons[number - 1]
        return self.say(button["title"], button["do"])

    def take(self, turn: Turn) -> Answer:
        """Do what the user of a story does."""
        return self.press(turn.press) if turn.press is not None else self.say(turn.user or "")


def play(story: Story, talker: Talker) -> list[str]:
    """Play a story to its end.

    Args:
        story: what the user does and what is expected.
        talker: answers.

    Returns:
        What is wrong, turn by turn, with the answers in question; nothing if all is right.
    """
    conversation = Conversation(talker, story.language, story.today)
    found: list[str] = []
    for number, turn in enumerate(story.turns, 1):
        said = turn.user if turn.user is not None else f"[button {turn.press}]"
        answer = conversation.take(turn)
        wrong = problems(turn.expected, answer)
        if wrong:
            titles = " | ".join(button["title"] for button in answer.buttons)
            intent = f"{answer.understood['intent']} ({answer.understood['band']})"
            found.append(
                f"turn {number}: {said}\n  " + "\n  ".join(wrong) + f"\n  --- {intent}\n{answer.text}\n[{titles}]"
            )
    return found
