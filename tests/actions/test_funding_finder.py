"""The guided search for money: what is asked, what is understood as an answer, what fits and what is not to be had."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions import funding_guide
from actions.context import Entity, Question
from actions.funding_case import Case
from actions.funding_match import Match, matches
from knowledge.library import Library
from knowledge.state import state_on
from tests.actions.asking import LANGUAGES, Talk

TODAY = date(2026, 11, 22)


def found(library: Library, case: Case, today: date = TODAY) -> dict[str, Match]:
    return {one.scheme.id: one for one in matches(Question("find_funding"), case, library, today)}


def fitting(library: Library, case: Case) -> set[str]:
    return {name for name, one in found(library, case).items() if one.is_fit and not one.over}


def test_a_search_without_a_word_of_the_case_asks_one_thing_after_the_other(talk: Talk) -> None:
    assert "finder.ask_who" in talk.ask("find_funding").says
    assert "finder.ask_side" in talk.ask("find_funding", ("applicant", "city"), ("guide", "answer")).says
    assert "finder.ask_purpose" in talk.ask("find_funding", ("side", "EU"), ("guide", "answer")).says
    assert "finder.ask_sum" in talk.ask("find_funding", ("purpose", "exchange"), ("guide", "answer")).says
    reply = talk.ask("find_funding", ("sum", "small"), ("guide", "answer"))
    assert reply.says[0] == "finder.case"
    assert {"funding/urbact4", "funding/interreg_eu"} <= set(reply.answer.shown)
    assert funding_guide.asking(talk.slots) is None


def test_each_question_offers_its_choices_and_a_way_past_it(talk: Talk) -> None:
    for name, choices in funding_guide.CHOICES.items():
        talk.slots[funding_guide.SLOT] = {"asking": name}
        offered = [item["do"]["entities"] for item in _items(talk.ask("find_funding", ("guide", "resume")).blocks)]
        assert [one[0]["value"] for one in offered[: len(choices)]] == list(choices) or name != "who"
        assert [{"entity": "guide", "value": "skip"}] in offered


def _items(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return next((block["items"] for block in blocks if block["type"] == "buttons"), [])


def test_what_was_said_is_not_asked_again(talk: Talk) -> None:
    reply = talk.ask("find_funding", text="Is there money for a university?")
    assert "finder.ask_side" in reply.says
    assert "finder.ask_who" not in reply.says


def test_a_case_that_is_plain_is_answered_at_once_and_can_be_narrowed_down(talk: Talk) -> None:
    reply = talk.ask("find_funding", ("country", "DE"), text="We are a German town and want a smart city pilot")
    assert "finder.fits_intro" in reply.says
    assert ("find_funding", "ask") in reply.buttons
    assert "finder.ask_sum" in talk.ask("find_funding", ("guide", "ask")).says


def test_a_question_can_be_skipped_and_the_search_cut_short_or_stopped(talk: Talk) -> None:
    talk.ask("find_funding")
    assert "finder.ask_side" in talk.ask("find_funding", ("guide", "skip")).says
    assert "finder.case" not in talk.ask("find_funding", ("guide", "finish")).says
    talk.ask("find_funding")
    assert "finder.cancelled" in talk.ask("find_funding", ("guide", "cancel")).says
    assert funding_guide.asking(talk.slots) is None


def test_an_answer_that_says_nothing_gets_help_and_then_a_person(talk: Talk) -> None:
    talk.ask("find_funding")
    first = talk.ask("find_funding", ("guide", "unclear"), text="hm")
    assert "finder.unclear" in first.says
    assert ("ask_for_person", None) not in first.buttons
    assert ("ask_for_person", None) in talk.ask("find_funding", ("guide", "unclear"), text="hm").buttons


def test_a_new_search_keeps_who_one_is_and_asks_anew_what_for(talk: Talk) -> None:
    talk.ask("find_funding", ("country", "CN"), text="我们市想申请交流资金")
    reply = talk.ask("find_funding", text="那科研呢，有什么资金")
    assert reply.answer.slots[funding_guide.SLOT]["side"] == "CN"
    assert reply.answer.slots[funding_guide.SLOT]["purpose"] == "research"


@pytest.mark.parametrize(
    ("asking", "text", "move"),
    [
        ("who", "2", ("answer", "university")),
        ("sum", "（3）", ("answer", "large")),
        ("purpose", "skip", ("skip", None)),
        ("purpose", "还没定", ("skip", None)),
        ("side", "never mind", ("cancel", None)),
        ("side", "算了，不找了", ("cancel", None)),
        ("sum", "直接看结果吧", ("finish", None)),
        ("purpose", "study visits to Chengdu", ("answer", None)),
        ("sum", "大概30万欧元", ("answer", None)),
        ("sum", "blah", ("unclear", None)),
    ],
)
def test_a_typed_message_moves_the_search(
    library: Library, asking: str, text: str, move: tuple[str, str | None]
) -> None:
    question = Question("out_of_scope", text, slots={funding_guide.SLOT: {"asking": asking}})
    assert funding_guide.move_of(question, library, asks_something=False, is_sure=False) == move


def test_a_question_in_between_is_answered_and_the_search_stays_open(talk: Talk) -> None:
    talk.ask("find_funding")
    question = Question("ask_city_partners", "what about Rome?", slots=talk.slots)
    assert funding_guide.move_of(question, talk.library, asks_something=True, is_sure=True) is None
    answer = talk.ask("ask_city_partners", ("city", "cities/rome")).answer
    funding_guide.remind(question, answer)
    assert [block["say"] for block in answer.blocks if "say" in block][-1] == "finder.waiting"
    assert answer.buttons[0]["do"]["entities"] == [{"entity": "guide", "value": "resume"}]


def test_a_wish_for_a_person_ends_the_search(talk: Talk) -> None:
    talk.ask("find_funding")
    question = Question("ask_for_person", "a person please", slots=talk.slots)
    answer = talk.ask("ask_for_person").answer
    funding_guide.remind(question, answer)
    assert answer.slots[funding_guide.SLOT]["asking"] is None


def test_schemes_fit_by_who_and_where(library: Library) -> None:
    assert fitting(library, Case("city", "EU", None, "exchange")) == {"interreg_eu", "urbact4"}
    assert fitting(library, Case("firm", "EU", None, "business")) == {"eusme", "ipsme"}
    assert fitting(library, Case("city", "CN", None, "invest")) == {"adb", "eib"}
    assert fitting(library, Case("university", "CN", None, "research")) == {"cfm_he", "he", "most_igc", "nsfc"}


def test_what_is_only_for_europe_is_named_as_such_to_china(talk: Talk) -> None:
    reply = talk.ask("find_funding", ("country", "CN"), text="我们市想做交流互访，有什么资金？")
    assert "funding/urbact4" not in reply.answer.shown
    told = next(block for block in reply.blocks if block.get("say") == "finder.not_for")
    assert "funding/urbact4" in told["records"]


def test_each_fitting_scheme_is_told_with_what_it_means_for_china(talk: Talk) -> None:
    reply = talk.ask("find_funding", ("country", "CN"), text="我们大学要做联合研究，申请什么？")
    told = {(row["ref"], row["fact"]) for row in reply.answer.told}
    assert {("funding/he", "china"), ("funding/most_igc", "china")} <= told


def test_a_sum_outside_the_known_size_does_not_fit(library: Library) -> None:
    assert not found(library, Case("city", "EU", None, "exchange", "large"))["urbact4"].is_fit
    assert found(library, Case("city", "EU", None, "exchange", "small"))["urbact4"].is_fit
    assert "sum_unknown" in found(library, Case("city", "EU", None, "exchange", "small"))["interreg_eu"].open


def test_a_country_outside_gets_only_what_names_it(library: Library) -> None:
    assert fitting(library, Case("city", "other", "CH", "exchange")) == {"urbact4"}
    assert found(library, Case("city", "other", "TR", "research"))["he"].is_near


@pytest.mark.parametrize("today", [date(2019, 3, 1), date(2024, 6, 1), TODAY, date(2029, 1, 1)])
def test_a_closed_scheme_never_fits_as_open(library: Library, today: date) -> None:
    for side in ("EU", "CN", "both", "other"):
        for name, one in found(library, Case(None, side), today).items():
            record = library.get(f"funding/{name}")
            assert record is not None
            assert one.over == (state_on(record, today).is_ in ("closed", "ended", "historical"))


def test_every_case_gets_an_honest_end_in_both_languages(library: Library) -> None:
    for side in ("EU", "CN", "both", "other"):
        for purpose in funding_guide.CHOICES["purpose"]:
            talk = Talk(library, slots={funding_guide.SLOT: Case("ngo", side, None, purpose, "small").kept()})
            reply = talk.ask("find_funding", ("guide", "finish"))
            assert "funding.no_pair_scheme" in reply.says
            assert all(reply.text(language) for language in LANGUAGES)


def test_what_fits_says_why_by_the_facts_of_its_record(library: Library) -> None:
    for scheme in library.of_kind("funding"):
        assert scheme.fits is not None
        for size in (scheme.fits.least, scheme.fits.most):
            told = [fact.value for fact in scheme.facts.values()]
            listed = " ".join(item.en.replace(",", "") for fact in scheme.facts.values() for item in fact.items)
            assert size is None or size in told or str(size) in listed, f"{scheme.ref}: {size} stands in no fact"


def test_a_topic_brings_its_scheme_forward(library: Library) -> None:
    food = Question("find_funding", entities=(Entity("topic", "funding/cfm_he", "food"),))
    case = Case("university", "CN", None, "research")
    assert matches(food, case, library, TODAY)[0].scheme.ref == "funding/cfm_he"
