"""Staff see what the assistant tells, how often and how well, and say that a record is wrong; no page writes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk import audit, usage
from desk.console import record_rows
from desk.console.words import Words
from desk.figures import day_of
from desk.usage import Use
from knowledge.library import Library, default_folder
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain, Turn, answer, says
from tests.bot.visitor import Visitor
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, PERSON, case_of

WUHAN, YANTAI = "cities/wuhan", "cities/yantai"


def telling(turn: Turn) -> dict[str, Any]:
    """Answer with the records that a message names."""
    refs = [ref for ref in (WUHAN, YANTAI) if ref in turn["message"]["text"]]
    understood = {"intent": "ask_city", "band": "sure", "confidence": 0.95, "records": refs}
    return answer(turn, says("A city of {n}", "城市{n}", n={"string": "China"}), understood=understood)


def unhelpful(gateway: RunningGateway, text: str) -> Visitor:
    """Return a visitor who asked and found the answer out of date."""
    visitor = gateway.visitor()
    said = visitor.ask(text)
    visitor.http.post("/api/feedback", json={"seq": said["seq"], "verdict": "down", "reason": "outdated"})
    return visitor


@pytest.fixture
def busy(knowing: RunningGateway, brain_shared: StandInBrain) -> Iterator[RunningGateway]:
    """The gateway that knows the records, whose brain tells what is named."""
    before, brain_shared.script = brain_shared.script, telling
    yield knowing
    brain_shared.script = before


def used(gateway: RunningGateway, since: date | None = None) -> dict[str, Use]:
    with gateway.database.read() as connection:
        return usage.of_records(connection, since or day_of(gateway.gateway.clock()))


def test_each_answer_counts_for_the_records_in_it_and_a_thumb_down_leads_to_the_case(busy: RunningGateway) -> None:
    busy.visitor().ask(f"{WUHAN} and {YANTAI}")
    passed_on, _ = unhelpful(busy, WUHAN), unhelpful(busy, WUHAN)
    passed_on.press(PERSON["en"])
    who = hire(busy, "viewer", "Vera")
    page = who.get(f"/knowledge/{WUHAN}").text
    with busy.database.read() as connection:
        lines = [line for line in audit.page(connection, actor=who.person.id) if line.subject == f"record:{WUHAN}"]

    assert used(busy)[WUHAN] == Use(asked=3, down=2)
    assert used(busy)[YANTAI] == Use(asked=1, down=0)
    assert used(busy, day_of(busy.gateway.clock()) + timedelta(days=1)) == {}
    assert page.count('href="/desk/cases/') == 1
    assert "out of date" in page
    assert "1 more in conversations that nobody passed on" in page
    assert [(line.action, line.fields) for line in lines] == [("record.feedback", ["feedback"])]


@pytest.mark.parametrize(("language", "title"), [("en", "Wuhan"), ("zh", "武汉")])
def test_a_record_is_shown_in_both_languages_as_it_is_said_with_its_proof(
    busy: RunningGateway, records: Library, language: str, title: str
) -> None:
    who = hire(busy, "viewer", "Vera", language)
    page = who.reads(f"/knowledge/{WUHAN}")

    assert f"<h1>{title}</h1>" in who.get(f"/knowledge/{WUHAN}").text
    assert "A city of China" in page and "城市China" in page
    for source in {key for fact in records.records[WUHAN].facts.values() for key in fact.sources}:
        assert records.sources[source].title in page
    assert Words(language).date(records.records[WUHAN].reviewed.due) in page


def test_no_page_shows_a_bare_number_or_a_date_for_machines(busy: RunningGateway) -> None:
    page = hire(busy, "viewer", "Vic", "zh").reads("/knowledge/funding/he")

    assert "935亿欧元" in page and "93500000000" not in page
    assert "截至2021年" in page and not re.search(r"\d{4}-\d{2}-\d{2}查阅", page)


def test_a_brain_that_is_away_leaves_the_words_of_the_record(busy: RunningGateway, brain_shared: StandInBrain) -> None:
    brain_shared.script = lambda turn: {"broken": turn["turn_id"]}
    page = hire(busy, "viewer", "Vera").reads(f"/knowledge/{WUHAN}")

    assert "The assistant cannot be asked just now" in page
    assert "Wuhan is" in page


def test_every_record_has_its_page(busy: RunningGateway, records: Library) -> None:
    who = hire(busy, "viewer", "Vera")
    one_of_each = {record.kind: ref for ref, record in records.records.items()}
    odd = [ref for ref, one in records.records.items() if any(fact.claims for fact in one.facts.values())][:2]
    shown = {ref: who.get(f"/knowledge/{ref}").status_code for ref in [*one_of_each.values(), *odd]}

    assert set(shown.values()) == {200}
    assert who.get("/knowledge/cities/none").status_code == 404
    assert who.get("/knowledge/..%2F..%2Fpyproject/toml").status_code == 404


def test_that_a_record_is_wrong_opens_a_case_for_the_editors_and_changes_no_file(busy: RunningGateway) -> None:
    files = {path: path.stat().st_mtime_ns for path in Path(default_folder()).rglob("*.yml")}
    agent, path = hire(busy, "agent", "Bea", "zh"), f"/knowledge/{YANTAI}"
    sent = agent.post(f"{path}/wrong", csrf=agent.csrf(path), wrong=HOSTILE, source="https://stats.example")
    reference = sent.headers["location"].rpartition("/")[2]
    case, page = case_of(busy, reference), agent.get(f"/cases/{reference}").text
    with busy.database.read() as connection:
        logged = [line for line in audit.page(connection, actor=agent.person.id) if line.action == "record.wrong"]

    assert (case.kind, case.records, case.office, case.conversation) == ("correction", [YANTAI], "beijing", None)
    assert "alert(" in page and "<img src=x" not in page and "<script>alert" not in page
    assert f'href="/desk{path}"' in page and "报告知识条目有误" in page
    assert reference in agent.get("/?view=all&kind=correction").text
    assert reference not in agent.get("/?view=all&kind=escalation").text
    assert [(line.subject, line.fields) for line in logged] == [(f"record:{YANTAI}", [reference])]
    for page_of in ("export.html", "export.json", "personal"):
        assert hire(busy, "admin", "Ada").get(f"/cases/{reference}/{page_of}").status_code == 200
    assert reference in agent.get("/search?q=alert&kind=correction").text
    assert agent.do(reference, "note", text="seen").status_code == 303
    assert agent.do(reference, "assign", colleague=agent.person.id).status_code == 303
    assert agent.do(reference, "finish", status="resolved").status_code == 303
    assert {path: path.stat().st_mtime_ns for path in Path(default_folder()).rglob("*.yml")} == files


@pytest.mark.parametrize(
    ("language", "gone", "said"), [("en", "deleted", "no visitor waits here"), ("zh", "已删除", "不涉及咨询人")]
)
def test_a_reported_record_speaks_of_no_conversation_and_is_taken_by_one_press(
    busy: RunningGateway, language: str, gone: str, said: str
) -> None:
    agent = hire(busy, "agent", "Tia", language)
    sent = agent.post(f"/knowledge/{WUHAN}/wrong", csrf=agent.csrf(), wrong="The number is old")
    reference = sent.headers["location"].rpartition("/")[2]
    page = agent.reads(f"/cases/{reference}")
    take = f'<button name="colleague" value="{agent.person.id}">'

    assert said in page and gone not in page
    assert take in agent.get(f"/cases/{reference}").text
    assert agent.do(reference, "assign", colleague=agent.person.id).status_code == 303
    assert case_of(busy, reference).assignee == agent.person.id
    assert take not in agent.get(f"/cases/{reference}").text


@pytest.mark.parametrize("said", [{"wrong": "  "}, {"wrong": "x" * 2001}, {"wrong": "old", "source": "y" * 501}])
def test_what_cannot_be_a_report_is_refused_and_not_lost(busy: RunningGateway, said: dict[str, str]) -> None:
    agent = hire(busy, "agent", "Bea")
    sent = agent.post(f"/knowledge/{WUHAN}/wrong", csrf=agent.csrf(), **said)

    assert sent.status_code == 422
    assert said["wrong"] in sent.text and "Nothing was sent" in sent.text


def test_what_is_overdue_and_often_asked_comes_first(records: Library) -> None:
    late = max(records.records[ref].reviewed.due for ref in (WUHAN, YANTAI)) + timedelta(days=10)
    uses = {WUHAN: Use(asked=5, down=1), YANTAI: Use(asked=90)}
    refs = [one.record.ref for one in record_rows.rows(records, uses, late, {}, "")]

    def only(words: str = "", **asked: str) -> set[str]:
        return {one.record.ref for one in record_rows.rows(records, uses, late, asked, words)}

    assert refs[:2] == [YANTAI, WUHAN]
    assert len(refs) == len(records.records)
    assert only(only="down") == {WUHAN}
    assert WUHAN in only("WÚHAN") & only("武汉") and YANTAI not in only("wuhan", kind="city", only="down")
    assert only(kind="sdg") == {ref for ref in records.records if ref.startswith("sdgs/")}
    assert only(standing="withdrawn") == {one.ref for one in records.records.values() if one.status == "withdrawn"}


@pytest.mark.parametrize("asked", ["kind='--", "only=all&standing=gone", "page=-1&q=%00%FF", "q=%3Cimg%20src=x%3E"])
def test_what_is_no_filter_changes_nothing_and_breaks_nothing(busy: RunningGateway, asked: str) -> None:
    page = hire(busy, "viewer", "Vera").get(f"/knowledge?{asked}")

    assert page.status_code == 200
    assert "<img src=x" not in page.text


def test_what_was_understood_and_what_a_fact_is_called_is_told_in_the_readers_words(busy: RunningGateway) -> None:
    visitor = busy.visitor("zh")
    visitor.ask(WUHAN)
    visitor.press(PERSON["zh"])
    who = hire(busy, "agent", "Wen", "zh")
    record, inbox = who.reads(f"/knowledge/{WUHAN}"), who.get("/?view=all").text
    reference = inbox.split("row-")[1].split('"')[0]
    page = who.reads(f"/cases/{reference}")

    assert "人口 population" in record and "合作伙伴" in record
    assert re.search(r"\d人", record) and " person" not in record
    assert "理解为“城市概况”，把握95% · 武汉" in page and "ask_city" not in page
