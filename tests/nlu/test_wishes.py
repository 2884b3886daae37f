"""Wishes that have consequences must be plain; what is denied first is not what a message asks."""

from __future__ import annotations

import pytest

from knowledge.library import default_folder, load
from nlu import wishes
from nlu.corrections import meant
from nlu.reading import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load(default_folder()))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("We want to cooperate with Chengdu on waste management", "request_cooperation"),
        ("Please register our city", "request_cooperation"),
        ("我市拟与成都在垃圾处理领域开展合作，请协助对接", "request_cooperation"),
        ("we are a port city, 480k people, interested in green shipping", "find_partner"),
        ("我们是港口城市，48万人口，以物流为主", "find_partner"),
        ("铁路口岸城市，想发展物流，推荐伙伴", "find_partner"),
        ("恳请贵台就前期准备工作及报批流程予以指导", "ask_steps"),
        ("我们想跟尼斯接触，先了解下背景", "ask_city"),
        ("我们是国家级新区，想单独跟欧洲城市结对，行不行", "did_you_mean"),
        ("帮我把这段翻成英文：我市愿与贵市加强合作", "did_you_mean"),
    ],
)
def test_a_request_is_taken_up_only_where_it_is_plain(reader: Reader, text: str, intent: str) -> None:
    assert wishes.of("request_cooperation", reader.read(text), True)[0] == intent


@pytest.mark.parametrize("intent", ["request_cooperation", "complain", "ask_for_person"])
def test_a_wish_that_is_not_likely_is_asked_back(reader: Reader, intent: str) -> None:
    assert wishes.of(intent, reader.read("add Wuhan"), False) == ("did_you_mean", "between")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("not the population, the partner", "the partner"),
        ("I do not mean Mannheim, I mean Stuttgart. Who was the partner?", "Stuttgart. Who was the partner?"),
        ("I don't want funding, I want a contact person in Brussels", "I want a contact person in Brussels"),
        ("不是人口，我要看集群", "集群"),
        ("我不是想签友好城市，而是想做一个具体项目，应该怎么开始？", "想做一个具体项目，应该怎么开始？"),
        ("not now, thanks", "not now, thanks"),
        ("不是，我想问伙伴", "不是，我想问伙伴"),
        ("Which cities are not in the EU, and why?", "Which cities are not in the EU, and why?"),
    ],
)
def test_what_is_denied_first_is_left_out(text: str, rest: str) -> None:
    assert meant(text) == rest
