"""Files that leave the desk: complete, never a formula, never a script, each in the audit log."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import audit
from desk.cells import clean, for_cell, for_csv
from desk.console import exports
from tests.bot.conftest import RunningGateway
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, request, waiting

FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "\u200b=1", "\u202e=1", "＝1＋1", "－1",
    "a;=cmd|' /C calc'!A0", "a\n=1", 'a";\t=1', "a\r=1", "a;;=1", "#REF!", "=HYPERLINK(\"http://x\")",
)  # fmt: skip
HOSTILE_CORPUS = (
    *FORMULAS,
    HOSTILE,
    "\x00\x1b[31m\x07",
    "\ud800",
    "]]>",
    "{{7*7}}{% raw %}",
    "</style><script>x</script>",
)
FIELDS = ("name", "organisation", "city", "description", "partner", "contacts", "email", "phone")


def rows_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def table_of(body: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


@given(st.text(max_size=40) | st.sampled_from(FORMULAS))
def test_no_cell_begins_a_formula_with_whatever_separator(text: str) -> None:
    for begin in re.split("[;\t\n\r]", for_csv(text)):
        visible = re.sub(r"^[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+", "", begin)
        assert not visible.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert for_cell(text) in (clean(text), "'" + clean(text))


@pytest.fixture
def admin(served: RunningGateway) -> Colleague:
    return hire(served, "admin", "Bea")


def test_hostile_words_are_words_in_every_table(served: RunningGateway, admin: Colleague) -> None:
    told = [text for text in HOSTILE_CORPUS if "\x00" not in text and "\ud800" not in text]
    groups = [told[number : number + len(FIELDS)] for number in range(0, len(told), len(FIELDS))]
    for group in groups:
        request(served, **dict(zip(FIELDS, group)))
    for name in ("requests", "cases?view=all"):
        path, _, query = name.partition("?")
        text_rows = rows_of(admin.get(f"/export/{path}.csv?{query}").content)
        body = admin.get(f"/export/{path}.xlsx?{query}").content
        book = openpyxl.load_workbook(io.BytesIO(body))
        kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value is not None}
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()

        assert len(text_rows) == len(groups) + 1 == book.active.max_row
        assert kinds <= {"s", "d"}
        assert "<f>" not in sheet
        assert all(len(row) == len(text_rows[0]) for row in text_rows)


def test_hostile_words_are_words_in_the_files_of_a_case(served: RunningGateway, admin: Colleague) -> None:
    visitor, reference = request(served, **dict.fromkeys(FIELDS, HOSTILE))
    visitor.ask(HOSTILE)
    admin.do(reference, "note", text=HOSTILE)
    page = admin.get(f"/cases/{reference}/export.html")
    told = json.loads(admin.get(f"/cases/{reference}/export.json").content)
    paper = docx.Document(io.BytesIO(admin.get(f"/cases/{reference}/export.docx").content))

    assert "<img src=x" not in page.text
    assert "<script" not in page.text
    assert "default-src 'none'" in page.text
    assert page.headers["content-disposition"].startswith("attachment; ")
    assert told["request"]["name"] == HOSTILE
    assert HOSTILE in [line["text"] for line in told["transcript"]]
    assert HOSTILE in [cell.text for table in paper.tables for row in table.rows for cell in row.cells]


@pytest.mark.parametrize(("language", "head"), [("en", ["Case", "Italy"]), ("zh", ["事项", "意大利"])])
def test_a_table_has_headings_of_the_language_and_only_what_is_asked_for(
    served: RunningGateway, language: str, head: list[str]
) -> None:
    _, bologna = request(served)
    _, wuhan = request(served, "zh", city="武汉", country="CN", description="新能源汽车")
    bea = hire(served, "admin", "Bea", language)
    answer = bea.get("/export/requests.csv?country=IT")
    rows, table = rows_of(answer.content), table_of(bea.get("/export/requests.xlsx").content)

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert re.fullmatch(r'attachment; filename="requests-\d{4}-\d\d-\d\d\.csv"', answer.headers["content-disposition"])
    assert (rows[0][0], rows[1][0], len(rows)) == (head[0], bologna, 2)
    assert head[1] in rows[1]
    assert [row[0] for row in table[1:]] == [wuhan, bologna]
    assert "新能源汽车" in table[1]


def test_every_export_is_in_the_audit_log_without_what_was_typed(served: RunningGateway, admin: Colleague) -> None:
    _, reference = request(served)
    admin.get("/export/requests.xlsx?country=IT&words=Giulia")
    admin.get("/export/cases.csv?view=all&words=waste")
    admin.get(f"/cases/{reference}/export.docx")
    with served.database.read() as connection:
        lines = {line.action: line for line in audit.page(connection, actor=admin.person.id)}

    assert lines["requests.export"].fields[:4] == ["xlsx", "rows=1", "country=IT", "words"]
    assert lines["cases.export"].fields[:4] == ["csv", "rows=1", "view=all", "words"]
    assert (lines["case.export"].subject, lines["case.export"].fields[0]) == (f"case:{reference}", "docx")
    assert "Giulia" not in str(lines)
    assert "exported requests" in admin.reads("/log")


def test_who_may_not_export_neither_sees_the_buttons_nor_gets_the_files(
    served: RunningGateway, admin: Colleague
) -> None:
    _, reference = request(served)
    viewer, agent = hire(served, "viewer"), hire(served, "agent")
    case = f"/cases/{reference}"
    seen = {
        who.person.role: [f"{path}." in who.get(page).text for page, path in pages.items()]
        for who in (viewer, agent, admin)
        for pages in [{"/?view=all": "/export/cases", "/requests": "/export/requests", case: f"{reference}/export"}]
    }

    assert seen == {"viewer": [False] * 3, "agent": [False, False, True], "admin": [True] * 3}
    assert viewer.get(f"{case}/export.json").status_code == 403
    assert agent.get("/export/requests.csv").status_code == 403
    assert agent.get(f"{case}/export.json").status_code == 200


def test_too_many_rows_and_what_is_not_there_are_refused(
    served: RunningGateway, admin: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, question = waiting(served)
    request(served)
    request(served)
    monkeypatch.setattr(exports, "_AT_ONCE", 1)
    assert len(rows_of(admin.get("/export/requests.csv").content)) == 3
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    refused = admin.get("/export/requests.csv")

    assert (refused.status_code, "2 / 1" in refused.text) == (413, True)
    assert admin.get(f"/cases/{question}/export.docx").status_code == 404
    assert admin.get("/cases/CB-2026-000000/export.json").status_code == 404


def test_a_case_tells_its_whole_conversation(served: RunningGateway, admin: Colleague) -> None:
    _, reference = waiting(served, "zh")
    admin.do(reference, "take")
    admin.do(reference, "reply", text="您好，我们正在核实。")
    told = json.loads(admin.get(f"/cases/{reference}/export.json").content)
    said = [(line["who"], line["text"]) for line in told["transcript"]]

    assert ("staff", "您好，我们正在核实。") in said
    assert (told["complete"], told["case"]["assignee"]) == (True, "Bea")
    assert {event["event"] for event in told["history"]} >= {"opened", "take", "reply"}
    assert "您好，我们正在核实。" in admin.get(f"/cases/{reference}/export.html").text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", {"Consent text": "November 2026", "When": "not decided", "Overdue": "no"}),
        ("zh", {"同意文本版本": "2026年11月", "时间安排": "未定", "已逾期": "否"}),
    ],
)
def test_the_sheet_of_a_request_has_no_codes_and_no_row_that_looks_like_a_heading(
    served: RunningGateway, language: str, expected: dict[str, str]
) -> None:
    _, reference = request(served, timeframe="open")
    body = hire(served, "agent", "Bea", language).get(f"/cases/{reference}/export.docx").content
    paper = docx.Document(io.BytesIO(body))
    pairs = {row.cells[0].text: row.cells[1].text for table in paper.tables for row in table.rows}

    assert {label: pairs.get(label) for label in expected} == expected
    assert {"en": "Opened (Brussels time)", "zh": "创建时间（北京时间）"}[language] in pairs
    assert ['w:firstRow="0"' in table._tbl.tblPr.xml for table in paper.tables] == [True, True]
    assert all(paragraph.text.strip() for paragraph in paper.paragraphs)
    assert paper.core_properties.modified == paper.core_properties.created
    assert 'w:eastAsia="zh-CN"' in paper.styles.element.xml
