"""What is asked on about a cooperation of cities, which sister cities are asked for, and which city is wished for."""

from __future__ import annotations

import pytest

from nlu import generation, ties


def asked(text: str, about: str | None = None) -> tuple[str, str] | None:
    now = generation.current()
    record = now.library.get(about) if about else None
    found = ties.asked(now.reader.read(text), record, now.library)
    return (found[0].ref, found[1]) if found else None


def wished(text: str) -> str | None:
    now = generation.current()
    return ties.wished(now.reader.read(text), now.library)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("did they sign something?", "signed"),
        ("have they signed an MoU", "signed"),
        ("what was signed?", "signed"),
        ("is there a memorandum between them?", "signed"),
        ("when did they sign the agreement?", "signed"),
        ("那他们签了什么？", "signed"),
        ("有没有签协议", "signed"),
        ("双方签过备忘录吗？", "signed"),
        ("什么时候签的", "signed"),
        ("what exactly did they do together?", "done"),
        ("which topics did they work on", "done"),
        ("what was their cooperation about?", "done"),
        ("具体合作了什么内容？", "done"),
        ("他们做了些什么", "done"),
        ("合作内容是什么", "done"),
        ("who did something similar?", "similar"),
        ("are there other cities with the same topic?", "similar"),
        ("还有谁做过类似的", "similar"),
        ("有没有类似的案例", "similar"),
        ("anything else they did?", "else"),
        ("what else did they do", "else"),
        ("他们还做了别的吗", "else"),
        ("还有别的合作吗", "else"),
        ("what were the results?", "results"),
        ("成果怎么样", "results"),
        ("do they still work together", "now"),
        ("谁出的钱", "payer"),
    ],
)
def test_a_short_question_asks_on_about_the_cooperation_of_a_city(text: str, what: str) -> None:
    assert ("cities/wuhan", what) == asked(text, "cities/wuhan")


@pytest.mark.parametrize("text", ["what did Nice and Haikou sign?", "did Nice and Haikou sign an agreement"])
def test_the_cities_may_be_named(text: str) -> None:
    assert asked(text) == ("cities/nice", "signed")


def test_without_a_city_nothing_is_asked_of_a_cooperation() -> None:
    assert asked("did they sign something?") is None
    assert asked("did they sign something?", "funding/life") is None


@pytest.mark.parametrize(
    "text", ["how many people live there?", "what is an MoU?", "人口多少", "还有别的城市吗", "anything else?"]
)
def test_other_questions_stay_what_they_are(text: str) -> None:
    assert asked(text, "cities/wuhan") is None


@pytest.mark.parametrize(
    "text",
    [
        "sister cities of Mannheim in China",
        "which Chinese cities is Mannheim twinned with?",
        "does Mannheim have friendship cities in China",
        "what are the twin towns of Mannheim?",
        "曼海姆在中国的友好城市",
        "曼海姆有哪些友城？",
        "曼海姆和哪些中国城市结为友好城市",
        "请问曼海姆在中国有姐妹城市吗",
    ],
)
def test_sister_cities_of_a_city_are_asked_for(text: str) -> None:
    assert asked(text) == ("cities/mannheim", ties.SISTERS)


@pytest.mark.parametrize(
    "text",
    [
        "how do we become a sister city of Mannheim",
        "我们想和曼海姆结为友好城市",
        "is Chongqing a sister city of Mannheim",
    ],
)
def test_a_wish_for_a_sister_city_is_none(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "we are looking for a partner, ideally Kunming",
        "we search for a partner city, for example Kunming",
        "we would love to have Kunming as our partner",
        "we want Kunming as our partner city",
        "could you find us a partner, we would like to work with Kunming on health",
        "our dream partner is Kunming",
        "would Kunming be interested in us",
        "Granada would like to have Kunming as its partner",
        "我们想找昆明做合作伙伴",
        "我们希望与昆明结对",
        "帮我们找伙伴，最好是昆明",
        "希望昆明成为我们的合作伙伴",
        "昆明能不能做我们的伙伴",
        "想跟昆明合作，主题是健康",
    ],
)
def test_a_city_is_wished_for_as_partner(text: str) -> None:
    assert wished(text) == "cities/kunming"


@pytest.mark.parametrize(
    "text",
    [
        "find a partner for Kunming",
        "who is the partner of Kunming",
        "帮昆明找个伙伴",
        "昆明和谁合作过",
        "我们是昆明，想找伙伴",
    ],
)
def test_the_city_that_looks_for_a_partner_is_not_wished_for(text: str) -> None:
    assert wished(text) is None
