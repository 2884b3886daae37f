"""A short question for a detail is answered by the text of the record that tells it, or it is known that none does."""

from __future__ import annotations

import pytest

from nlu import details, generation


def asked(text: str, about: str | None = None) -> details.Detail | None:
    now = generation.current()
    return details.asked(now.reader.read(text), now.library.get(about) if about else None, now.library)


@pytest.mark.parametrize(
    ("about", "text", "row", "fact"),
    [
        ("events/2017-05-31-dialogue", "which sides signed?", "signers", "what"),
        ("events/2017-05-31-dialogue", "是谁签的", "signers", "what"),
        ("events/2018-09-12-mission", "how many days?", "duration", "when"),
        ("events/2018-09-12-mission", "一共多少天", "duration", "when"),
        ("events/2018-04-24-workshop", "有多少人", "number", "what"),
        ("pilots/mannheim_chongqing", "who is the operator of the line", "operator", "yuxinou"),
        ("pilots/mannheim_chongqing", "哪家公司在运营", "operator", "yuxinou"),
        ("pilots/mannheim_chongqing", "多少天到", "number", "first"),
        ("funding/he", "具体哪些领域", "topics", "open"),
        ("funding/dut", "which fields?", "topics", "pays"),
        ("funding/cfm_he", "有哪些领域", "topics", "pays"),
        ("funding/adb", "归哪个部门管", "department", "who"),
    ],
)
def test_text_with_the_detail_answers(about: str, text: str, row: str, fact: str) -> None:
    found = asked(text, about)
    assert found is not None
    assert found.hit is not None
    assert (found.name, found.hit.ref, found.hit.fact) == (row, about, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("who was the mayor of Mannheim when the train was opened?", "opening"),
        ("曼海姆当时的市长是谁", "opening"),
        ("What was the name of Mannheim's vice mayor in 2017?", "visit2"),
        ("曼海姆第一副市长叫什么名字", "visit2"),
    ],
)
def test_text_beside_a_city_answers_too(text: str, fact: str) -> None:
    found = asked(text)
    assert found is not None
    assert found.hit is not None
    assert (found.hit.ref, found.hit.fact) == ("pilots/mannheim_chongqing", fact)


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("events/2018-09-12-mission", "who led the delegation?"),
        ("events/2018-09-12-mission", "团长是谁"),
        ("faq/invitation_letter", "how many weeks in advance?"),
        ("faq/invitation_letter", "提前几周"),
        ("sdgs/overview", "who picked them?"),
        ("events/2024-02-27-seminar", "was there a joint statement?"),
        ("events/2024-02-27-seminar", "发表了联合声明吗"),
        ("method/ucap", "how many pages?"),
        ("programmes/mayors_forum", "was there any final statement?"),
    ],
)
def test_detail_that_no_text_tells_is_known_to_be_one(about: str, text: str) -> None:
    found = asked(text, about)
    assert found is not None
    assert found.record.ref == about
    assert found.hit is None


@pytest.mark.parametrize(
    ("text", "ref", "fact"),
    [
        ("when did a delegation from Haikou go to Nice", "pilots/nice_haikou", "mission_2018"),
        ("海口什么时候访问过尼斯", "pilots/nice_haikou", "mission_2018"),
        ("the action plan of Longyan and Prague, from when is it", "method/ucap", "example"),
        ("龙岩和布拉格的行动计划是哪年的", "method/ucap", "example"),
        ("give me the fourteen Chinese pilot cities", "programmes/iuc", "cn_cities"),
        ("14个中方试点城市都叫什么", "programmes/iuc", "cn_cities"),
        ("那份5城备忘录是哪些城市", "method/mou", "examples"),
    ],
)
def test_several_names_lead_to_the_text_with_all_of_them(text: str, ref: str, fact: str) -> None:
    found = asked(text)
    assert found is not None
    assert found.hit is not None
    assert (found.hit.ref, found.hit.fact) == (ref, fact)


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("events/2018-09-12-mission", "how many inhabitants does Rome have?"),
        ("faq/invitation_letter", "who pays for the travel of our delegation when we go to them?"),
        ("programmes/iuc", "which themes does our city get from you?"),
        ("cities/rome", "was ist das"),
        (None, "how many days?"),
        (None, "what is the difference between IUC and IURC?"),
        (None, "到底是14个还是17个中国城市"),
        (None, "who is the mayor of Mannheim now?"),
        (None, "曼海姆现任市长是谁"),
        (None, "代表团一天补贴多少欧"),
    ],
)
def test_another_question_is_left_alone(about: str | None, text: str) -> None:
    assert asked(text, about) is None


@pytest.mark.parametrize(
    ("about", "text", "row", "fact"),
    [
        ("funding/iuc_cf", "which towns benefited?", "winners", "award"),
        ("funding/iuc_cf", "哪几个城市获得了资助", "winners", "award"),
        ("funding/uec_ph", "how were the winners chosen?", "criteria", "criteria"),
        ("funding/cfm_he", "is there something comparable today", "similar", "next"),
        ("cities/mannheim", "was there ever a virtual meeting", "online", "what"),
    ],
)
def test_short_question_on_a_scheme_or_a_meeting_finds_its_text(about: str, text: str, row: str, fact: str) -> None:
    found = asked(text, about)
    assert found is not None
    assert found.hit is not None
    assert (found.name, found.hit.fact) == (row, fact)


@pytest.mark.parametrize("text", ["and who has the final say?", "是谁定的", "评审委员会是谁"])
def test_who_decides_is_never_told_by_who_may_apply(text: str) -> None:
    found = asked(text, "funding/dut")
    assert found is not None
    assert (found.name, found.hit) == ("award", None)


def test_an_answer_that_points_at_a_scheme_tells_who_won() -> None:
    found = asked("who were the winners?", "funding/uec_ph")
    assert found is not None
    assert found.hit is not None
    assert found.hit.ref == "faq/powerhouse_winners"
