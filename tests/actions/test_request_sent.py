"""What is written after the submission changes the fields of the request, or is noted; questions change nothing."""

from __future__ import annotations

from typing import Any

import pytest

from actions import request_reader, request_sent
from actions.context import Entity, Question
from actions.request_draft import SENT, SLOT, Draft
from knowledge.library import Library
from tests.actions.asking import LANGUAGES, Talk

LINZ: dict[str, Any] = {
    "organisation": "City of Linz, parks department", "city": "Linz", "country": "AT", "name": "Eva Huber",
    "role": "city", "email": "e@linz.at", "phone": "+4373270700", "topics": ["clusters/circular"],
    "topic_words": "waste sorting", "description": "We want to exchange on bio-waste", "partner": "Wuhan",
    "partner_refs": ["cities/wuhan"], "timeframe": "year", "budget": "large",
}  # fmt: skip
LIUZHOU: dict[str, Any] = {
    "organisation": "柳州市发改委", "city": "柳州", "country": "CN", "name": "张敏", "email": "zm@lz.gov.cn",
    "phone": "+8613877200000", "topics": ["clusters/mobility"], "partner": "suggest", "timeframe": "soon",
}  # fmt: skip

CHANGES = [
    ("sorry, the e-mail is eva.huber@linz.at", {"email": "eva.huber@linz.at"}),
    ("the budget is 50 000", {"budget": "small"}),
    ("The budget is 500 000 euros", {"budget": "medium"}),
    ("not Linz: Graz", {"organisation": "City of Graz, parks department", "city": "Graz"}),
    ("Hello again, I made a mistake in my request: the correct e-mail is eva@linz.at. Thanks!",
     {"email": "eva@linz.at"}),
    ("I gave you the wrong phone number, it should be +43 732 7070 99", {"phone": "+43732707099"}),
    ("we can only start in 2029", {"timeframe": "later"}),
    ("the contact person is now Tom Claes", {"name": "Tom Claes"}),
    ("my colleague Tom Claes is the contact person now, tom@linz.at", {"name": "Tom Claes", "email": "tom@linz.at"}),
    ("my name is misspelt, it's Eva Hubert", {"name": "Eva Hubert"}),
    ("Please remove the phone number", {"phone": None}),
    ("the email is a@b.eu and the budget is 200000 euros", {"email": "a@b.eu", "budget": "medium"}),
    ("I'd like to change the partner to Yantai", {"partner": "Yantai", "partner_refs": None}),
    ("we also want to cover river cleaning",
     {"description": "waste sorting, river cleaning\nWe want to exchange on bio-waste"}),
    ("the description should say: exchange on compost plants",
     {"description": "waste sorting\nexchange on compost plants"}),
    ("it's the climate department, not the parks department", {"organisation": "City of Linz, climate department"}),
    ("Our time frame: spring 2028", {"timeframe": "later"}),
    ("电话写错了，应该是13877211111", {"phone": "+8613877211111"}),
    ("不好意思，昨天提交的申请有个错误，邮箱应该是zhang@lz.gov.cn，谢谢", {"email": "zhang@lz.gov.cn"}),
    ("您好，打扰了，邮箱写错了，应为zm2@lz.gov.cn。麻烦改一下，谢谢！", {"email": "zm2@lz.gov.cn"}),
    ("预算是50万元", {"budget": "small"}), ("预算大概50万人民币吧", {"budget": "small"}),
    ("时间推迟到2029年", {"timeframe": "later"}), ("另外，启动时间定在明年", {"timeframe": "year"}),
    ("联系人换成李强了", {"name": "李强"}),
    ("联系人改为李强，电话13877222222", {"name": "李强", "phone": "+8613877222222"}),
    ("意向城市改为曼海姆", {"partner": "曼海姆"}), ("手机号不留了，删掉吧", {"phone": None}),
    ("不是柳州，是桂林", {"organisation": "桂林市发改委", "city": "桂林"}),
]  # fmt: skip
NOTHING = [
    "thank you very much", "and mobility", "my name is Tom Claes", "we want to work on water", "call me after 3 pm",
    "我叫李强", "我们想找德国城市", "合作城市是哪里", "主题是什么", "Wuhan, not Chongqing",
    "is the budget 50 000 enough?", "what is the population of Linz?",
]  # fmt: skip


def _held(text: str) -> dict[str, Any]:
    return LIUZHOU if any("\u4e00" <= one <= "\u9fff" for one in text) else LINZ


def _asked(text: str, *entities: Entity, **slots: Any) -> Question:
    draft = Draft(_held(text), stage=SENT)
    return Question("did_you_mean", text, entities, slots={SLOT: draft.kept(), **slots}, confidence=0.4)


@pytest.mark.parametrize(("text", "fields"), CHANGES)
def test_what_a_message_puts_right_is_changed_and_nothing_else(talk: Talk, text: str, fields: dict[str, Any]) -> None:
    found = request_reader.move_of(_asked(text), talk.library, False, False)
    talk.slots[SLOT] = Draft(_held(text), stage=SENT).kept()
    reply = talk.ask("request_cooperation", ("guide", "amend"), text=text)
    after = Draft.of(talk.slots)

    assert request_reader.waits(text, {SLOT: Draft(_held(text), stage=SENT).kept()})
    assert found is not None and found.name == "amend"
    assert [effect["type"] for effect in reply.effects] == ["amend_request"]
    assert reply.effects[0]["answers"] == fields and reply.effects[0]["asked"] == text
    assert after is not None and after.stage == SENT
    assert request_sent.differences(Draft(_held(text)), after) == fields


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_correction_changes_nothing(library: Library, text: str) -> None:
    question = _asked(text)
    waits = request_reader.waits(text, question.slots)

    assert not waits or request_reader.move_of(question, library, False, False) is None


def test_what_stands_there_already_is_told_and_not_silent(talk: Talk) -> None:
    talk.slots[SLOT] = Draft(LINZ, stage=SENT).kept()
    reply = talk.ask("request_cooperation", ("guide", "amend"), text="the budget is 2 million euros")

    assert reply.effects[0]["answers"] == {"budget": "large"} and len(reply.effects[0]["shown"]) == 1


def test_what_the_desk_needs_is_not_taken_out(talk: Talk) -> None:
    only = {name: value for name, value in LINZ.items() if name != "phone"}
    talk.slots[SLOT] = Draft(only, stage=SENT).kept()
    reply = talk.ask("request_cooperation", ("guide", "amend"), text="remove the e-mail")

    assert not reply.effects and "request.amend_needed" in reply.says
    assert all(reply.text(language) for language in LANGUAGES)


def test_the_same_words_answer_the_search_for_money_while_it_asks(library: Library) -> None:
    text = "the budget is 50 000"
    waiting = _asked(text, funding_case={"asking": "sum"})

    assert request_reader.move_of(_asked(text), library, False, False) is not None
    assert request_reader.move_of(waiting, library, False, False) is None


def test_the_next_request_of_the_conversation_knows_who_writes_and_not_what_was_wished(talk: Talk) -> None:
    talk.slots[SLOT] = Draft(LINZ, stage=SENT).kept()
    talk.ask("request_cooperation", text="another cooperation request")
    now = Draft.of(talk.slots)

    assert now is not None and now.answers["name"] == "Eva Huber" and "partner" not in now.answers
    assert "budget" not in now.answers and not now.consent
