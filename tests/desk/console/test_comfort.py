"""Small things that make a day's work easier: who is late, what a change is, what the log says, who is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from desk.console.insight_words import Told
from desk.console.logged import told
from desk.console.words import Words, strings
from desk.insights.report import KeyFigure
from desk.models import cases as rows
from tests.bot.conftest import RunningGateway
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import case_of, request, waiting


def test_a_case_that_waits_for_the_visitor_is_not_late(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "take")
    past = served.gateway.clock() - timedelta(days=1)
    with served.database.write() as connection:
        connection.execute(rows.update().values(due=past))
    assert "overdue" in bea.reads(f"/cases/{reference}") and reference in bea.get("/?view=all&overdue=yes").text

    bea.do(reference, "hand-back")
    assert case_of(served, reference).status == "waiting"
    page = bea.get("/?view=all").text
    assert reference in page and 'class="late"' not in page and 'class="flag"' not in page
    assert reference not in bea.get("/?view=all&overdue=yes").text
    assert 'class="flag"' not in bea.get(f"/cases/{reference}").text


def test_a_case_is_listed_once_when_its_address_is_searched(served: RunningGateway) -> None:
    _, reference = request(served, email="g.rossi@bologna.example")
    page = hire(served, "agent", "Bea").get("/search", params={"q": "g.rossi@bologna.example"}).text

    assert len(re.findall(f'class="ref">{reference}<', page)) == 1


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(21, 1, "▲ 20"), (3, 0, "▲ 3"), (2, 19, "▼ 17"), (30, 20, "▲ 50 %"), (0, 40, "▼ 100 %")],
)
def test_a_change_of_few_is_told_in_numbers(now: int, before: int, said: str) -> None:
    assert Told(Words("en"), {}).change(KeyFigure("visits", "number", now, before)) == said


@pytest.mark.parametrize(
    ("field", "en", "zh"),
    [
        ("status", "status", "状态"),
        ("rows=12", "rows: 12", "行数：12"),
        ("rows:12", "rows: 12", "行数：12"),
        ("office=beijing", "office: Beijing", "办公室：北京"),
        ("messages:4", "messages: 4", "消息：4"),
        ("case_events:4", "history of cases: 4", "办理记录：4"),
        ("why:asked", "reason: the person asked for it", "原因：当事人要求删除"),
        ("macro:answered", "macro: Say goodbye and mark as answered", "快捷操作：致谢并标记为已答复"),
        ("cases:3:before:2025-11-22", "cases: 3, older than 22 November 2025", "事项：3（2025年11月22日之前）"),
        ("xlsx", "Excel workbook (.xlsx)", "Excel表格（.xlsx）"),
        ("something new", "something new", "something new"),
    ],
)
def test_the_log_speaks_in_words(field: str, en: str, zh: str) -> None:
    assert [told(field, Words(language), {}) for language in ("en", "zh")] == [en, zh]


@pytest.mark.parametrize(("language", "said"), [("en", "Your account may not do this"), ("zh", "您的账号没有此权限")])
def test_who_is_refused_is_still_signed_in_and_told_in_their_language(
    served: RunningGateway, language: str, said: str
) -> None:
    page = hire(served, "viewer", "Vic", language).get("/people")

    assert page.status_code == 403 and said in page.text
    assert 'action="/desk/signout"' in page.text and 'href="/desk/search"' in page.text


@pytest.mark.parametrize(
    ("language", "answered", "closed", "both"),
    [
        ("en", "invited to write again", "reads only that it is closed", "does not open this case again"),
        ("zh", "可继续留言", "只会看到“已办结”", "不会重新打开本事项"),
    ],
)
def test_how_the_two_ends_of_a_case_differ_is_said(
    served: RunningGateway, language: str, answered: str, closed: str, both: str
) -> None:
    _, reference = waiting(served)
    page = hire(served, "agent", "Bea", language).get(f"/cases/{reference}").text
    resolve, close, finish = (page.partition(f'id="{name}-say"')[2].partition("</p>")[0]
                              for name in ("resolve", "close", "finish"))  # fmt: skip

    assert answered in resolve and answered not in close
    assert closed in close and closed not in resolve
    assert both in finish


def test_a_finished_case_shows_no_due_time_in_the_list(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    due = re.compile(r'<td data-label="Due"[^>]*>(<time|–)')

    assert due.findall(bea.get("/?view=all").text) == ["<time"]
    bea.do(reference, "finish", status="resolved")
    assert due.findall(bea.get("/?view=done").text) == ["–"]


def test_a_time_that_is_not_decided_is_no_line_of_its_own_in_the_list(served: RunningGateway) -> None:
    request(served, timeframe="open")
    request(served, timeframe="year")
    shown = hire(served, "viewer", "Vic").get("/requests").text.partition("<tbody>")[2]

    assert "within a year" in shown and "not decided" not in shown


def test_what_the_visitor_is_told_stands_beside_each_button(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    page = bea.reads(f"/cases/{reference}")
    assert "The visitor reads that it is answered" in page and "asked once how satisfied" in page
    bea.do(reference, "finish", status="resolved")
    assert "is not told again" in bea.reads(f"/cases/{reference}")


def test_the_visitor_has_one_name_in_each_language() -> None:
    chinese = ("来访者", "访客", "申请人")
    assert [key for key, pair in strings().items() if any(name in pair["zh"] for name in chinese)] == []
    assert [key for key, pair in strings().items() if "requester" in pair["en"].lower()] == []
