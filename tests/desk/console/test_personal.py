"""Administrators take out and erase what is stored about a person; nobody else does, and the audit log knows."""

from __future__ import annotations

import time
from pathlib import Path

from desk import audit, case_links
from desk.case_links import REQUESTER
from tests.bot.conftest import RunningGateway
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, case_of, request, texts, waiting


def erased(gateway: RunningGateway, reference: str) -> bool:
    return case_of(gateway, reference).asked == ""


def test_an_administrator_erases_a_request_and_the_person_is_told(served: RunningGateway) -> None:
    visitor, reference = request(served, description="Waste water of my own street")
    boss = hire(served, "admin")
    boss.do(reference, "note", text="Called Giulia")
    wrong = boss.do(reference, "personal/erase", why="asked", confirm="CB-2026-000000")
    assert wrong.status_code == 422 and not erased(served, reference)
    done = boss.do(reference, "personal/erase", why="asked", confirm=f" {reference.lower()} ")
    page = boss.reads(f"/cases/{reference}")
    with served.database.read() as connection:
        line = next(line for line in audit.page(connection) if line.action == "privacy.erased")

    assert done.status_code == 303 and erased(served, reference)
    assert "Giulia" not in page and "street" not in page and "personal data erased" in page and "status: closed" in page
    assert texts(visitor) == [texts(visitor)[0]] and texts(visitor)[0].startswith("Our staff have deleted")
    assert (line.actor, line.subject, line.fields[0]) == (boss.person.id, f"case:{reference}", "why:asked")
    assert "requests:1" in line.fields and "Giulia" not in str(line)
    assert visitor.ask("and now?")["text"].startswith("You said")


def test_the_file_has_everything_and_words_in_it_are_text(served: RunningGateway) -> None:
    visitor, reference = request(served, description=HOSTILE)
    boss = hire(served, "admin", language="zh")
    boss.do(reference, "note", text=f"note {HOSTILE}")
    page = boss.do(reference, "personal/file", form="html")
    data = boss.do(reference, "personal/file", form="json")
    with served.database.read() as connection:
        lines = [line for line in audit.page(connection) if line.action == "privacy.exported"]

    assert "<script" not in page.text and "<img" not in page.text and "&lt;script&gt;" in page.text
    assert "合作意向" in page.text and "attachment" in page.headers["content-disposition"]
    assert data.json()["data"]["requests"]["rows"][0]["description"] == HOSTILE
    assert "note " in str(data.json()["data"]["case_events"]) and visitor.token not in data.text
    assert [line.fields[0] for line in lines] == ["form:json", "form:html"]


def test_only_ticked_linked_cases_go_too_and_none_that_is_not_linked(served: RunningGateway) -> None:
    _, one = request(served)
    _, two = request(served, name="Giulia again")
    _, three = request(served, name="Somebody else")
    boss = hire(served, "admin")
    now = served.gateway.clock()
    with served.database.write() as connection:
        case_links.link(connection, case_of(served, one), case_of(served, two), REQUESTER, now)
    offered = boss.reads(f"/cases/{one}/personal")
    boss.do(one, "personal/erase", why="law", confirm=one, also=[two, three])

    assert f"also {two}" in offered and three not in offered
    assert [erased(served, each) for each in (one, two, three)] == [True, True, False]


def test_an_erased_case_has_no_empty_heading(served: RunningGateway) -> None:
    _, reference = waiting(served)
    boss = hire(served, "admin", "Boss")
    heading = '<details class="asked"'
    before = heading in boss.get(f"/cases/{reference}").text
    boss.do(reference, "personal/erase", why="asked", confirm=reference)

    assert before and heading not in boss.get(f"/cases/{reference}").text


def test_agents_are_told_whom_to_ask_and_cannot_do_it(served: RunningGateway) -> None:
    _, reference = waiting(served)
    hire(served, "admin", "Boss")
    bea = hire(served, "agent", "Bea")
    page = bea.reads(f"/cases/{reference}")

    assert "Only administrators can export or erase it: Boss" in page
    assert bea.get(f"/cases/{reference}/personal").status_code == 403
    assert bea.do(reference, "personal/erase", why="asked", confirm=reference).status_code == 403
    assert bea.do(reference, "personal/file", form="json").status_code == 403
    assert not erased(served, reference)


def test_the_erased_words_leave_the_file_soon(served: RunningGateway) -> None:
    _, reference = request(served, description="my very own street in Bologna")
    boss = hire(served, "admin")
    boss.do(reference, "personal/erase", why="asked", confirm=reference)
    folder = served.settings.database_url.removeprefix("sqlite:///").rpartition("/")[0]

    def there() -> int:
        return sum(file.read_bytes().count(b"very own street") for file in Path(folder).iterdir())

    end = time.monotonic() + 15
    while there() and time.monotonic() < end:
        time.sleep(0.1)
    assert there() == 0
