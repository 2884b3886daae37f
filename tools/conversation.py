"""A conversation with the brain in this process, without a gateway: for `make ask` and `make talk`."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from bot.wording.render import Part, plain, render
from knowledge.library import default_folder
from tools.environment import QUIET_RASA

if TYPE_CHECKING:
    from bot.brain.agent import Brain, TurnResult

Button = dict[str, Any]


def be_quiet() -> None:
    """Keep Rasa's and TensorFlow's own messages out of the answer; call it before the brain is imported."""
    os.environ.update(QUIET_RASA)
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    warnings.showwarning = _drop  # a filter does not last: libraries set their own while they are imported


def _drop(*_: object, **__: object) -> None:
    """Take a warning and say nothing."""


@dataclass(frozen=True)
class Answer:
    """One answer, final in its language.

    Args:
        language: "en" or "zh".
        text: what is to be read.
        buttons: what can be pressed: {title, do}.
        understood: as the brain says it: intent, confidence, band, entities, records.
        effects: what the gateway would do.
    """

    language: str
    text: str
    buttons: list[Button]
    understood: Mapping[str, Any]
    effects: list[dict[str, Any]]


@dataclass
class Conversation:
    """Keeps the state between turns.

    Args:
        brain: a loaded brain.
        language: of the first message, while nothing decides otherwise.
        desk_says: sentence for the place where the gateway would add its own; has {effect}.
    """

    brain: Brain
    language: str
    desk_says: str
    _state: dict[str, Any] | None = field(default=None, init=False)
    _turns: int = field(default=0, init=False)

    @classmethod
    async def open(cls, model: Path, language: str, desk_says: str) -> Conversation:
        """Load the brain.

        Raises:
            KnowledgeError: the records are broken.
            FileNotFoundError: there is no model.
        """
        from bot.brain.agent import Brain

        return cls(await Brain.open(model, default_folder()), language, desk_says)

    async def ask(self, text: str) -> Answer:
        """Send what a person typed, in the language that it is written in.

        Raises:
            TurnError: the brain gave no answer.
        """
        from nlu import generation

        self.language = generation.current().language.decide(text, self.language, self._state is None).language
        return await self._turn(text, None)

    async def press(self, button: Button) -> Answer:
        """Press a button of an earlier answer.

        Raises:
            TurnError: the brain gave no answer.
        """
        return await self._turn(str(button["title"]), button["do"])

    async def _turn(self, text: str, do: dict[str, Any] | None) -> Answer:
        from bot.brain.agent import TurnRequest

        self._turns += 1
        request = TurnRequest(str(self._turns), self.language, text, state=self._state, do=do, channel="terminal")
        result = await self.brain.turn(request)
        self._state = result.state
        for effect in result.effects:
            if effect["type"] == "set_language":
                self.language = str(effect["language"])
        return self._answer(result)

    def _answer(self, result: TurnResult) -> Answer:
        parts: list[Part] = []
        for block in result.blocks:
            if block["type"] == "effect":
                effect = result.effects[block["index"]]["type"]
                parts.append({"type": "text", "text": self.desk_says.format(effect=effect)})
            else:
                parts += render([block], self.language)
        buttons = [button for part in parts if part["type"] == "buttons" for button in part["items"]]
        return Answer(self.language, plain(parts), buttons, result.understood, result.effects)
