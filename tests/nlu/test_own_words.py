"""Intents about this chat itself need a word of their own; one likely by accident gives way to the next."""

from __future__ import annotations

import pytest

from knowledge.library import default_folder, load
from nlu.follow_ups import in_context
from nlu.reading import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load(default_folder()))


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("stop_waiting", "Residents grumble about the cost of our twinning"),
        ("ask_privacy", "试点想撤，该怎么开口"),
        ("ask_privacy", "how many partners may we have"),
        ("ask_request_status", "The delegation flew home yesterday"),
        ("switch_language", "换一个"),
        ("switch_language", "再换一个吧"),
        ("switch_language", "协议需要英文版吗"),
        ("switch_language", "do we need an English version of the agreement"),
    ],
)
def test_without_its_words_an_intent_is_not_meant(reader: Reader, intent: str, text: str) -> None:
    ranking = in_context([(intent, 0.5), ("ask_faq", 0.3)], reader.read(text), None)
    assert ranking[0][0] == "ask_faq"


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("stop_waiting", "I no longer want to wait"),
        ("stop_waiting", "别等了，不找人工了"),
        ("ask_privacy", "do you store what I type"),
        ("ask_privacy", "我在这儿打的字你们留着吗"),
        ("ask_request_status", "any news of my request?"),
        ("ask_request_status", "我的申请怎么样了"),
        ("switch_language", "请用英文回答"),
        ("switch_language", "in English please"),
    ],
)
def test_with_its_words_an_intent_stays(reader: Reader, intent: str, text: str) -> None:
    ranking = in_context([(intent, 0.5), ("ask_faq", 0.3)], reader.read(text), None)
    assert ranking[0][0] == intent
