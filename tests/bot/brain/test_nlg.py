"""Responses choose the language of the conversation, and of the message where nobody has set one."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.brain.agent import TurnRequest
from bot.brain.nlg import BlockGenerator
from tests.loaded_brain import LoadedBrain

BLOCKS = [{"type": "text", "text": {"en": "It has ended.", "zh": "已经结束。"}}]


async def said(text: str, language: str | None = None) -> dict[str, Any]:
    """Return what is generated after a message under Rasa's own commands, where the gateway sets no language."""
    domain = Domain.from_path("bot/domain")
    tracker = DialogueStateTracker("shell", domain.slots)
    tracker.update(UserUttered(text), domain)
    if language:
        tracker.update(SlotSet("language", language), domain)
    answer = await BlockGenerator(domain=domain).generate("utter_blocks", tracker, "cmdline", blocks=BLOCKS)
    assert answer is not None
    return answer


@pytest.mark.parametrize(("text", "answer"), [("Is the IUC over?", "It has ended."), ("IUC结束了吗", "已经结束。")])
async def test_message_is_answered_in_its_own_language_where_nobody_set_one(text: str, answer: str) -> None:
    assert (await said(text))["text"] == answer


async def test_language_of_the_conversation_goes_before_that_of_the_message() -> None:
    assert (await said("IUC结束了吗", language="en"))["text"] == "It has ended."


def test_language_is_known_from_the_very_first_turn(talker: LoadedBrain) -> None:
    result = talker.turn(TurnRequest("first", "zh", "介绍一下重庆"))

    assert result.state["slots"]["language"] == "zh"
