"""Which language a message is answered in."""

from __future__ import annotations

import pytest

from nlu.language import LanguageDecider

NAMES = ["重庆", "Chongqing", "罗马", "Rome", "NKE", "IUC", "曼海姆"]


@pytest.fixture(scope="module")
def decider() -> LanguageDecider:
    return LanguageDecider(NAMES)


@pytest.mark.parametrize(
    ("text", "previous", "expected"),
    [
        ("Tell me about 重庆", "zh", "en"),
        ("介绍一下 smart city 这个 cluster", "en", "zh"),
        ("Chongqing 人口", "en", "zh"),
        ("那罗马呢？", "en", "zh"),
        ("what is 渝新欧?", "zh", "en"),
        ("NKE?", "zh", "zh"),
        ("NKE?", "en", "en"),
        ("重庆", "en", "en"),
        ("Rome, Chongqing", "zh", "zh"),
        ("👍", "zh", "zh"),
        ("name@example.org", "zh", "zh"),
        ("巴塞罗那的22@是什么", "en", "zh"),
        ("請問有哪些城市參加", "en", "zh"),
        ("which cities work on health", "zh", "en"),
        ("", "zh", "zh"),
    ],
)
def test_language_of_a_message(decider: LanguageDecider, text: str, previous: str, expected: str) -> None:
    assert expected == decider.decide(text, previous).language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆", "zh"),
        ("曼海姆？", "zh"),
        ("？？？", "zh"),
        ("NKE？", "zh"),
        ("NKE?", "en"),
        ("Rome", "en"),
        ("???", "en"),
    ],
)
def test_who_begins_with_a_name_in_chinese_is_answered_in_chinese(
    decider: LanguageDecider, text: str, expected: str
) -> None:
    assert decider.decide(text, "en", opening=True).language == expected


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Wie kann unsere Stadt eine Partnerschaft mit China beginnen?", "de"),
        ("Comment trouver une ville partenaire en Chine", "fr"),
        ("Где найти партнёра в Китае", "ru"),
        ("これは何ですか", "ja"),
    ],
)
def test_another_language_is_noticed_and_answered_in_english(decider: LanguageDecider, text: str, other: str) -> None:
    decision = decider.decide(text, "zh")

    assert ("en", other) == (decision.language, decision.other)


@pytest.mark.parametrize("text", ["Mannheim Rome Granada Nice Barcelona", "Good morning from Rome", "IUC LAP NKE"])
def test_names_and_short_english_are_not_taken_for_another_language(decider: LanguageDecider, text: str) -> None:
    assert decider.decide(text, "en").other is None


@pytest.mark.parametrize(
    "text", ["CB-2026-QED47P", "cb2026qed47p", "someone@city.example", "https://city.example/page"]
)
def test_references_and_addresses_keep_the_language(decider: LanguageDecider, text: str) -> None:
    assert decider.decide(text, "zh").language == "zh"
    assert decider.decide(text, "en").language == "en"
