"""What strangers wrote into a cooperation request and was read wrongly: bodies, names, topics, two parts at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions import request_fields, request_fitting, request_reader
from actions.context import Entity, Question
from actions.request_corrections import corrections
from actions.request_draft import SLOT, Draft
from actions.request_known import known
from knowledge.library import Library
from tests.actions.asking import Talk
from tests.actions.test_request_form import asked, move

HELD: dict[str, Any] = {"organisation": "City of Bologna", "country": "IT", "name": "Ana Lopes", "email": "a@b.eu"}
TOPIC: dict[str, Any] = {**HELD, "topics": ["clusters/circular"], "description": "We reuse old bricks."}
PLACES = ("Weinan", "渭南", "Bologna", "博洛尼亚", "Haikou", "海口", "Yantai", "烟台")


def _places(text: str) -> tuple[Entity, ...]:
    refs = {"Weinan": "weinan", "渭南": "weinan", "Bologna": "bologna", "博洛尼亚": "bologna"}
    refs |= {"Haikou": "haikou", "海口": "haikou", "Yantai": "yantai", "烟台": "yantai"}
    return tuple(Entity("city", f"cities/{refs[one]}", one, text.index(one)) for one in PLACES if one in text)


@pytest.mark.parametrize("asking", ["consent", "organisation"])
@pytest.mark.parametrize(
    "text",
    [
        "渭南市外事办", "渭南市人民政府外事办公室", "渭南市文化和旅游局", "你好，渭南市发改委",
        "渭南经济技术开发区管委会",
        "Foreign Affairs Office of Weinan", "City of Bologna, international office", "Weinan Foreign Affairs Office",
        "Municipality of Bologna", "the environment department of Bologna", "Bologna city council, mobility unit",
        "Comune di Bologna", "我们是渭南市商务局",
    ],
)  # fmt: skip
def test_a_body_that_is_named_bare_is_who_writes_and_not_the_partner(library: Library, text: str, asking: str) -> None:
    question = asked(text, *_places(text), asking=asking)
    said = request_fields.gather(question, library, Draft({}, asking, consent="2026_11"))

    assert "partner" not in said and said["organisation"] in text


@pytest.mark.parametrize(
    "text", ["with the City of Bologna", "与渭南市合作", "we would like to work with Bologna city council", "Bologna"]
)
def test_a_wish_before_consent_still_names_the_partner(library: Library, text: str) -> None:
    said = request_fields.gather(asked(text, *_places(text), asking="consent"), library, Draft({}, "consent"))

    assert "partner" in said and "organisation" not in said


@pytest.mark.parametrize("name", ["渭南市外事办想登记合作意向", "Weinan city council would like to register a request"])
def test_a_body_that_begins_a_request_is_who_writes(library: Library, talk: Talk, name: str) -> None:
    place = _places(name)[0]
    question = Question("request_cooperation", name, (place,), slots={})
    assert known(question, library, None).get("city_ref") == "cities/weinan"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我姓赵，赵敏", "赵敏"), ("我叫赵敏，是副科长", "赵敏"), ("联系人是赵敏，职务副科长", "赵敏"),
        ("免贵姓李，李强", "李强"), ("您好，我姓欧阳，叫欧阳娜", "欧阳娜"), ("姓王名芳", "王芳"),
        ("赵敏，敏捷的敏", "赵敏"), ("李，李强", "李强"), ("我是赵敏，现任科长", "赵敏"),
        ("It's Anna, Anna Lopez", "Anna Lopez"), ("Lopez, Anna Lopez", "Anna Lopez"),
        ("Hi, I'm Anna. Anna Lopez.", "Anna Lopez"), ("sorry, it is Anna Lopes with double n", "Anna Lopes"),
        ("my name is Bond, James Bond", "James Bond"), ("Anna Lopez, spelt with z", "Anna Lopez"),
        ("Anna Lopez, deputy head of unit", "Anna Lopez"), ("This is Marco – Marco Bianchi", "Marco Bianchi"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("intent", ["did_you_mean", "greet"])
def test_a_name_is_read_out_of_what_is_said_around_it(library: Library, text: str, name: str, intent: str) -> None:
    question = asked(text, asking="name", intent=intent, answers={"organisation": "City of Porto"})
    draft = Draft.of(question.slots)
    assert draft is not None
    found = move(question, library)

    assert request_fields.gather(question, library, draft).get("name") == name
    assert found is not None and found.name in ("answer", "correct")


@pytest.mark.parametrize(
    ("text", "before", "name"),
    [
        ("sorry, it is Anna Lopes with double n", "Ana Lopes", "Anna Lopes"),
        ("It's Anna Lopez, with z", "Anna Lopes", "Anna Lopez"),
        ("sorry, Anna Lopes", "Ana Lopes", "Anna Lopes"),
        ("oh, it should be Anne Lopes", "Ana Lopes", "Anne Lopes"),
        ("no, it's Anna Maria Lopes", "Anna Lopes", "Anna Maria Lopes"),
        ("抱歉，是赵敏，敏捷的敏", "赵明敏", "赵敏"),
        ("联系人是赵敏，职务副科长", "赵明", "赵敏"),
        ("不好意思，姓名应该是李强", "李墙", "李强"),
    ],
)
def test_a_name_is_put_right_after_it_was_given(talk: Talk, text: str, before: str, name: str) -> None:
    draft = Draft({**HELD, "name": before}, "role", consent="2026_11")
    talk.slots[SLOT] = draft.kept()
    found = move(asked(text, asking="role", answers=draft.answers), talk.library)
    talk.ask("request_cooperation", ("guide", "correct"), text=text)
    now = Draft.of(talk.slots)

    assert found is not None and found.name == "correct"
    assert now is not None and now.answers["name"] == name


CHANGES = [
    ("合作领域还要加上文化旅游", "add"), ("再加一个文化旅游", "add"), ("把文化旅游也加到合作领域里", "add"),
    ("另外还想加上文化旅游", "add"), ("主题里再增加文化旅游", "add"), ("文化旅游也要加上", "add"),
    ("还有文化旅游", "add"), ("合作方向同时包括文化旅游", "add"),
    ("also add tourism", "add"), ("and tourism too", "add"), ("tourism as well", "add"), ("please add tourism", "add"),
    ("add tourism to the topics", "add"), ("the topic should also include tourism", "add"), ("plus tourism", "add"),
    ("can you also add tourism as a topic?", None), ("and with Wuhan too", None), ("还有三个月", None),
    ("把循环经济换成文化旅游", "swap"), ("循环经济改为文化旅游", "swap"), ("不做循环经济了，改做文化旅游", "swap"),
    ("tourism instead of circular economy", "swap"), ("instead of circular economy, tourism", "swap"),
    ("replace circular economy with tourism", "swap"),
    ("去掉循环经济", "remove"), ("把循环经济去掉", "remove"), ("合作领域里去掉循环经济吧", "remove"),
    ("remove circular economy", "remove"), ("please drop the circular economy", "remove"),
    ("take circular economy out again", "remove"), ("去掉预算", None), ("remove the budget", None),
]  # fmt: skip


@pytest.mark.parametrize("asking", ["description", "partner", "summary"])
@pytest.mark.parametrize(("text", "does"), CHANGES)
def test_topics_join_are_swapped_and_go_one_by_one(talk: Talk, text: str, does: str | None, asking: str) -> None:
    answers = {**TOPIC, "topics": ["clusters/circular", "clusters/smart"]}
    if asking == "description":
        answers = {name: answers[name] for name in answers if name != "description"}
    found = move(asked(text, asking=asking, answers=answers), talk.library)
    assert (found is not None and found.name == "topics") == (does is not None)
    if does is None:
        return
    talk.slots[SLOT] = Draft(answers, asking, consent="2026_11").kept()
    talk.ask("request_cooperation", ("guide", "topics"), text=text)
    now = Draft.of(talk.slots)

    assert now is not None
    written = str(now.answers.get("topic_words") or "")
    assert ("clusters/circular" in now.answers["topics"]) == (does == "add")
    assert "clusters/smart" in now.answers["topics"]
    assert ("旅游" in written or "tourism" in written) == (does != "remove")
    assert not written.startswith(("还", "also", "再")) and now.answers.get("description") == answers.get("description")


@pytest.mark.parametrize(
    "text",
    [
        "No. The wished partner is Haikou, and the time frame is within six months.",
        "The partner is Haikou and the time frame should be within six months",
        "sorry, the partner should be Haikou, the time frame is six months",
        "Actually, the partner is Haikou; the timing is within six months.",
        "不对，意向城市是海口，时间改成半年内", "抱歉，合作方应为海口，启动时间改为半年内",
        "意向城市改为海口，启动时间改为半年内", "不是的，意向合作方是海口；时间是半年内",
    ],
)  # fmt: skip
def test_a_correction_of_two_parts_changes_both(talk: Talk, text: str) -> None:
    draft = Draft({**TOPIC, "partner": "Yantai", "timeframe": "later"}, "budget", consent="2026_11")
    said = corrections(text, draft)
    talk.slots[SLOT] = draft.kept()
    talk.ask("request_cooperation", ("guide", "correct"), text=text)
    now = Draft.of(talk.slots)

    assert set(said) == {"partner", "timeframe"}
    assert now is not None and now.answers["timeframe"] == "soon"
    assert now.answers["partner"] in ("Haikou", "海口")


@pytest.mark.parametrize(
    "text",
    [
        "Yantai or Haikou, whichever is smaller", "either Yantai or Haikou, you choose",
        "Yantai or Haikou, no preference",
        "Haikou or Yantai, whichever you recommend", "烟台或海口，都可以", "烟台或者海口，听你们的", "烟台、海口都行",
        "烟台还是海口都可以，请你们推荐", "海口和烟台，随便哪个",
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", [True, False])
def test_cities_between_which_the_desk_may_choose_are_recorded(library: Library, text: str, known: bool) -> None:
    question = asked(text, *(_places(text) if known else ()), asking="partner", answers={"country": "IT"})
    draft = Draft.of(question.slots)
    assert draft is not None
    said = request_fields.gather(question, library, draft)

    assert all(one in said["partner"] for one in PLACES if one in text)
    assert not known or set(said["partner_refs"]) == {"cities/yantai", "cities/haikou"}


@pytest.mark.parametrize(
    "text",
    ["雷焦当年搞的是什么主题来着", "雷焦的主题是什么来着", "忘了雷焦做的什么领域", "what was Reggio's topic again?",
     "remind me what Reggio worked on", "which topic did Reggio have again"],
)  # fmt: skip
@pytest.mark.parametrize("asking", ["description", "name", "timeframe", "contacts"])
def test_a_question_out_of_memory_is_answered_about_its_city(library: Library, text: str, asking: str) -> None:
    written = "Reggio" if "Reggio" in text else "雷焦"
    found = move(asked(text, Entity("city", "cities/reggio", written, text.index(written)), asking=asking), library)

    assert found is not None and found.intent == "ask_city_pilot"


@pytest.mark.parametrize(
    "text",
    ["这个信息会给谁看", "谁能看到这些信息？", "这些会给别人看吗", "我填的谁会看到", "这些信息哪些人可以查看",
     "who will see this?", "who can see my data", "who gets to read this", "who has access to it?",
     "will anybody else see this?", "is this passed on to others?"],
)  # fmt: skip
@pytest.mark.parametrize("asking", ["consent", "description", "timeframe", "contacts"])
def test_who_sees_the_request_is_told_and_the_form_goes_on(library: Library, text: str, asking: str) -> None:
    found = request_reader.move_of(asked(text, asking=asking), library, False, False)

    assert found is not None and found.name == "sees"


@pytest.mark.parametrize(("country", "role"), [("IT", "city"), ("CN", "city"), ("CN", "university")])
def test_schemes_without_a_place_for_both_sides_are_never_told_as_fitting(
    library: Library, country: str, role: str
) -> None:
    draft = Draft({"country": country, "role": role, "topics": [], "description": "culture festivals, ocean"})
    found = request_fitting.money(draft, Question("request_cooperation", "", slots={}), library, date(2026, 11, 22))

    assert found.subjects
    for scheme in (*found.both, *found.general):
        assert scheme.fits is not None and scheme.fits.cn and scheme.fits.eu, scheme.ref
    for name in ("digital", "urbact4", "dut"):
        assert f"funding/{name}" not in [one.ref for one in (*found.both, *found.general)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_said_that_nothing_fits_a_topic_for_both_sides(talk: Talk, language: str) -> None:
    answers = {**HELD, "topics": ["themes/none"], "description": "carnival and museums", "role": "city"}
    talk.slots[SLOT] = Draft(answers, "summary", consent="2026_11").kept()
    reply = talk.ask("request_cooperation", ("guide", "submit"), text="submit")

    assert "request.money_none_on" in reply.says and "request.money_fits" not in reply.says
    assert reply.text(language)


def test_both_parts_are_taken_while_one_of_them_is_asked(library: Library) -> None:
    text = "No. The wished partner is Haikou, and the time frame is within six months."
    question = asked(text, *_places(text), asking="partner", answers=TOPIC)
    said = request_fields.gather(question, library, Draft(TOPIC, "partner", consent="2026_11"))

    assert (said["partner"], said["timeframe"]) == ("Haikou", "soon")
