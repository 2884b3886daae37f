"""A message of many sentences costs a bounded number of readings, and its question is still found."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.processor import MessageProcessor

from bot.brain import parts
from bot.brain.agent import TurnRequest
from tests.loaded_brain import LoadedBrain

pytestmark = pytest.mark.timeout(300)  # the first test loads the model

CHATTER = {
    "en": "The council met, and what we heard was long, and who knows why it was so.",
    "zh": "会上大家讨论了很久，谁也说不清到底是什么原因，后来又谈了别的。",
}


def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which every text is added that the pipeline reads."""
    read: list[str] = []
    real = MessageProcessor.parse_message

    async def counted(self: MessageProcessor, message: Any, *args: Any, **kwargs: Any) -> Any:
        read.append(message.text)
        return await real(self, message, *args, **kwargs)

    monkeypatch.setattr(MessageProcessor, "parse_message", counted)
    return read


@pytest.mark.parametrize(
    ("language", "question"),
    [("en", "Could you tell us how many people live in Rome?"), ("zh", "请问罗马有多少人口？")],
)
def test_question_at_the_end_of_very_many_sentences_is_found_in_bounded_work(
    talker: LoadedBrain, monkeypatch: pytest.MonkeyPatch, language: str, question: str
) -> None:
    read = count_readings(monkeypatch)
    result = talker.turn(TurnRequest("long", language, "\n".join([CHATTER[language]] * 300 + [question])))

    assert result.understood["intent"] == "ask_city_population"
    assert result.understood["records"] == ["cities/rome"]
    assert len(read) <= parts.MOST_SENTENCES * 2 + 30
