"""The search page: what it shows, to whom, and what is written down about it."""

from __future__ import annotations

import re

import pytest

from desk import audit, search_index
from tests.bot.conftest import RunningGateway
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, request, waiting


def test_what_a_visitor_writes_is_found_at_once_and_leads_to_the_message(served: RunningGateway) -> None:
    visitor, reference = waiting(served, "zh")
    visitor.answer_after(visitor.post("我们想和重庆市合作").json()["seq"])
    viewer = hire(served, "viewer", language="zh")
    page = viewer.get("/search?q=重庆").text

    assert "我们想和<mark>重庆</mark>市合作" in page
    assert f"/desk/cases/{reference}#m-" in page
    anchor = page.partition(f"/desk/cases/{reference}#")[2].partition('"')[0]
    assert f'id="{anchor}"' in viewer.get(f"/cases/{reference}").text
    part = viewer.get("/search?q=重庆&status=new&language=zh", headers={"HX-Request": "true"}).text
    assert "<mark>重庆</mark>" in part
    assert "<html" not in part


def test_notes_and_requests_are_found_by_reference_address_and_words(served: RunningGateway) -> None:
    _, reference = request(served)
    agent = hire(served, "agent", "Bea")
    agent.do(reference, "note", text="Ask the consulate about Bologna")

    for typed in (reference, reference.lower().replace("-", " - "), "G.ROSSI@bologna.example", "consulat", "giulia"):
        assert f"/desk/cases/{reference}" in agent.get("/search", params={"q": typed}).text
    assert "#e-" in agent.get("/search?q=consulate&said=note&assignee=nobody").text
    assert "Nothing found" in agent.get(f"/search?q=consulate&assignee={agent.person.id}").text


def test_each_empty_page_says_what_to_do(served: RunningGateway) -> None:
    agent = hire(served, "agent")

    assert "All words, in English and Chinese" in agent.reads("/search")
    assert "There is no word to look for" in agent.reads("/search?q=-water")
    assert "Use fewer words" in agent.reads("/search?q=zzz")
    assert "Search without filters" in agent.reads("/search?q=zzz&status=closed")


@pytest.mark.parametrize(
    "asked", ["after=9-9", "after=0-99999999999999999999", "since=tomorrow", "said=god", "assignee='", "cluster=x"]
)
def test_what_is_no_filter_changes_nothing(desk: RunningGateway, asked: str) -> None:
    _, reference = request(desk)

    assert f"/desk/cases/{reference}" in hire(desk, "viewer").get(f"/search?q={reference}&{asked}").text


def test_what_was_found_is_in_the_audit_log_and_what_was_typed_is_not(served: RunningGateway) -> None:
    _, reference = request(served)
    agent = hire(served, "agent")
    agent.get("/search?q=zzz")
    agent.get("/search?q=giulia")
    agent.get(f"/search?q={reference}")
    with served.database.read() as connection:
        lines = [line for line in audit.page(connection, actor=agent.person.id) if line.action == "search.read"]

    assert [line.fields for line in lines] == [["asked"], ["request"]]
    assert "giulia" not in str(lines).lower()


def test_hostile_words_are_words(served: RunningGateway) -> None:
    visitor, _ = waiting(served)
    visitor.post(HOSTILE)
    request(served, **dict.fromkeys(("name", "description", "partner"), HOSTILE))
    agent = hire(served, "agent")
    for typed in ("onerror", "alert", HOSTILE, '"><script>alert(2)</script>', "🙂", "\x00"):
        answer = agent.get("/search", params={"q": typed})
        assert answer.status_code == 200
        assert "<img src=x" not in answer.text
        assert "<script>alert" not in answer.text
    assert "<mark>onerror</mark>=" in agent.get("/search?q=onerror").text


def test_the_next_page_goes_on(served: RunningGateway) -> None:
    visitor, _ = waiting(served)
    for number in range(25):
        visitor.answer_after(visitor.post(f"Question {number} about waste").json()["seq"])
    agent = hire(served, "agent")
    first = agent.get("/search?q=question+waste&said=user").text
    more = first.partition('href="/desk/search?')[2].partition('"')[0].replace("&amp;", "&")
    second = agent.get(f"/search?{more}").text

    assert (first.count("<mark>Question</mark>"), second.count("<mark>Question</mark>")) == (20, 5)
    assert "First page" in second


@pytest.mark.parametrize(
    ("language", "word", "own"), [("en", "programmes", "Programmes of Lyon?"), ("zh", "城市", "哪些城市？")]
)
def test_the_greeting_of_every_conversation_is_no_hit(
    served: RunningGateway, language: str, word: str, own: str
) -> None:
    visitor, reference = waiting(served, language)
    visitor.ask(own)
    bea = hire(served, "agent", "Bea", language)
    greeted = any(word in str(message["text"]) for message in visitor.messages()[:1])
    with served.database.write() as connection:
        added = search_index.catch_up(connection, None)

    assert greeted and added == 0
    hits = re.findall(r'href="/desk/cases/[^"#]+#m-(\d+)"', bea.get(f"/search?q={word}").text)
    assert hits and "1" not in hits and reference in bea.get(f"/search?q={word}").text
