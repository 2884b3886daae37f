"""Whether a message asks for the part that places took: the wordings that do, and their neighbours that do not."""

from __future__ import annotations

import pytest

from knowledge.library import default_folder, load
from nlu import participation
from nlu.reading import Reader
from nlu.vocabulary import Vocabulary

VOCABULARY = Vocabulary(frozenset({"参加", "有没有", "伙伴", "城市", "合作", "partner", "programme"}))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load(default_folder()), VOCABULARY)


@pytest.mark.parametrize(
    "text",
    [
        "Did Xi'an take part in IURC?",
        "Was Beijing among the 22 Chinese participants of IURC?",
        "Beijing in IURC?",
        "Jining or Jinan in IURC?",
        "so Suzhou was in IURC?",
        "was Hamburg ever in CETREGIO?",
        "We are Ljubljana. Were we in IURC?",
        "did EC-LINK include Hefei or Ningbo?",
        "which of Yangzhou and Taizhou took part in IURC?",
        "Was Hamburg ever in one of those programmes?",
        "Did Kunshan take part?",
        "西安参加过IURC吗",
        "IURC的22个中方单位里有西安吗？",
        "大连、青岛、济南有没有参加IURC",
        "IURC里面有没有我们合肥",
        "北京在IURC里吗",
        "请问扬州和泰州哪个参加过IURC？",
        "厦门在CLEARING HOUSE里吗",
        "常州参加过EC-LINK吗",
        "苏州参加了IURC哪一项合作",
        "昆山参加过吗",
        "抚州和福州有没有参加",
        "有没有我们西安",
        "西安有参加吗",
    ],
)
def test_a_question_for_participation(reader: Reader, text: str) -> None:
    assert participation.asked(reader.read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Can Gdansk take part in IURC?",
        "How could Rijeka join the IUC?",
        "Which Chinese cities took part in IURC besides Beijing?",
        "Who was Suzhou's partner in IURC?",
        "What did Mannheim do in the IUC?",
        "When did Chongqing join the IUC?",
        "Tell me about Beijing",
        "When was the IUC launched in Beijing?",
        "苏州能参加IURC吗",
        "我们苏州想参加IURC，怎么报名",
        "苏州在IURC里的伙伴是谁",
        "IURC有哪些城市，除了北京",
        "昆明和格拉纳达在IUC里做了什么",
    ],
)
def test_another_question_about_the_same_things(reader: Reader, text: str) -> None:
    assert not participation.asked(reader.read(text))


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Fuenlabrada?", True),
        ("北京和上海", True),
        ("is Beijing in your records", True),
        ("你们的资料里有苏州吗", True),
        ("Beijing time", False),
        ("Chongqing", False),
        ("what is the weather in Beijing", False),
    ],
)
def test_a_message_that_only_names_places_without_a_record(reader: Reader, text: str, only: bool) -> None:
    assert participation.only_places(reader.read(text)) is only
