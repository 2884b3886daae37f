"""What a short question asks of a programme, a pilot or a memorandum, and how pilots are called by their cities."""

from __future__ import annotations

import pytest

from nlu import aspects, generation, subjects


def asked(text: str, about: str | None = None) -> tuple[str, str] | None:
    now = generation.current()
    record = now.library.get(about) if about else None
    found = aspects.asked(now.reader.read(text), record, now.library)
    return (found[0].ref, found[1]) if found else None


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("who paid for it?", "payer"),
        ("and who foots the bill?", "payer"),
        ("where did the money come from", "payer"),
        ("谁出的钱", "payer"),
        ("经费谁承担？", "payer"),
        ("钱从哪里来", "payer"),
        ("who ran it?", "lead"),
        ("who was the lead partner", "lead"),
        ("牵头单位是谁", "lead"),
        ("谁牵头的", "lead"),
        ("what came out of it in the end?", "results"),
        ("was it a success?", "results"),
        ("成果呢？", "results"),
        ("取得了什么成效", "results"),
        ("how much did it cost?", "cost"),
        ("花了多少钱？", "cost"),
        ("how long did it take?", "duration"),
        ("做了多久？", "duration"),
        ("who were the partners?", "partners"),
        ("有哪些合作方？", "partners"),
        ("is there a contact for it?", "contact"),
        ("该找谁联系？", "contact"),
        ("and what comes now?", "now"),
        ("还在继续吗", "now"),
        ("后来怎么样了", "now"),
    ],
)
@pytest.mark.parametrize("about", ["pilots/nice_haikou", "programmes/cetregio"])
def test_a_short_question_asks_on_about_a_pilot_or_a_programme(text: str, aspect: str, about: str) -> None:
    assert (about, aspect) == asked(text, about)


@pytest.mark.parametrize(
    "text",
    [
        "who pays for our travel?",
        "我们的差旅费谁出",
        "what is the population of Rome?",
        "thank you",
        "你们是谁",
        "再见",
    ],
)
def test_other_questions_are_left_to_the_rest(text: str) -> None:
    assert asked(text, "pilots/nice_haikou") is None


@pytest.mark.parametrize("text", ["who paid for it?", "成果呢？"])
def test_nothing_is_asked_on_about_a_city_or_nothing(text: str) -> None:
    assert asked(text, "cities/rome") is None
    assert asked(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("who paid for CETREGIO?", ("programmes/cetregio", "payer")),
        ("REGREEN由谁牵头", ("programmes/regreen", "lead")),
        ("世界城市项目有哪些成果", ("programmes/worldcities", "results")),
    ],
)
def test_what_is_named_goes_before_what_was_spoken_of(text: str, found: tuple[str, str]) -> None:
    assert asked(text, "pilots/nice_haikou") == found


@pytest.mark.parametrize(
    ("text", "faq"),
    [
        ("how long does approval take?", "faq/mou_approval"),
        ("审批要多久", "faq/mou_approval"),
        ("in which languages?", "faq/mou_language"),
        ("用什么文字", "faq/mou_language"),
        ("is there a template?", "faq/mou_template"),
        ("有模板吗", "faq/mou_template"),
        ("who signs?", "faq/who_signs"),
        ("谁来签", "faq/who_signs"),
    ],
)
@pytest.mark.parametrize("about", ["method/mou", "faq/mou_duration"])
def test_what_is_asked_on_about_a_memorandum_has_its_faq(text: str, faq: str, about: str) -> None:
    now = generation.current()
    assert aspects.on_a_document(now.reader.read(text), now.library.get(about), now.library) == faq


@pytest.mark.parametrize(
    ("text", "pilot"),
    [
        ("tell me about the Nice Haikou pilot", "pilots/nice_haikou"),
        ("the pilot of Reggio and Weinan", "pilots/reggio_weinan"),
        ("烟台和罗马的试点", "pilots/rome_yantai"),
        ("斯图加特与太仓的合作项目", "pilots/stuttgart_taicang"),
    ],
)
def test_a_pilot_is_called_by_its_two_cities(text: str, pilot: str) -> None:
    assert [one.value for one in generation.current().reader.read(text).mentions] == [pilot]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("who is DG REGIO?", "term:Directorate-General for Regional and Urban Policy"),
        ("谁是DG REGIO", "term:Directorate-General for Regional and Urban Policy"),
        ("眼镜产业集群", "industry:眼镜"),
        ("丹阳的眼镜产业集群和你们有关系吗", "industry:眼镜"),
        ("is there an eyewear cluster?", "industry:eyewear"),
        ("which city has a furniture industry cluster", "industry:furniture"),
        ("which thematic clusters are there?", None),
        ("which cluster fits tourism?", None),
        ("主题集群有哪些", None),
        ("who is the mayor of Rome?", None),
    ],
)
def test_a_body_of_the_glossary_and_an_industry_cluster_are_told_apart(text: str, what: str | None) -> None:
    now = generation.current()
    assert subjects.asked(now.reader.read(text), now.library) == what
