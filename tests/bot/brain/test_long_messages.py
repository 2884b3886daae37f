"""A message of many sentences costs a bounded number of readings, and its question is still found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from rasa.core.processor import MessageProcessor

from bot.brain import parts
from bot.brain.agent import TurnRequest
from nlu.encoder import Encoder, Vectors
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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_longer_than_a_sentence_of_a_letter_is_encoded(
    talker: LoadedBrain, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    seen: list[str] = []
    real = Encoder.encode

    def noted(self: Encoder, texts: Sequence[str]) -> Vectors:
        seen.extend(texts)
        return real(self, texts)

    monkeypatch.setattr(Encoder, "encode", noted)
    question = {"en": "Since when has Ulm worked with China?", "zh": "乌尔姆是从什么时候开始同中国合作的？"}[language]
    talker.turn(TurnRequest("letter", language, "\n".join([CHATTER[language]] * 12 + [question])))

    assert seen and max(map(len, seen)) < 2 * len(CHATTER[language])


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


LETTERS = {
    "en": (
        "Dear colleagues, I work in the protocol office of a small town on the Main. Last week the chamber of crafts "
        "told us of a city called Liuzhou that would like to visit us. The council likes the idea, but nobody here has "
        "been to China. Before we write back we must prepare one page. Could you describe this city for us? Thanks."
    ),
    "zh": (
        "您好，我在县政府办公室工作，最近才接手外事。上周商会转来一封信，说柳州想同我们交流。"
        "领导看了很感兴趣，可是大家都没去过。回信之前要准备一页材料。能不能麻烦您把这座城市介绍一下？多谢了。"
    ),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_letter_whose_question_leaves_out_the_name_is_answered_for_what_it_spoke_of(
    talker: LoadedBrain, language: str
) -> None:
    result = talker.turn(TurnRequest("letter", language, LETTERS[language]))

    assert result.understood["intent"] == "ask_city"
    assert "cities/liuzhou" in result.understood["records"]


def test_thanks_at_the_end_of_a_letter_are_not_its_question(talker: LoadedBrain) -> None:
    letter = (
        "Good morning. In our papers the words local action plan stand on every page. My colleagues looked at me. I "
        "looked at the floor. Could you say in plain words what is meant by that? Please accept my best thanks."
    )

    assert talker.turn(TurnRequest("thanks", "en", letter)).understood["intent"] == "ask_method"
