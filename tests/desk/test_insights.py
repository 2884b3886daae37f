"""Known figures in a real database give exactly the numbers that the page shows."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from sqlalchemy import insert

from desk import figure_tables as tables
from desk.database import Database
from desk.insights import cases, demand
from desk.insights import messages as said
from desk.insights.report import key_figures, report
from desk.insights.scope import Period, Scope
from desk.insights.sheet import csv_bytes

WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


VISITS = [
    {"id": 1, "day": date(2026, 11, 16), "channel": "web", "language": "en", "person": False},
    {"id": 2, "day": date(2026, 11, 22), "channel": "telegram", "language": "zh", "person": True},
    {"id": 3, "day": date(2026, 11, 15), "channel": "web", "language": "en", "person": True},
]
MESSAGES = [
    (1, "en", "ask_city", "answered", "up", None),
    (1, "en", "ask_city", "answered", None, None),
    (1, "zh", "ask_faq", "gap", "down", "incomplete"),
    (2, "zh", None, "answered", None, None),
    (3, "en", "ask_city", "failed", None, None),
]
CASES = [
    (1, "escalation", "brussels", "asked", 30, True, 480, False, None, None),
    (2, "escalation", "brussels", "gap", 90, False, None, None, None, None),
    (3, "cooperation", "beijing", None, None, None, None, None, "IT", "cities/bologna"),
    (4, "cooperation", "beijing", None, 240, True, 240, True, "FR", None),
]
WISHES = [
    (3, "topic", "clusters/smart"),
    (3, "partner", "cities/wuhan"),
    (4, "topic", "clusters/smart"),
    (4, "topic", "clusters/health"),
]
_OF_CASE = (
    "id", "kind", "office", "why", "response_minutes", "response_in_time", "resolution_minutes", "resolution_in_time",
    "country", "city",
)  # fmt: skip


def fill(database: Database) -> None:
    """Two visits in the week, one the week before; four cases, two of them requests."""
    same = {"day": date(2026, 11, 18), "channel": "web", "language": "en"}
    of_message = ("visit", "language", "intent", "result", "verdict", "reason")
    with database.write() as connection:
        connection.execute(insert(tables.visits), VISITS)
        connection.execute(insert(tables.messages), [dict(zip(of_message, row)) for row in MESSAGES])
        connection.execute(insert(tables.cases), [{**same, **dict(zip(_OF_CASE, row))} for row in CASES])
        connection.execute(insert(tables.wishes), [dict(zip(("figure", "kind", "ref"), row)) for row in WISHES])


def test_known_figures_give_known_numbers(database: Database) -> None:
    fill(database)
    with database.read() as connection:
        now, before = (report(connection, scope) for scope in (Scope(WEEK), Scope(WEEK).before()))
    figures = {one.name: (one.value, one.before) for one in key_figures(now, before)}

    assert figures == {
        "visits": (2, 1), "messages": (4, 1), "solved": (50.0, 0.0), "unanswered": (25.0, 100.0), "cases": (4, 0),
        "response": (1.5, None), "in_time": (pytest.approx(66.67, abs=0.01), None), "helpful": (50.0, None),
    }  # fmt: skip
    assert said.tally(now.messages, lambda row: row.intent) == {"ask_city": 2, "ask_faq": 1, None: 1}
    assert [(wish.city, wish.country, wish.ref, wish.number) for wish in now.partners] == [
        ("cities/bologna", "IT", "cities/wuhan", 1)
    ]
    assert {wish.ref: wish.number for wish in now.subjects if wish.city is None} == {
        "clusters/smart": 1,
        "clusters/health": 1,
    }


def test_each_filter_counts_its_part(database: Database) -> None:
    fill(database)
    with database.read() as connection:
        zh, web, beijing = (
            Scope(WEEK, **one) for one in ({"language": "zh"}, {"channel": "web"}, {"office": "beijing"})
        )
        assert (said.total(said.messages(connection, zh)), said.total(said.visits(connection, zh))) == (2, 1)
        assert (said.total(said.messages(connection, web)), said.total(said.visits(connection, web))) == (3, 1)
        times = cases.times(cases.opened(connection, beijing), cases.RESPONSE)
        assert (times.number, times.middle, times.in_time) == (1, 4.0, 100.0)
        assert demand.partners(connection, Scope(WEEK, office="brussels")) == []


def test_the_percentile_is_a_time_that_was() -> None:
    one = cases.CaseFigure(WEEK.first, "escalation", "brussels", None, 0, True, None, None, None)
    many = [cases.CaseFigure(**{**vars(one), "response_minutes": 60 * number}) for number in range(1, 11)]
    times = cases.times(many, cases.RESPONSE)

    assert (times.middle, times.most) == (5.5, 9.0)
    assert cases.times(many, cases.RESOLUTION) == cases.Times(0, None, None, None)


def test_a_period_is_told_by_day_week_or_month_and_compared_with_the_one_before() -> None:
    assert WEEK.before() == Period(date(2026, 11, 9), date(2026, 11, 15))
    assert len(WEEK.steps()) == 7
    assert Period(date(2026, 9, 2), date(2026, 11, 30)).steps()[:2] == [date(2026, 9, 2), date(2026, 9, 7)]
    assert Period(date(2026, 1, 15), date(2026, 11, 30)).steps()[:2] == [date(2026, 1, 15), date(2026, 2, 1)]


@pytest.mark.parametrize(
    "hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", '=HYPERLINK("http://x")']
)
def test_no_cell_of_a_file_is_a_formula(hostile: str) -> None:
    content = csv_bytes([hostile], [[hostile, -5, 1 / 3, None]])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[1][1:] == ["-5", "0.33", ""]
    for text in (rows[0][0], rows[1][0]):
        assert text.startswith("'") and text.endswith(hostile[-3:].strip())
        assert not [piece for piece in re.split("[;\t\r\n]", text) if re.match("\\s*[=+@\uff1d-]", piece)]
