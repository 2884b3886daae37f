"""Sentences in pinyin are Chinese; English and other languages are not taken for them."""

from __future__ import annotations

import pytest

from nlu import generation


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("wuhan de renkou shi duoshao", "武汉的人口是多少"),
        ("you mei you zijin", "有没有资金"),
        ("women xiang zhao yidali de chengshi", "我们想找意大利的城市"),
        ("manhaimu de huoban chengshi", "曼海姆的伙伴城市"),
        ("IUC he IURC de qubie", "IUC和IURC的区别"),
        ("beiwanglu you shenme yong, IUC", "备忘录有什么yong,IUC"),
    ],
)
def test_a_sentence_is_written_in_characters(text: str, written: str) -> None:
    now = generation.current()
    assert now.language.decide(text).language == "zh"
    assert now.written(text, "zh") == written


@pytest.mark.parametrize(
    "text",
    [
        "can you tell me more",
        "do we need a visa",
        "Wuhan",
        "hello, me again",
        "Chongqing population",
        "wo liegt Mannheim",
        "you can do it",
        "shanghai to wuhan",
    ],
)
def test_other_sentences_stay(text: str) -> None:
    now = generation.current()
    assert now.language.decide(text).language == "en"
    assert now.written(text, "en") == text
