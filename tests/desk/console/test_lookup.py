"""Records beside a case: proposed for the question, and found by id, name or word in either language."""

from __future__ import annotations

import pytest

from desk.console.records import Records
from knowledge.library import Library
from tests.bot.conftest import RunningGateway
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, waiting


@pytest.mark.parametrize(
    ("typed", "language", "title"),
    [
        ("chongqing", "en", "Chongqing"),
        ("cities/chongqing", "zh", "重庆"),
        ("重庆", "en", "Chongqing"),
        ("flights", "en", "Who pays for travel"),
        ("谁承担差旅费", "zh", "差旅"),
        ("eib", "zh", "欧洲投资银行"),
    ],
)
def test_records_are_found_in_either_language_and_told_in_that_of_the_conversation(
    knowing: RunningGateway, typed: str, language: str, title: str
) -> None:
    _, reference = waiting(knowing, language)
    found = hire(knowing, "agent", "Bea").get(f"/cases/{reference}/records", params={"q": typed}).text

    assert title in found.partition("</summary>")[0]


def test_one_click_inserts_text_and_source_only_for_who_has_the_word(knowing: RunningGateway) -> None:
    _, reference = waiting(knowing)
    bea, cem = hire(knowing, "agent", "Bea"), hire(knowing, "agent", "Cem")
    bea.do(reference, "take")

    assert 'data-insert="Chongqing is' in bea.get(f"/cases/{reference}/records?q=chongqing").text
    assert "data-insert" not in cem.get(f"/cases/{reference}/records?q=chongqing").text


def test_nothing_is_found_with_a_sentence_that_says_so_and_no_markup(knowing: RunningGateway) -> None:
    _, reference = waiting(knowing)
    agent = hire(knowing, "agent")
    page = agent.get(f"/cases/{reference}/records", params={"q": "zzqqy " + HOSTILE}).text

    assert "<img src=x" not in page
    assert "No record fits" in agent.get(f"/cases/{reference}/records?q=zzqqy").text
    assert agent.get("/cases/CB-2026-000000/records?q=x").status_code == 404


def test_a_question_that_the_assistant_never_saw_still_has_proposals(records: Library) -> None:
    found = Records(lambda: records).propose([], "Who pays the flights of our delegation to Yantai?", "en")

    assert [proposal.ref for proposal in found][:3].count("cities/yantai") == 1
    assert "faq/who_pays_travel" in [proposal.ref for proposal in found]
    told = {proposal.ref: proposal.insertion for proposal in found}
    assert "\n" in told["faq/who_pays_travel"]
    assert records.sources[records.records["faq/who_pays_travel"].sources[0]].title in told["faq/who_pays_travel"]


def test_what_was_understood_comes_first_and_only_what_is_published(records: Library) -> None:
    withdrawn = [record.ref for record in records.records.values() if record.status != "published"]
    found = Records(lambda: records).propose(["cities/wuhan", "cities/none", *withdrawn], "", "zh")

    assert [proposal.ref for proposal in found] == ["cities/wuhan"]


def test_without_knowledge_nothing_is_proposed_and_nothing_breaks() -> None:
    nothing = Records(lambda: None)

    assert nothing.propose(["cities/wuhan"], "x", "en") == nothing.search("x", "en") == []
    assert nothing.clusters("en") == {}
    assert nothing.names(["clusters/x"], "en") == {"clusters/x": "clusters/x"}
