"""Two cases become one: nothing is lost, nobody is told twice, and what comes later leads to the one that remains."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from desk import cases, conversations, escalations, handling, merged, retention
from desk.models import cases as rows
from desk.retention import Periods
from desk.staff.models import audit
from tests.bot.conftest import RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import DESK, hire
from tests.desk.console.waiting import case_of, request, texts, waiting

_OTHER_VERSION = re.compile(r'name="other_version" value="(\d+)"')


def merge(who: Colleague, case: str, other: str, **fields: str) -> int:
    """Merge as the page offers it; returns the status."""
    page = who.get(f"/cases/{case}/merging", params={"other": other})
    found = _OTHER_VERSION.search(page.text)
    if page.status_code != 200 or not found:
        return page.status_code
    return who.do(case, "merge", **{"other": other, "other_version": found.group(1), **fields}).status_code


def both_of_one(gateway: RunningGateway) -> tuple[Visitor, str, str]:
    """A visitor with a cooperation request and a question in one conversation."""
    visitor, wish = request(gateway)
    visitor.answer_after(visitor.press("Talk to a person").json()["seq"])
    with gateway.database.read() as connection:
        question = cases.open_escalation(connection, visitor.session["conversation_id"])
    assert question is not None
    return visitor, wish, question.reference


def test_of_one_conversation_one_case_remains_and_everything_is_read_from_it(start: Start, database_url: str) -> None:
    gateway = start(database_url, staff_authenticator="optional", **DESK)
    visitor, wish, question = both_of_one(gateway)
    bea = hire(gateway, "agent", "Bea")
    bea.do(question, "note", text="She called on Monday")
    bea.do(question, "tags", tags="mayor")
    bea.do(question, "priority", priority="high")
    due = case_of(gateway, question).due
    said = texts(visitor)
    assert merge(bea, wish, question) == 303

    kept, gone = case_of(gateway, wish), case_of(gateway, question)
    assert (gone.status, kept.status, kept.priority) == ("closed", "new", "high") and kept.due == due
    assert texts(visitor) == said, "the visitor is told nothing"
    page = bea.reads(f"/cases/{wish}")
    assert all(each in page for each in ("She called on Monday", "mayor", f"Merged: {question}"))
    assert f"Everything goes on in {wish}" in bea.reads(f"/cases/{question}")
    bea.do(wish, "take")
    bea.do(wish, "finish", status="closed")
    assert sum("closed this case" in each for each in texts(visitor)) == 1
    with gateway.database.read() as connection:
        log = connection.execute(select(audit.c.subject).where(audit.c.action == "case.merge")).scalars().all()
    assert sorted(log) == sorted([f"case:{wish}", f"case:{question}"])


def test_a_merged_case_cannot_be_moved_answered_or_unlinked(served: RunningGateway) -> None:
    _, wish, question = both_of_one(served)
    bea = hire(served, "agent", "Bea")
    bea.do(wish, "take")
    assert merge(bea, wish, question) == 303
    refused = [
        bea.do(question, move, **fields).status_code
        for move, fields in {
            "take": {}, "reopen": {}, "reply": {"text": "hello"}, "priority": {"priority": "low"},
            "assign": {"colleague": bea.person.id}, "unlink": {"other": wish},
        }.items()
    ]  # fmt: skip

    assert set(refused) == {422} and case_of(served, question).status == "closed"
    assert 'id="reply"' not in bea.get(f"/cases/{question}").text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_two_conversations_answers_go_to_one_and_words_in_the_other_lead_there(
    start: Start, sqlite_url: str, brain: StandInBrain, language: str
) -> None:
    gateway = start(sqlite_url, staff_authenticator="optional", **DESK)
    (first, kept), (second, gone) = waiting(gateway, language), waiting(gateway, language)
    bea = hire(gateway, "agent", "Bea", language)
    bea.do(gone, "take")
    assert merge(bea, kept, gone) == 422, "nobody has said that it is the same person"
    assert merge(bea, kept, gone, sure="yes") == 303
    told = {"en": "handle this together", "zh": "合并办理"}[language]
    assert told in texts(second)[-1] and second.owner() == "assistant"
    assert not any({"en": "closed this case", "zh": "办结"}[language] in each for each in texts(second))

    answer = second.ask({"en": "The meeting is on Friday", "zh": "会议定在周五"}[language])
    assert {"en": "shown this with your other case", "zh": "合并办理的事项"}[language] in answer["text"]
    page = bea.get(f"/cases/{kept}").text
    assert f'href="/desk/cases/{gone}#m-{answer["seq"] - 1}"' in page
    bea.do(kept, "take")
    bea.do(kept, "reply", text="See you on Friday")
    assert texts(first)[-1] == "See you on Friday" and "See you on Friday" not in texts(second)
    bea.do(kept, "finish", status="closed")
    assert not any("How satisfied" in each or "是否满意" in each for each in texts(second)), (
        "asked where it was answered"
    )
    assert told not in second.ask({"en": "And now?", "zh": "现在呢？"}[language])["text"] and len(brain.asked) >= 2


def test_whoever_asks_for_a_person_again_follows_the_case_that_goes_on(served: RunningGateway) -> None:
    (_, kept), (second, gone) = waiting(served), waiting(served)
    bea = hire(served, "agent", "Bea")
    assert merge(bea, kept, gone, sure="yes") == 303
    second.answer_after(second.press("Talk to a person").json()["seq"])
    with served.database.read() as connection:
        newest = cases.latest(connection, second.session["conversation_id"])
        known = escalations.of_case(connection, newest.id) if newest else None

    assert known is not None and known.previous == kept


def test_a_page_that_is_out_of_date_merges_nothing(served: RunningGateway) -> None:
    _, wish, question = both_of_one(served)
    bea = hire(served, "agent", "Bea")
    stale = case_of(served, question).version
    bea.do(question, "priority", priority="low")

    assert bea.do(wish, "merge", other=question, other_version=str(stale)).status_code == 409
    assert case_of(served, question).status == "new"


@pytest.mark.parametrize("wrong", ["itself", "request into question", "finished", "no such case", "twice"])
def test_what_cannot_become_one_is_refused_with_its_reason(served: RunningGateway, wrong: str) -> None:
    _, wish, question = both_of_one(served)
    bea = hire(served, "agent", "Bea")
    case, other, reason = {
        "itself": (wish, wish, "into itself"),
        "request into question": (question, wish, "must be the case that remains"),
        "finished": (wish, question, "Only open cases"),
        "no such case": (wish, "CB-2026-000000", "no case with this reference"),
        "twice": (wish, question, "merged already"),
    }[wrong]
    if wrong == "finished":
        bea.do(question, "finish", status="closed")
    if wrong == "twice":
        merge(bea, wish, question)
    page = bea.get(f"/cases/{case}/merging", params={"other": other})

    assert page.status_code == 422 and reason in page.text


def test_the_status_of_a_merged_case_is_that_of_the_other(served: RunningGateway, brain: StandInBrain) -> None:
    visitor, wish, question = both_of_one(served)
    bea = hire(served, "agent", "Bea")
    merge(bea, wish, question)
    ask = {"type": "request_status", "reference": question}
    brain.script = lambda turn: {
        "turn_id": turn["turn_id"], "state": None, "blocks": [], "effects": [ask], "understood": {"intent": "x"},
        "generation": "g", "model": "m",
    }  # fmt: skip
    said = visitor.ask("What became of it?")["text"]

    assert f"handled together with your case {wish}" in said and "received, not yet assigned" in said


def test_a_chain_of_merges_leads_to_the_last_and_is_kept_as_long(served: RunningGateway) -> None:
    (_, first), (_, second), (_, third) = waiting(served), waiting(served), waiting(served)
    bea = hire(served, "agent", "Bea")
    merge(bea, second, first, sure="yes")
    merge(bea, third, second, sure="yes")
    later = served.gateway.clock() + timedelta(days=400)
    with served.database.write() as connection:
        one = handling.find(connection, first)
        last = merged.survivor(connection, one)
        gone = retention.plan(connection, Periods(), later)
        connection.execute(rows.update().where(rows.c.reference == third).values(status="closed"))
        then = retention.plan(connection, Periods(), later)
        talk = conversations.by_id(connection, str(one.conversation))

    assert last is not None and last.reference == third and talk.owner == "assistant"
    assert [each.rows for each in gone if each.kind == "cases"] == [0], "kept while the remaining case is open"
    assert [each.rows for each in then if each.kind == "cases"] == [3]


def test_merging_is_found_without_unfolding_twice_and_offers_what_is_likely(served: RunningGateway) -> None:
    _, wish, question = both_of_one(served)
    bea = hire(served, "agent", "Bea")
    place = f"/desk/cases/{question}/merging"
    before, link, _ = bea.get(f"/cases/{question}").text.partition(f'href="{place}"')

    assert link and before.count("<details") - before.count("</details>") <= 1
    assert place in bea.get("/commands", params={"case": question}).text
    # A request always remains, whichever of the two somebody looks at.
    for one in (wish, question):
        assert f"/desk/cases/{wish}/merging?other={question}" in bea.get(f"/cases/{one}/merging").text


def test_a_finished_case_offers_no_merging_and_says_why(served: RunningGateway) -> None:
    _, wish, question = both_of_one(served)
    bea = hire(served, "agent", "Bea")
    bea.do(question, "finish", status="resolved")

    assert f"{question}/merging" not in bea.get("/commands", params={"case": question}).text
    refused = bea.get(f"/cases/{question}/merging")
    assert refused.status_code == 422 and "Only open cases can be merged" in refused.text
    assert f"?other={question}" not in bea.get(f"/cases/{wish}/merging").text
