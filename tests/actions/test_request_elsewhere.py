"""An answer that comes where another question is asked goes where it belongs, and no status is told of nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions import guides, request_fields, request_reader
from actions.context import Entity, Question
from actions.request_draft import SLOT, SUMMARY, Draft
from actions.request_pieces import topics
from bot.wording.render import plain, render
from knowledge.library import Library
from tests.actions.asking import Talk
from tests.actions.test_request_form import asked, move

HELD: dict[str, Any] = {"organisation": "City of Linz", "city": "Linz", "country": "AT", "name": "Eva Huber"}


def _gathered(text: str, asking: str, library: Library, *entities: Entity, **answers: Any) -> dict[str, Any]:
    question = asked(text, *entities, asking=asking, answers=answers)
    draft = Draft.of(question.slots)
    assert draft is not None
    return request_fields.gather(question, library, draft)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Larsson",
        "Piotr Nowak",
        "Marie-Claire Dupont",
        "Giannis Dimopoulos",
        "Li Na",
        "Zhang Weimin",
        "李雪",
        "王磊",
    ],
)
def test_the_bare_name_of_a_person_is_no_body(library: Library, text: str) -> None:
    assert _gathered(text, "organisation", library) == {"name": text}


@pytest.mark.parametrize(
    "text",
    ["Stara Zagora", "Hradec Králové", "Novi Sad", "Bad Homburg", "Banská Bystrica", "安吉", "Anna Freud Institute"],
)
def test_a_town_or_a_body_of_two_words_stays_one(library: Library, text: str) -> None:
    assert _gathered(text, "organisation", library)["organisation"] == text


def test_the_name_said_twice_asks_for_the_body_again(talk: Talk) -> None:
    talk.slots[SLOT] = Draft({"name": "Anna Larsson"}, "organisation", consent="2026_11").kept()
    reply = talk.ask("request_cooperation", ("guide", "answer"), text="Anna Larsson")
    now = Draft.of(talk.slots)

    assert now is not None and now.asking == "organisation" and dict(now.answers) == {"name": "Anna Larsson"}
    assert "request.ask_organisation" in reply.says


@pytest.mark.parametrize(
    ("asking", "text", "said"),
    [
        ("country", "we have been in touch with Wuhan's transport bureau since 2023", "contacts"),
        ("partner", "去过曼海姆", "contacts"), ("budget", "2019年签过备忘录", "contacts"),
        ("description", "next summer", "timeframe"), ("description", "明年", "timeframe"),
        ("name", "明年九月", "timeframe"), ("budget", "2027年上半年启动", "timeframe"),
        ("contacts", "大概三十万", "budget"), ("contacts", "about 80,000 euros", "budget"),
        ("timeframe", "请推荐", "partner"), ("description", "please suggest", "partner"),
        ("role", "想做智慧城市，还有循环经济", "topics"), ("contact", "district heating, e-buses", "topics"),
    ],
)  # fmt: skip
def test_what_answers_another_question_goes_there(library: Library, asking: str, text: str, said: str) -> None:
    topical = [
        Entity("cluster", "clusters/smart", "智慧城市", 14),
        Entity("cluster", "clusters/circular", "循环经济", 14),
    ]
    entities = [one for one in topical if one.text in text]
    if "heating" in text:
        entities = [Entity("cluster", "clusters/circular", "district heating", 14),
                    Entity("cluster", "clusters/mobility", "e-buses", 14)]  # fmt: skip
    found = _gathered(text, asking, library, *entities, **HELD)

    assert said in found and asking not in found


@pytest.mark.parametrize("text", ["municipality", "city", "company", "公司"])
def test_a_word_that_also_names_a_part_is_an_answer_for_the_kind(library: Library, text: str) -> None:
    assert _gathered(text, "role", library, **HELD).get("role") in ("city", "firm")


@pytest.mark.parametrize("text", ["my phone is 00420 495 707 111", "3021234-转8", "extension 2044"])
def test_the_number_of_a_telephone_is_no_sum(library: Library, text: str) -> None:
    assert "budget" not in _gathered(text, "role", library, **HELD)


@pytest.mark.parametrize("text", ["nothing more to say", "that's all", "nothing to add", "再说吧", "到时候再说"])
def test_nothing_more_is_neither_a_name_nor_a_partner(library: Library, text: str) -> None:
    found = move(asked(text, asking="partner", answers=HELD), library)

    assert found is not None and found.name == "skip"


@pytest.mark.parametrize(
    ("text", "country"),
    [("毕节市科技局", "CN"), ("宁夏大学国际合作处", "CN"), ("潜江市文旅局", "CN"), ("格拉茨市环境局", "AT")],
)  # fmt: skip
def test_a_bureau_as_only_china_has_it_is_in_china(library: Library, text: str, country: str) -> None:
    assert _gathered(text, "organisation", library)["country"] == country


@pytest.mark.parametrize("text", ["status?", "any news yet?", "状态？", "进展如何"])
@pytest.mark.parametrize("asking", ["consent", "name", "topic", "description", "budget", SUMMARY])
def test_status_in_the_middle_of_the_form_asks_for_the_status(library: Library, text: str, asking: str) -> None:
    found = move(asked(text, asking=asking, answers=HELD), library)

    assert found is not None and found.intent == "ask_request_status"


@pytest.mark.parametrize(("language", "says"), [("en", "has not been submitted yet"), ("zh", "尚未提交")])
def test_the_status_of_a_draft_is_that_nobody_works_on_it(talk: Talk, language: str, says: str) -> None:
    talk.slots[SLOT] = Draft(HELD, "topic", consent="2026_11").kept()
    reply = talk.ask("ask_request_status", text="status?")
    said = plain(render([block for block in reply.blocks if block["type"] != "effect"], language))

    assert says in said and not reply.effects
    assert ("request_cooperation", "resume") in reply.buttons


def test_the_status_of_a_draft_that_was_left_is_told_too(library: Library) -> None:
    question = asked("any news?", asking="topic", answers=HELD, stage="paused")

    assert request_reader.waits("any news?", question.slots)
    found = move(question, library)
    assert found is not None and found.intent == "ask_request_status"


@pytest.mark.parametrize("text", ["submit", "please submit it", "直接提交吧", "提交"])
def test_who_submits_before_the_end_sees_the_summary_first(talk: Talk, text: str) -> None:
    answers = {**HELD, "email": "e@linz.at", "topics": ["clusters/circular"]}
    talk.slots[SLOT] = Draft(answers, "description", consent="2026_11").kept()
    reply = talk.ask("request_cooperation", ("guide", "submit"), text=text)
    now = Draft.of(talk.slots)

    assert not reply.effects and "request.summary" in reply.says
    assert now is not None and now.asking == SUMMARY and set(now.skipped) >= {"partner", "timeframe", "budget"}
    sent = talk.ask("request_cooperation", ("guide", "submit"), text="yes")
    assert [effect["type"] for effect in sent.effects] == ["submit_request"]


def test_a_correction_at_the_summary_returns_to_the_summary(talk: Talk) -> None:
    answers = {**HELD, "email": "e@linz.at", "topics": ["clusters/circular"]}
    talk.slots[SLOT] = Draft(answers, "role", consent="2026_11").kept()
    talk.ask("request_cooperation", ("guide", "submit"), text="submit")
    for text in ("the e-mail should be eva@linz.at", "not Linz: Graz"):
        reply = talk.ask("request_cooperation", ("guide", "correct"), text=text)
        assert "request.summary" in reply.says and "request.ask_submit" in reply.says
    now = Draft.of(talk.slots)

    assert now is not None and now.answers["email"] == "eva@linz.at" and now.asking in (SUMMARY, "country")


def test_what_is_needed_is_asked_for_before_the_summary(talk: Talk) -> None:
    talk.slots[SLOT] = Draft(HELD, "role", consent="2026_11").kept()
    reply = talk.ask("request_cooperation", ("guide", "submit"), text="submit")

    assert "request.incomplete" in reply.says and "request.ask_contact" in reply.says


def test_skipping_what_is_needed_again_and_again_offers_a_person(talk: Talk) -> None:
    talk.slots[SLOT] = Draft({**HELD, "email": "e@linz.at"}, "topic", consent="2026_11").kept()
    replies = [talk.ask("request_cooperation", ("guide", "skip"), text="skip") for _ in range(3)]

    assert "request.person" not in replies[0].says and "request.person" in replies[2].says
    assert ("ask_for_person", None) in replies[2].buttons


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("想做智慧城市，还有循环经济", ["智慧城市", "循环经济"]),
        ("我们想搞文旅，再加上职业教育", ["文旅", "职业教育"]),
        ("我市主要想做康养和养老", ["康养", "养老"]), ("打算围绕节水、防洪", ["节水", "防洪"]),
        ("and clean air, and also schools", ["clean air", "schools"]),
        ("maybe e-buses, plus bike lanes", ["e-buses", "bike lanes"]),
        ("想做点什么", []), ("我们想做一个项目", []),
    ],
)  # fmt: skip
def test_what_leads_in_to_topics_is_none_of_them(text: str, listed: list[str]) -> None:
    assert [one for one in topics(text) if listed] == listed


FIRST = ("Please register a cooperation request: we are the City of Trento, contact Sara Conci, sara@trento.it, "
         "+39 0461 884111, topics: waste sorting. "
         "Our mayor Franco Rossi has been to China twice and likes it")  # fmt: skip
PERSONAL = ("Sara", "trento.it", "884111", "Franco")


@pytest.mark.parametrize(
    ("move_name", "text"), [("disagree", "I do not agree"), ("cancel", "cancel"), ("later", "later"), ("delete", "x")]
)
def test_nothing_personal_is_remembered_of_a_first_message_without_consent(
    talk: Talk, move_name: str, text: str
) -> None:
    talk.ask("request_cooperation", text=FIRST)
    before = json.dumps(talk.slots[SLOT])
    talk.ask("request_cooperation", ("guide", move_name), text=text)
    after = json.dumps({name: value for name, value in talk.slots.items() if value})

    assert "Sara" in before and not [word for word in PERSONAL if word in after]


def test_who_goes_on_with_other_questions_has_it_forgotten_and_is_told(talk: Talk) -> None:
    talk.ask("request_cooperation", text=FIRST)
    told = []
    for _ in range(4):
        question = Question("ask_capabilities", "what can you do?", slots=dict(talk.slots))
        reply = talk.ask("ask_capabilities", text="what can you do?")
        answer = reply.answer
        guides.remind(question, answer)
        talk.slots.update(answer.slots)
        told.append(json.dumps(talk.slots.get(SLOT)))

    assert "Sara" in told[0] and not [word for word in PERSONAL if word in told[-1]]
    now = Draft.of(talk.slots)
    assert now is not None and now.answers["organisation"] == "City of Trento" and now.stage == "paused"
