"""Editors read what was asked and not by whom."""

from __future__ import annotations

import pytest

from desk.person_masks import NAME, without_people


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("Hello, my name is Giulia Rossi and we need a visa", "Giulia Rossi", "and we need a visa"),
        ("my name is anna lopez, what does a visa cost?", "anna lopez", "what does a visa cost?"),
        ("I'm Anna Lopez from Rome. Is there a hotel?", "Anna Lopez", "from Rome. Is there a hotel?"),
        ("It's Anna, Anna Lopez", "Anna", ""),
        ("Who is the contact? Best regards, Jean-Luc de la Tour", "Jean-Luc de la Tour", "Who is the contact?"),
        ("Can Dr. Müller come along?", "Müller", "come along?"),
        ("Please call me Wei. Is the park open?", "Wei", "Is the park open?"),
        ("您好，我叫王小明，想问签证怎么办", "王小明", "想问签证怎么办"),
        ("我姓欧阳，请问有直飞航班吗", "欧阳", "请问有直飞航班吗"),
        ("我是李雷，翻译多少钱？", "李雷", "翻译多少钱？"),
        ("请转告张伟先生，酒店已订", "张伟", "酒店已订"),
        ("联系人：陈静，停车费多少", "陈静", "停车费多少"),
        ("加我微信 wangxm_88 说签证", "wangxm_88", "说签证"),
        ("我的护照号E12345678，要签证吗", "E12345678", "要签证吗"),
        ("身份证110101199003078811能用吗", "110101199003078811", "能用吗"),
    ],
)
def test_names_that_people_say_of_themselves_and_others_are_masked(text: str, name: str, kept: str) -> None:
    said = without_people(text)

    assert name not in said and NAME in said
    assert kept in said


@pytest.mark.parametrize(
    "text",
    [
        "Is there a direct flight to Chongqing?",
        "what is the weather in Wuhan in 2027",
        "重庆市长是谁",
        "去武汉要办签证吗",
        "请问有没有合同模板",
        "我是一家企业，可以申请吗",
        "高校老师可以参加吗",
        "Thanks, who pays for travel?",
        "I am a student, may I join?",
    ],
)
def test_questions_without_people_stay_as_they_are(text: str) -> None:
    assert without_people(text) == text


def test_what_the_desk_knows_of_the_person_is_masked_wherever_it_stands() -> None:
    said = without_people(
        "rossi here (Giulia), 0039-051-21 again. Rossini is fine", ["Giulia Rossi", "0039-051-21", ""]
    )

    assert said == f"{NAME} here ({NAME}), {NAME} again. Rossini is fine"
