"""Why a partner was suggested, what is left out, and a search that goes on from a size."""

from __future__ import annotations

import pytest

from actions import partner_case, partner_homes
from actions.context import Entity, Question
from actions.partner_case import SLOT, Case, read
from knowledge.library import Library
from knowledge.mentions import as_place


@pytest.mark.parametrize(
    "text",
    [
        "why this one?",
        "Why these cities?",
        "how did you choose them",
        "what are the reasons",
        "on what basis",
        "why did you suggest Rome",
        "what speaks for Nice?",
        "为什么推荐这个？",
        "推荐理由是什么？",
        "依据是什么",
        "为啥是尼斯",
        "凭什么选这几个",
        "怎么推荐这个城市",
        "说明一下理由",
    ],
)
def test_reasons_are_asked_for_in_many_ways(text: str) -> None:
    assert partner_case.says("why", text) or partner_case.says("why_suggested", text)


@pytest.mark.parametrize("text", ["another one", "what about health", "bigger", "换一个", "大一点的", "主题换成旅游"])
def test_other_wishes_ask_for_no_reasons(text: str) -> None:
    assert not partner_case.says("why", text) and not partner_case.says("why_suggested", text)


def test_what_is_not_wanted_is_left_out_and_the_rest_stays(library: Library) -> None:
    before = Case(own="cities/longyan", side="EU", countries=("DE",), subjects=("circular",), people=40_000)
    denied = Question("find_partner", "not a German one", denied=(Entity("country", "DE", "german", 6),))
    case = read(denied, library, before, True)
    assert (case.countries, case.without, case.subjects, case.people) == ((), ("DE",), ("circular",), 40_000)
    wanted = Question("find_partner", "a German one after all", (Entity("country", "DE", "german", 2),))
    assert read(wanted, library, case, True).without == ()


@pytest.mark.parametrize(
    ("name", "text", "wished"),
    [
        ("Suzhou", "can Suzhou be our partner for smart city?", True),
        ("Milan", "we would like to work with Milan", True),
        ("Turin", "Turin as a partner?", True),
        ("Turin", "we are from Turin and look for a Chinese city", False),
        ("苏州", "苏州可以做我们的伙伴吗", True),
        ("都灵", "我们想和都灵合作", True),
        ("苏州", "我们是苏州的，想找欧洲伙伴", False),
        ("苏州", "苏州想找个欧洲伙伴", False),
    ],
)
def test_a_place_is_wished_for_or_the_askers_own(library: Library, name: str, text: str, wished: bool) -> None:
    assert partner_homes.wishes(as_place(name, library), text) is wished


def test_the_search_remembers_what_it_leaves_out() -> None:
    case = Case(without=("DE", "cities/rome"))
    assert Case.of(case.kept()) == case and SLOT == "partner_case"
