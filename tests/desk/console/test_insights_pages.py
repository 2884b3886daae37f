"""What happens in conversations is on the page of figures, in both languages, and can be taken along as files."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
from ruamel.yaml import YAML

from desk import audit
from desk.console.insight_words import intent_names
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain, Turn, answer, says
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, request, waiting
from tests.import_graph import ROOT

KINDS = {
    "What of Wuhan?": ("ask_city", "sure", "city.population_unknown"),
    "bla": ("ask_faq", "unsure", ""),
    "visa": ("out_of_scope", "sure", ""),
    "cities": ("find_cities", "between", ""),
}


def speaking(turn: Turn) -> dict[str, Any]:
    """Answer each message as its kind is understood."""
    intent, band, say = KINDS.get(turn["message"]["text"], ("ask_city", "sure", ""))
    block = {"type": "text", "say": say, "with": {"name": {"string": "Wuhan"}}} if say else says("Yes", "是")
    return answer(turn, block, understood={"intent": intent, "band": band, "confidence": 0.95})


def table(who: Colleague, name: str, asked: str = "") -> list[list[str]]:
    """Return a downloaded table without its header."""
    content = who.get(f"/insights/{name}.csv?{asked}").content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]


def test_what_visitors_do_is_counted_as_they_do_it(served: RunningGateway, brain: StandInBrain) -> None:
    brain.script = speaking
    visitor = served.visitor()
    for text in (*KINDS, "hello"):
        visitor.ask(text)
    seq = visitor.messages()[-1]["seq"]
    rated = {"seq": seq, "verdict": "down", "reason": "outdated"}
    assert visitor.http.post("/api/feedback", json=rated).status_code == 200
    waiting(served, "zh")
    who = hire(served, "viewer")

    assert [row[1] for row in table(who, "results")] == ["2", "1", "1", "1", "1", "0"]
    about = {row[0]: row[1:] for row in table(who, "intents")}
    assert (about["A city"], about["Pressed a button, asked nothing"][0]) == (["2", "1", "50.0", "0.0"], "1")
    assert [row[1:] for row in table(who, "volume")][-1] == ["2", "6", "5", "1", "2"]
    assert table(who, "solved")[-1][1:] == ["2", "1", "50.0"]
    assert ["asked for a person", "1", "100.0"] in table(who, "reasons")
    assert ["Not helpful: out of date", "1", "100.0"] in table(who, "satisfaction")
    assert table(who, "volume", "language=zh")[-1][1:] == ["1", "1", "0", "1", "0"]


@pytest.mark.parametrize(("language", "said"), [("en", "Chongqing"), ("zh", "重庆")])
def test_wishes_are_told_by_the_names_of_records_and_nothing_that_was_written(
    knowing: RunningGateway, language: str, said: str
) -> None:
    request(knowing, partner=HOSTILE, partner_refs=("cities/chongqing",), description=HOSTILE, name=HOSTILE)
    who = hire(knowing, "viewer", "Vera", language)
    page = who.get("/insights").text

    assert {"en": "Bologna", "zh": "博洛尼亚"}[language] in page
    assert said in who.reads("/insights")
    assert "alert(" not in page
    assert f"<title>{ {'en': 'Bologna', 'zh': '博洛尼亚'}[language] } → {said}: " in page


def number(cell: str) -> str | float:
    """Return a number as such: 2 and 2.0 are the same, and a CSV file has the second."""
    return float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else cell


def test_taking_a_table_along_is_in_the_audit_log(served: RunningGateway) -> None:
    who = hire(served, "viewer")
    found = who.get("/insights/times.csv?days=7&office=beijing")
    with served.database.read() as connection:
        lines = [line for line in audit.page(connection, actor=who.person.id) if line.action == "insights.download"]

    assert found.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert found.headers["content-disposition"].startswith('attachment; filename="insights-times-20')
    assert [(line.subject, line.fields) for line in lines] == [
        ("insights:times", ["csv", "office:beijing", "days:7", "rows:4"])
    ]
    assert who.get("/insights/people.csv").status_code == 404


@pytest.mark.parametrize(("language", "title"), [("en", "Demand subjects and cities"), ("zh", "合作需求 领域与城市")])
def test_each_table_is_a_workbook_too_in_which_numbers_are_numbers(
    served: RunningGateway, language: str, title: str
) -> None:
    request(served)
    who = hire(served, "viewer", "Vera", language)
    for name in re.findall(r'href="/desk/insights/(\w+)\.xlsx"', who.get("/insights").text):
        book = openpyxl.load_workbook(io.BytesIO(who.get(f"/insights/{name}.xlsx").content))
        cells = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
        written = [["" if cell is None else str(cell) for cell in row] for row in cells]

        assert [[number(cell) for cell in row] for row in written] == [
            [number(cell) for cell in row] for row in table(who, name)
        ]
        assert name != "demand" or (book.active.title == title and isinstance(cells[0][-1], int))


@pytest.mark.parametrize(
    "asked", ["days=12", "language=de", "since=tomorrow&until=x", "office='--", "since=2026-01-01"]
)
def test_what_is_no_period_and_no_filter_changes_nothing(desk: RunningGateway, asked: str) -> None:
    who = hire(desk, "viewer")

    assert len(table(who, "volume", asked)) == 30


def test_a_period_may_be_named_and_is_never_endless(desk: RunningGateway) -> None:
    who = hire(desk, "viewer")
    days = table(who, "volume", "since=2026-02-28&until=2026-03-01")

    assert [row[0] for row in days] == ["2026-02-28", "2026-03-01"]
    assert len(table(who, "volume", "since=2001-01-01&until=2026-03-01")) == 800


def test_every_intent_has_a_name_in_both_languages() -> None:
    of_domain = [YAML(typ="safe").load(path.read_text("utf-8")) for path in (ROOT / "bot/domain").glob("*.yml")]
    intents = {name for domain in of_domain for name in domain.get("intents", [])}

    assert intents - set(intent_names()) == set()
    assert all(set(names) == {"en", "zh"} and all(names.values()) for names in intent_names().values())
