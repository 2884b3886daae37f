"""What money shall be like: its kind, its topic, where the applicant is; and what is asked of the schemes listed."""

from __future__ import annotations

import pytest

from actions import funding_case, funding_changes, funding_guide
from actions.context import Entity, Question
from actions.funding_case import Case
from knowledge.library import Library
from tests.actions.asking import LANGUAGES, Talk


def said(library: Library, text: str, *entities: Entity) -> Case:
    return funding_case.said(Question("find_funding", text, entities), library)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("grants only, no loans", "grant"),
        ("we do not want a loan, no loans please", "no_loan"),
        ("only loans please", "loan"),
        ("is there a fellowship?", "fellowship"),
        ("grants or loans", "any"),
        ("we want a grant for exchange", None),
        ("只要拨款不要贷款", "grant"),
        ("不要贷款", "no_loan"),
        ("只要贷款", "loan"),
        ("贷款呢", "loan"),
        ("有没有奖学金", "fellowship"),
        ("想申请一笔资金做交流", None),
    ],
)
def test_a_kind_of_money_is_a_condition_only_where_it_is_said(library: Library, text: str, gives: str | None) -> None:
    found = said(library, text)
    assert found.gives == gives
    assert found.purpose in (None, "exchange")


@pytest.mark.parametrize(
    ("text", "side", "country", "region"),
    [
        ("Region Lazio is looking for funding", "EU", "IT", "Lazio"),
        ("Île-de-France seeks a grant", "EU", "FR", "Île-de-France"),
        ("a company in Bavaria", "EU", "DE", "Bavaria"),
        ("我们是江苏省的县级市", "CN", None, "Jiangsu"),
        ("巴伐利亚的协会", "EU", "DE", "Bavaria"),
        ("we want to visit Bavaria", "CN", None, None),
    ],
)
def test_a_region_says_where_the_applicant_is(
    library: Library, text: str, side: str, country: str | None, region: str | None
) -> None:
    found = said(library, text)
    assert (found.side, found.country) == (side, country)
    assert (found.region or (None,))[0] == region


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("about 50k", "small"),
        ("two million euro", "large"),
        ("not much", "small"),
        ("we are a city of 200k people", None),
        ("50万欧元", "medium"),
        ("几十万", "small"),
        ("人口50万的城市", None),
    ],
)
def test_sums_are_read_as_people_write_them(library: Library, text: str, band: str | None) -> None:
    assert said(library, text).sum == band


@pytest.mark.parametrize(
    "text", ["we are a city and look for money for climate adaptation", "我市想做气候适应，有什么资金"]
)
def test_schemes_that_name_the_topic_come_first_and_say_by_which_words(talk: Talk, text: str) -> None:
    reply = talk.ask("find_funding", ("country", "GR"), text=text)
    assert set(reply.answer.shown[:2]) == {"funding/he", "funding/life"}
    assert {"finder.on_topic", "finder.topic_words"} <= set(reply.says)
    assert "climate action" in reply.text("en")


def test_a_topic_that_no_scheme_names_is_told_so(talk: Talk) -> None:
    reply = talk.ask("find_funding", ("country", "IT"), text="we are a city and need money for heritage")
    assert "finder.no_topic" in reply.says


def test_no_loan_is_told_to_who_wants_none_and_what_is_left_out_is_named(talk: Talk) -> None:
    reply = talk.ask("find_funding", ("country", "CN"), text="我们是城市，只要拨款不要贷款")
    told = {ref for block in reply.blocks if block["type"] == "list" for ref in block.get("records", ())}
    assert not told & {"funding/eib", "funding/adb"}
    assert "finder.barred" in reply.says


def test_where_nothing_fits_the_nearest_is_told_with_what_it_is_for(talk: Talk) -> None:
    reply = talk.ask("find_funding", ("country", "DE"), text="we are a city, only loans please")
    assert {"finder.nothing_fits", "finder.instead", "finder.person"} <= set(reply.says)
    assert ("ask_for_person", None) in reply.buttons
    assert {"funding/eib", "funding/adb"} <= set(reply.answer.shown)


def test_a_single_person_is_told_that_institutions_apply(talk: Talk) -> None:
    reply = talk.ask("find_funding", ("country", "DE"), text="I am a student, is there a fellowship?")
    assert {"finder.no_person", "finder.near_person", "finder.title_closed_person"} <= set(reply.says)
    assert "10 February 2026" in reply.text("en")


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("which of these has the nearest deadline?", "deadline"),
        ("which of these is easiest for a small city?", "easy"),
        ("which pays the most?", "most"),
        ("and for mobility?", "refine"),
        ("about 50k", "refine"),
        ("哪个截止最早", "deadline"),
        ("哪个最容易申请", "easy"),
        ("哪个给的钱最多", "most"),
        ("那交通呢", "refine"),
        ("what is the IUC?", None),
        ("谢谢", None),
    ],
)
def test_what_follows_a_list_of_money_asks_of_it_or_changes_the_case(talk: Talk, text: str, move: str | None) -> None:
    talk.ask("find_funding", ("country", "ES"), text="we are a city and want a grant for exchange")
    found = None
    if funding_changes.waits(text, talk.slots):
        question = Question("did_you_mean", text, slots=talk.slots)
        found = funding_changes.move_of(question, talk.library, True, False)
    assert (found.name if found else None) == move


@pytest.mark.parametrize("name", ["deadline", "easy", "most"])
def test_what_is_asked_of_the_list_is_answered_from_the_records(talk: Talk, name: str) -> None:
    talk.ask("list_funding")
    reply = talk.ask("find_funding", ("guide", name))
    assert reply.says[0] in ("funding.no_deadline", "funding.ease_unrated", "funding.most_known")
    assert ("ask_for_person", None) in reply.buttons
    for language in LANGUAGES:
        assert reply.text(language)


def test_a_change_keeps_the_rest_of_the_case(talk: Talk) -> None:
    talk.ask("find_funding", ("country", "ES"), text="we are a city and want grants only for exchange")
    talk.ask("find_funding", ("guide", "refine"), text="about 50k")
    kept = talk.slots[funding_guide.SLOT]
    assert (kept["side"], kept["gives"], kept["purpose"], kept["sum"]) == ("EU", "grant", "exchange", "small")


@pytest.mark.parametrize("intent", ["ask_funding", "find_funding"])
def test_two_schemes_are_held_against_each_other_for_the_purpose_named(talk: Talk, intent: str) -> None:
    named = (("funding", "funding/erasmus"), ("funding", "funding/he"))
    reply = talk.ask(intent, *named, text="erasmus or horizon for a twinning?")
    assert "funding.none_for_purpose" in reply.says
    assert any(block["type"] == "table" for block in reply.blocks)
    assert "funding.ease_unrated_short" in reply.says
