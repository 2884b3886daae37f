"""What nobody foresaw: staff get a page that says so in both languages, with the number of the request."""

from __future__ import annotations

import re

import pytest

from tests.bot.conftest import RunningGateway
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import hire

BOTH = {"fault": ("Something went wrong", "系统出现故障"), "none": ("There is no such page", "没有该页面"),
        "busy": ("cannot be reached just now", "暂时无法使用")}  # fmt: skip


def broken(gateway: RunningGateway, kind: str) -> Colleague:
    """Return somebody at a desk whose database lost a table, or whose account holds what cannot be read."""
    person = hire(gateway, "agent", "Bea")
    with gateway.database.write() as connection:
        if kind == "busy":
            connection.exec_driver_sql("ALTER TABLE cases RENAME TO cases_away")
        if kind == "fault":
            connection.exec_driver_sql("UPDATE staff SET language = 'xx'")
    return person


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("kind", "status"), [("fault", 500), ("busy", 503), ("none", 404)])
def test_staff_get_a_page_in_both_languages_with_the_number_of_the_request(
    served: RunningGateway, capsys: pytest.CaptureFixture[str], kind: str, status: int, language: str
) -> None:
    person = broken(served, kind)
    path = "/nowhere" if kind == "none" else "/"
    answer = person.get(path, headers={"Accept-Language": language, "X-Request-ID": "number-of-mine"})
    title = re.search(r"<h1>(.*?)</h1>", answer.text)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert all(each in answer.text for each in BOTH[kind])
    assert title is not None and BOTH[kind][language == "zh"] in title.group(1)
    assert "number-of-mine" in answer.text and answer.headers["X-Request-ID"] == "number-of-mine"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Traceback" not in answer.text and "cases" not in re.sub(r"<[^>]+>", "", answer.text)
    if kind != "none":
        assert "number-of-mine" in capsys.readouterr().out


def test_other_addresses_still_say_it_in_json(served: RunningGateway) -> None:
    answer = hire(served, "viewer").http.get("/api/nowhere")

    assert answer.status_code == 404 and answer.json()["error"]["code"] == "not_found"
