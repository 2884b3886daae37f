"""Corrections in the words of strangers: the right part gets the right value, and an answer is no correction."""

from __future__ import annotations

from typing import Any

import pytest

from actions import request_amendments, request_corrections, request_draft, request_known
from actions.context import Entity, Question
from actions.request_amendments import ERASED
from actions.request_draft import SLOT, Draft
from knowledge.library import Library
from tests.actions.asking import Talk

ANA: dict[str, Any] = {
    "organisation": "City of Bruges, mobility department", "country": "BE", "name": "Ana Claeys", "role": "city",
    "email": "ana@brugge.be", "description": "cycling", "partner": "Wuhan", "timeframe": "soon", "budget": "small",
}  # fmt: skip
LI: dict[str, Any] = {
    "organisation": "苏州市生态环境局", "city": "苏州", "country": "CN", "name": "李明", "role": "city",
    "email": "li@suzhou.gov.cn", "phone": "+8613800138000", "description": "雨水利用", "partner": "博洛尼亚",
    "timeframe": "soon", "budget": "small",
}  # fmt: skip
NEW = "tom@gent.be"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Oh no, wrong e-mail! It is {NEW}", {"email": NEW}),
        (f"my e-mail has changed, {NEW}", {"email": NEW}),
        (f"could you take {NEW} instead?", {"email": NEW}),
        ("hold on, the budget is 250,000 euros", {"budget": "250,000 euros"}),
        ("could you put the budget at 2 million euros", {"budget": "2 million euros"}),
        ("sorry, let's say 80,000 as the budget", {"budget": "80,000"}),
        ("we would rather begin in 2029", {"timeframe": "we would rather begin in 2029"}),
        ("oops, our city is Ghent", {"city": "Ghent"}),
        ("swap Wuhan for Yantai", {"partner": "Yantai"}),
        ("I'd prefer Yantai instead of Wuhan", {"partner": "Yantai"}),
        ("take out the budget please", {"budget": ERASED}),
    ],
)
def test_a_stranger_puts_an_earlier_answer_right_in_english(text: str, expected: dict[str, str]) -> None:
    assert request_corrections.corrections(text, Draft(ANA, "contacts", consent="2026_11")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"不好意思，刚才邮箱输错了，应该是{NEW}", {"email": NEW}),
        (f"请把邮箱换成{NEW}", {"email": NEW}),
        ("手机号打错了，是13912345678", {"phone": "13912345678"}),
        ("对了，预算应该在200万欧元左右", {"budget": "200万欧元左右"}),
        ("姓名有误，叫李敏", {"name": "李敏"}),
        ("城市填错了，应该是无锡", {"city": "无锡"}),
        ("还是后年再启动，2028年吧", {"timeframe": "还是后年再启动，2028年吧"}),
        ("将博洛尼亚改为里昂", {"partner": "里昂"}),
        ("电话删掉吧", {"phone": ERASED}),
    ],
)
def test_a_stranger_puts_an_earlier_answer_right_in_chinese(text: str, expected: dict[str, str]) -> None:
    found = request_corrections.corrections(text, Draft(LI, "contacts", consent="2026_11"))
    assert {name: value.removeprefix("+86") for name, value in found.items()} == expected


@pytest.mark.parametrize(
    "text",
    [
        "We met the mayor of Wuhan in 2019, and we write to each other now and then.",
        "Our university knows a professor there",
        "2019年访问过武汉，之后一直有联系",
        "与对方大学有合作协议",
    ],
)
def test_an_answer_in_whole_sentences_is_no_correction(text: str) -> None:
    draft = Draft(LI if "武" in text or "大" in text else ANA, "contacts", consent="2026_11")

    assert request_corrections.corrections(text, draft) == {}


@pytest.mark.parametrize(
    ("before", "text", "organisation", "country"),
    [
        (ANA, "change the city to Ghent", "City of Ghent, mobility department", "BE"),
        (ANA, "we're in Ghent, not Bruges", "City of Ghent, mobility department", "BE"),
        (LI, "城市改成无锡", "无锡市生态环境局", "CN"),
        (LI, "我们是无锡的，不是苏州", "无锡市生态环境局", "CN"),
        ({**ANA, "organisation": "Bruges"}, "the city should be Ghent", "Ghent", "BE"),
    ],
)
def test_another_city_takes_its_place_in_the_name_of_the_organisation(
    talk: Talk, before: dict[str, Any], text: str, organisation: str, country: str
) -> None:
    talk.slots[SLOT] = Draft(before, "contacts", consent="2026_11").kept()
    talk.ask("request_cooperation", ("guide", "correct"), text=text)
    now = Draft.of(talk.slots)

    assert now is not None
    assert (now.answers["organisation"], now.answers.get("country")) == (organisation, country)
    assert (now.answers["name"], now.asking) == (before["name"], "contacts")


def test_what_is_taken_out_is_gone_and_only_what_must_be_answered_is_asked_again(talk: Talk) -> None:
    talk.slots[SLOT] = Draft(ANA, "contacts", consent="2026_11").kept()
    talk.ask("request_cooperation", ("guide", "correct"), text="please remove my budget")
    without = Draft.of(talk.slots)
    reply = talk.ask("request_cooperation", ("guide", "correct"), text="and remove the e-mail")
    now = Draft.of(talk.slots)

    assert without is not None and "budget" not in without.answers and without.asking == "contacts"
    assert now is not None and "email" not in now.answers
    assert reply.effects[-1]["type"] == "save_draft" and "email" not in reply.effects[-1]["draft"]["answers"]


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("Anna Peeters", (), True),
        ("李明", (Entity("unknown_name", "李明", "李明", 0),), True),
        ("欧阳娜", (), True),
        ("Green Mobility", (Entity("topic", "clusters/mobility", "Green Mobility", 0),), False),
        ("City of Ghent", (), False),
        ("水务", (), False),
    ],
)
def test_a_bare_name_is_known_for_one_before_consent(text: str, entities: tuple[Entity, ...], expected: bool) -> None:
    assert request_known.is_personal(Question("did_you_mean", text, entities)) is expected


ONCE = {
    "en": "I want to submit a cooperation request: City of Lyon, contact Claire Martin, claire@lyon.fr, "
    "+33 4 72 10 30 30, topic circular economy",
    "zh": "我想登记合作意向：单位苏州市水务局，联系人李明，电话13812345678，邮箱liming@suzhou.gov.cn，合作领域循环经济",
}
SAID = {
    "en": ("City of Lyon", "Claire Martin", "claire@lyon.fr", "+33472103030"),
    "zh": ("苏州市水务局", "李明", "liming@suzhou.gov.cn", "+8613812345678"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_message_that_says_all_at_once_shows_nothing_personal_before_consent(
    library: Library, talk: Talk, language: str
) -> None:
    organisation, *personal = SAID[language]
    shown = talk.ask("request_cooperation", text=ONCE[language]).text(language)
    agreed = talk.ask("request_cooperation", ("guide", "agree"), text="I agree").text(language)

    assert organisation in shown
    assert [each for each in personal if each in shown] == []
    assert [each for each in personal if each not in agreed] == []


def test_every_form_can_be_read_and_leaves_a_message_of_nothing_but_a_beginning_alone() -> None:
    assert request_amendments.amended("sorry, wait …", Draft(ANA, "contacts")) == {}


def test_no_form_is_compiled_again_with_the_next_message() -> None:
    texts = ("What is the IUC?", "Our contact is Ana Li, not Ana Lee", "the topic is waste", "no, the phone number")
    for stage in ("contacts", "topic", "organisation"):
        for text in texts:
            request_corrections.corrections(text, Draft(ANA, stage, consent="2026_11"))
    missed = request_draft.form.cache_info().misses
    request_corrections.corrections(texts[0], Draft(ANA, "contacts", consent="2026_11"))
    assert request_draft.form.cache_info().misses == missed
