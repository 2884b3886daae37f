"""A first message that says all at once: it begins the form, and only what is missing is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from actions import request_first
from actions.context import Question
from actions.request_draft import SLOT, Draft
from knowledge.library import Library
from tests.actions.asking import Talk

ALL: list[tuple[str, dict[str, Any]]] = [
    (
        "We would like to submit a request: we are the City of Graz, contact Lukas Maier, lukas@graz.at, "
        "topics: tourism, vocational training, looking for a city near Wuhan",
        {"organisation": "City of Graz", "country": "AT", "name": "Lukas Maier", "email": "lukas@graz.at",
         "topic_words": "tourism, vocational training", "partner": "a city near Wuhan"},
    ),
    (
        "Cooperation request. Municipality of Braga. Person: Inês Rocha, ines@cm-braga.pt. We'd like to work on "
        "electric buses with Yantai",
        {"organisation": "Municipality of Braga", "country": "PT", "name": "Inês Rocha",
         "topic_words": "electric buses", "partner": "Yantai"},
    ),
    (
        "Hello! Please register our request - organisation: City of Brno; contact person: Jana Malá; mail: "
        "jana@brno.cz; topics: waste sorting, heating; partner: Hefei; budget: 70,000 euros",
        {"organisation": "City of Brno", "name": "Jana Malá", "email": "jana@brno.cz",
         "topic_words": "waste sorting, heating", "partner": "Hefei", "budget": "small"},
    ),
    (
        "Partnership application - organisation: Graz Polytechnic; name: Ida Wolf; e-mail: ida@tu.at; topic: batteries",
        {"organisation": "Graz Polytechnic", "name": "Ida Wolf", "email": "ida@tu.at", "topic_words": "batteries"},
    ),
    (
        "你好，报个合作需求：单位是宜宾市商务局，联系人蒋丽，手机13608110000，主题：文旅、职业教育，想找奥地利的城市",
        {"organisation": "宜宾市商务局", "country": "CN", "name": "蒋丽", "phone": "+8613608110000",
         "topic_words": "文旅、职业教育", "partner": "奥地利的城市"},
    ),
    (
        "要提交合作意向：我们是九江市科技局的邓凯，13807920000，想和荷兰城市在节水方面合作，预算30万元，明年启动",
        {"organisation": "九江市科技局", "name": "邓凯", "topic_words": "节水", "partner": "荷兰城市",
         "budget": "small", "timeframe": "year"},
    ),
    (
        "合作需求登记。莆田市农业农村局，方敏，fangmin@putian.gov.cn，主题是冷链物流，希望对接丹麦",
        {"organisation": "莆田市农业农村局", "name": "方敏", "email": "fangmin@putian.gov.cn",
         "topic_words": "冷链物流", "partner": "丹麦"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ALL)
def test_a_first_message_fills_all_that_it_says(talk: Talk, text: str, expected: dict[str, Any]) -> None:
    talk.ask("request_cooperation", text=text)
    draft = Draft.of(talk.slots)

    assert draft is not None and draft.asking == "consent"
    assert {name: draft.answers.get(name) for name in expected} == expected
    assert "description" not in draft.answers


@pytest.mark.parametrize(("text", "expected"), ALL)
@pytest.mark.parametrize("intent", ["ask_faq", "find_partner", "ask_contact"])
def test_it_begins_a_request_whatever_it_is_taken_for(
    library: Library, text: str, expected: dict[str, Any], intent: str
) -> None:
    move = request_first.move_of(Question(intent, text, slots={}), library, True, True)

    assert request_first.waits(text, {}) and move is not None and move.intent == "request_cooperation"


@pytest.mark.parametrize(("text", "expected"), ALL)
def test_nothing_personal_is_shown_or_saved_before_consent(talk: Talk, text: str, expected: dict[str, Any]) -> None:
    reply = talk.ask("request_cooperation", text=text)
    shown = reply.text("en")

    assert reply.effects == []
    assert not [expected[name] for name in ("name", "email", "phone") if name in expected and expected[name] in shown]


@pytest.mark.parametrize(
    "text",
    ["Please delete my request, my mail is a@b.eu", "what is the status of my request? a@b.eu",
     "请删除我的合作申请，a@b.cn",
     "How do cities submit a request?", "How many cities made a cooperation request in 2019?"],
)  # fmt: skip
def test_other_wishes_begin_no_request(text: str) -> None:
    assert not request_first.waits(text, {})


@pytest.mark.parametrize(
    "text",
    ["我们这边想填个合作意向，咋弄？", "要登记合作需求，怎么办理", "Can we register a cooperation request here?",
     "Hello, we need to fill in a cooperation form, how does it work?"],
)  # fmt: skip
def test_who_wants_to_hand_in_a_request_and_asks_how_is_led_into_it(library: Library, text: str) -> None:
    move = request_first.move_of(Question("did_you_mean", text, slots={}), library, True, False)

    assert request_first.waits(text, {}) and move is not None and move.intent == "request_cooperation"
    assert Draft.of({SLOT: None}) is None
