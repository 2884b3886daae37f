"""Which money fits: by side, by kind of applicant, by topic; one scheme by one question."""

from __future__ import annotations

from datetime import date

import pytest

from actions import applicants
from actions.context import Entity, Question
from knowledge.library import Library
from knowledge.state import state_on
from tests.actions.asking import LANGUAGES, Talk


@pytest.mark.parametrize(
    ("entities", "side"),
    [
        ((Entity("country", "DE", start=9), Entity("city", "cities/chengdu", start=40)), "EU"),
        ((Entity("city", "cities/chengdu", start=3), Entity("country", "DE", start=20)), "CN"),
        ((Entity("country", "CN"),), "CN"),
        ((), None),
    ],
)
def test_the_side_named_first_is_the_own_one(library: Library, entities: tuple[Entity, ...], side: str | None) -> None:
    assert applicants.side(Question("find_funding", entities=entities), library) == side


def test_the_kind_of_applicant_is_read_from_the_message(library: Library) -> None:
    said = {"we are a university": ("university",), "我们是一家企业": ("firm",), "money?": ("city",)}
    for text, kinds in said.items():
        assert applicants.of(Question("find_funding", text), library).kinds == kinds


def test_what_china_can_use_comes_first_for_china(talk: Talk) -> None:
    shown = talk.ask("find_funding", ("country", "CN")).answer.shown
    assert {"funding/he", "funding/most_igc"} <= set(shown)
    assert "funding/urbact4" not in shown


def test_each_scheme_is_told_with_what_it_means_for_china(talk: Talk) -> None:
    reply = talk.ask("find_funding", ("country", "CN"))
    told = {(row["ref"], row["fact"]) for row in reply.answer.told}
    assert ("funding/he", "china") in told
    assert ("funding/most_igc", "china") in told


def test_an_unsaid_side_is_asked_for(talk: Talk) -> None:
    assert {"EU", "CN"} <= {value for _, value in talk.ask("find_funding").buttons}


def test_a_topic_brings_its_scheme_forward(library: Library) -> None:
    today = date(2026, 11, 22)
    applicant = applicants.Applicant("CN", ("city",))
    scheme = library.get("funding/cfm_he")
    assert scheme is not None
    plain = Question("find_funding")
    food = Question("find_funding", entities=(Entity("topic", "funding/cfm_he", "food"),))
    assert applicants.fit(scheme, applicant, food, today) > applicants.fit(scheme, applicant, plain, today)


@pytest.mark.parametrize(
    ("intent", "label"),
    [("ask_funding_eligibility", "label.who"), ("ask_funding_amount", "label.pays"), ("ask_funding", "label.who")],
)
def test_one_scheme_is_answered_by_the_fact_that_was_asked_for(talk: Talk, intent: str, label: str) -> None:
    reply = talk.ask(intent, ("funding", "funding/urbact4"))
    assert label in reply.says
    assert "funding.portal_of" in reply.says


def test_amounts_are_told_with_what_they_count(talk: Talk) -> None:
    text = talk.ask("ask_funding_amount", ("funding", "funding/erasmus")).text("en")
    assert "€113.1 million (2026 call, all regions)" in text


def test_without_a_scheme_those_that_are_not_closed_are_offered(talk: Talk) -> None:
    reply = talk.ask("ask_funding_eligibility")
    assert reply.says[0] == "ask.funding"
    for _, ref in reply.buttons:
        record = talk.library.get(ref or "")
        assert record is not None and record.state is not None and record.state.is_ == "running"


def test_every_scheme_is_in_the_overview(talk: Talk) -> None:
    overview = talk.ask("list_funding")
    closed = talk.ask("list_funding", ("state", "closed"))
    assert ("list_funding", "closed") in overview.buttons
    for language in LANGUAGES:
        both = overview.text(language) + closed.text(language)
        names = [scheme.name.in_(language) for scheme in talk.library.of_kind("funding")]
        assert all(name in both for name in names)


def test_the_overview_only_counts_what_is_closed(talk: Talk) -> None:
    states = [state_on(scheme, talk.today) for scheme in talk.library.of_kind("funding")]
    closed = [one for one in states if one.is_ == "closed"]
    reply = talk.ask("list_funding")
    assert "funding.title_closed" not in reply.says
    assert f"{len(closed)} schemes" in reply.text("en")
    assert f"{len(closed)}项" in reply.text("zh")
    assert len(talk.ask("list_funding", ("state", "closed")).answer.shown) == len(closed)
