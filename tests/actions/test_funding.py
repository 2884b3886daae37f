"""Money in general and one scheme by one question."""

from __future__ import annotations

import pytest

from knowledge.state import state_on
from tests.actions.asking import LANGUAGES, Talk


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
