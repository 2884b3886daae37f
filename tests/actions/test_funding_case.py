"""Who looks for money, where, what for and how much: read from what people say."""

from __future__ import annotations

import pytest

from actions import funding_case
from actions.context import Entity, Question
from knowledge.library import Library


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("We are a small university near Lyon and want to work with a city", "university"),
        ("I work for a company in Ghent", "firm"),
        ("our NGO plans an exchange", "ngo"),
        ("we're a town of 30,000 people and want to bring our university along", "city"),
        ("我们是一所高校，想和欧洲城市合作", "university"),
        ("本市想做一个试点", "city"),
        ("我们公司打算和对方城市合作", "firm"),
        ("代表本地行业协会咨询", "ngo"),
        ("any money?", None),
    ],
)
def test_who_asks_is_read_from_what_they_say_of_themselves(library: Library, text: str, who: str | None) -> None:
    assert funding_case.said(Question("find_funding", text), library).who == who


@pytest.mark.parametrize(
    ("entities", "side"),
    [
        ((Entity("country", "DE", start=9), Entity("city", "cities/chengdu", start=40)), "EU"),
        ((Entity("city", "cities/chengdu", start=3), Entity("country", "DE", start=20)), "CN"),
        ((Entity("country", "CN"),), "CN"),
        ((Entity("country", "CH"),), "other"),
        ((), None),
    ],
)
def test_the_side_named_first_is_the_own_one(library: Library, entities: tuple[Entity, ...], side: str | None) -> None:
    assert funding_case.said(Question("find_funding", entities=entities), library).side == side


@pytest.mark.parametrize(
    ("text", "name", "code", "side"),
    [
        ("money for a water project with Chengdu", "Chengdu", "cities/chengdu", "EU"),
        ("EU money to visit our Chinese sister city", "Chinese", "CN", "EU"),
        ("跟德国合作有没有资金", "德国", "DE", "CN"),
        ("我市与曼海姆合作，想申请资金", "曼海姆", "cities/mannheim", "CN"),
    ],
)
def test_the_place_of_the_partner_is_not_ones_own(library: Library, text: str, name: str, code: str, side: str) -> None:
    named = Entity("city" if "/" in code else "country", code, name, text.index(name))
    assert funding_case.said(Question("find_funding", text, (named,)), library).side == side


def test_both_sides_named_in_answer_to_where_are_both(library: Library) -> None:
    named = (Entity("city", "cities/bologna", start=0), Entity("country", "CN", start=12))
    assert funding_case.said(Question("find_funding", "Bologna and China", named), library, "side").side == "both"


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("study visits of our staff", "exchange"),
        ("we are a research institute", None),
        ("a joint research project", "research"),
        ("派团互访", "exchange"),
        ("修建污水处理基础设施", "invest"),
        ("培训干部", "people"),
    ],
)
def test_what_for_is_read_from_the_words(library: Library, text: str, purpose: str | None) -> None:
    assert funding_case.said(Question("find_funding", text), library).purpose == purpose
